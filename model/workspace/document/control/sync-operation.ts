import { z } from "zod";
import { v1alphaResourceResult } from "../environments/resource-records.js";
import { v1alphaWorkSpaceSource } from "../environments/source.js";
import { message, optional, required } from "../message.js";
import { flag, int64, text, texts } from "../wire.js";
import { v1alphaManagedNamespaceMetadata } from "./sync-policy.js";
import { v1alphaSyncStrategy } from "./sync-strategy.js";

export const v1alphaSyncOperationResource = message(
  "v1alphaSyncOperationResource",
  "An object that a sync is limited to.",
  {
    group: optional(text, "API group; empty for the core group."),
    kind: required(text, "Kind."),
    name: required(text, "Name."),
    namespace: optional(text, "Namespace. Default: any."),
  },
);
export type V1alphaSyncOperationResource = z.infer<typeof v1alphaSyncOperationResource>;

export const v1alphaSyncOperation = message("v1alphaSyncOperation", "A sync that is asked for.", {
  revision: optional(text, "Revision to synchronise to. Default: the source's."),
  revisions: optional(texts, "Revision of each source, where there are several."),
  prune: optional(flag, "Whether objects that are no longer targets are deleted. Default false."),
  dryRun: optional(flag, "Whether nothing is changed. Default false."),
  syncStrategy: optional(v1alphaSyncStrategy, "How the sync works."),
  resources: optional(
    z.array(v1alphaSyncOperationResource),
    "The only objects that are synchronised. Default: all.",
  ),
  source: optional(v1alphaWorkSpaceSource, "Another source than the workspace's, for a rollback."),
  sources: optional(z.array(v1alphaWorkSpaceSource), "Other sources than the workspace's, for a rollback."),
  manifests: optional(texts, "Manifests instead of those of the source."),
  syncOptions: optional(texts, "Options of the form Name=value."),
  autoHealAttemptsCount: optional(int64, "How often the same revision was healed before."),
});
export type V1alphaSyncOperation = z.infer<typeof v1alphaSyncOperation>;

export const v1alphaSyncOperationResult = message("v1alphaSyncOperationResult", "What became of a sync.", {
  resources: optional(z.array(v1alphaResourceResult), "What became of each object."),
  revision: required(text, "Revision that was synchronised to; empty where there are several sources."),
  revisions: optional(texts, "Revision of each source, where there are several."),
  source: optional(v1alphaWorkSpaceSource, "Source that was synchronised to."),
  sources: optional(
    z.array(v1alphaWorkSpaceSource),
    "Sources that were synchronised to, where there are several.",
  ),
  managedNamespaceMetadata: optional(
    v1alphaManagedNamespaceMetadata,
    "Metadata that the namespace was given.",
  ),
});
export type V1alphaSyncOperationResult = z.infer<typeof v1alphaSyncOperationResult>;
