import { z } from "zod";
import { SOURCE_TYPES } from "../../codes.js";
import { v1alphaWorkSpaceSourceDirectory } from "../environments/directory-source.js";
import { v1alphaWorkSpaceSource } from "../environments/source.js";
import { items, message, optional, required } from "../message.js";
import { text, texts } from "../wire.js";

/** Messages of RepositoryService and RepoCredsService, and what a repository renders. */

export const repositoryManifestResponse = message("repositoryManifestResponse", "What a source renders.", {
  manifests: optional(texts, "The objects, as JSON texts."),
  namespace: optional(text, "Namespace that they were rendered for."),
  server: optional(text, "URL of the cluster's API that they were rendered for."),
  revision: optional(text, "Revision that was resolved."),
  sourceType: optional(z.enum(SOURCE_TYPES), "What they were rendered by."),
});
export type RepositoryManifestResponse = z.infer<typeof repositoryManifestResponse>;

export const repositoryRefs = message("repositoryRefs", "Names of revisions.", {
  branches: optional(texts, "Branches."),
  tags: optional(texts, "Tags."),
});
export type RepositoryRefs = z.infer<typeof repositoryRefs>;

export const repositoryAppInfo = message("repositoryAppInfo", "A directory that a workspace can come from.", {
  path: optional(text, "The directory."),
  type: optional(z.enum(SOURCE_TYPES), "What it is rendered by."),
});
export type RepositoryAppInfo = z.infer<typeof repositoryAppInfo>;

export const repositoryRepoAppsResponse = message(
  "repositoryRepoAppsResponse",
  "Directories that workspaces can come from.",
  { items: items(repositoryAppInfo, "The directories.") },
);
export type RepositoryRepoAppsResponse = z.infer<typeof repositoryRepoAppsResponse>;

export const repositoryRepoAppDetailsQuery = message(
  "repositoryRepoAppDetailsQuery",
  "Asks for a source's details.",
  {
    appName: optional(text, "Name of the workspace."),
    source: required(v1alphaWorkSpaceSource, "The source."),
  },
);
export type RepositoryRepoAppDetailsQuery = z.infer<typeof repositoryRepoAppDetailsQuery>;

export const repositoryRepoAppDetailsResponse = message(
  "repositoryRepoAppDetailsResponse",
  "Details of a source.",
  {
    type: optional(z.enum(SOURCE_TYPES), "What it is rendered by."),
    directory: optional(v1alphaWorkSpaceSourceDirectory, "How plain manifests are read."),
  },
);
export type RepositoryRepoAppDetailsResponse = z.infer<typeof repositoryRepoAppDetailsResponse>;

export const repositoryRepoResponse = message("repositoryRepoResponse", "It was done.", {});
export type RepositoryRepoResponse = z.infer<typeof repositoryRepoResponse>;

export const repocredsRepoCredsResponse = message("repocredsRepoCredsResponse", "It was done.", {});
export type RepocredsRepoCredsResponse = z.infer<typeof repocredsRepoCredsResponse>;
