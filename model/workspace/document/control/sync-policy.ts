import { z } from "zod";
import { v1alphaRetryStrategy } from "../common/retry.js";
import { message, optional } from "../message.js";
import { flag, textMap, texts } from "../wire.js";

export const v1alphaManagedNamespaceMetadata = message(
  "v1alphaManagedNamespaceMetadata",
  "Labels and annotations of a namespace that a sync creates.",
  {
    labels: optional(textMap, "Labels."),
    annotations: optional(textMap, "Annotations."),
  },
);
export type V1alphaManagedNamespaceMetadata = z.infer<typeof v1alphaManagedNamespaceMetadata>;

export const v1alphaSyncPolicyAutomated = message(
  "v1alphaSyncPolicyAutomated",
  "When a workspace is synchronised without being asked.",
  {
    prune: optional(flag, "Whether objects that are no longer targets are deleted. Default false."),
    selfHeal: optional(flag, "Whether changes made in the cluster are undone. Default false."),
    allowEmpty: optional(flag, "Whether everything may be deleted. Default false."),
    enabled: optional(flag, "Whether all this applies. Default true."),
  },
);
export type V1alphaSyncPolicyAutomated = z.infer<typeof v1alphaSyncPolicyAutomated>;

export const v1alphaSyncPolicy = message("v1alphaSyncPolicy", "When and how a workspace is synchronised.", {
  automated: optional(
    v1alphaSyncPolicyAutomated,
    "When it is synchronised without being asked. Default: never.",
  ),
  retry: optional(v1alphaRetryStrategy, "What happens when a sync fails."),
  syncOptions: optional(texts, "Options of the form Name=value."),
  managedNamespaceMetadata: optional(
    v1alphaManagedNamespaceMetadata,
    "Metadata of the namespace that a sync creates.",
  ),
});
export type V1alphaSyncPolicy = z.infer<typeof v1alphaSyncPolicy>;
