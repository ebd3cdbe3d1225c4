import { z } from "zod";
import { message, optional, required } from "../message.js";
import { text } from "../wire.js";
import { v1alphaWorkSpaceSourceDirectory } from "./directory-source.js";
import { v1alphaWorkSpaceSourceHelm } from "./helm-source.js";
import { v1alphaWorkSpaceSourceKustomize } from "./kustomize-source.js";
import { v1alphaWorkSpaceSourcePlugin } from "./plugin-source.js";

export const v1alphaWorkSpaceSource = message(
  "v1alphaWorkSpaceSource",
  "Where a workspace's objects come from, and how they are rendered.",
  {
    repoURL: required(text, "URL of the repository."),
    path: optional(text, "Directory in the repository; for git only."),
    targetRevision: optional(text, "Branch, tag, commit or range of versions. Default HEAD."),
    directory: optional(v1alphaWorkSpaceSourceDirectory, "How plain manifests are read."),
    plugin: optional(v1alphaWorkSpaceSourcePlugin, "How a plugin renders."),
    chart: optional(text, "Chart in a Helm repository; excludes a path."),
    helm: optional(v1alphaWorkSpaceSourceHelm, "How Helm renders."),
    kustomize: optional(v1alphaWorkSpaceSourceKustomize, "How Kustomize renders."),
    ref: optional(text, "Name by which other sources refer to files of this one."),
    name: optional(text, "Name of the source among several."),
    tagPrefix: optional(text, "What tags begin with that a range of versions looks at."),
  },
);
export type V1alphaWorkSpaceSource = z.infer<typeof v1alphaWorkSpaceSource>;
