import { z } from "zod";
import { v1alphaJWTToken } from "../common/access.js";
import { v1alphaWorkSpaceDestination } from "../environments/destination.js";
import { message, optional, required } from "../message.js";
import { flag, text, texts } from "../wire.js";
import { v1alphaOrphanedResourcesMonitorSettings } from "./orphans.js";
import { v1alphaSyncWindow } from "./windows.js";

/** What the workspaces of a project may do. */

export const v1GroupKind = message("v1GroupKind", "A kind.", {
  group: required(text, "API group, as a glob; empty for the core group."),
  kind: required(text, "Kind, as a glob."),
});
export type V1GroupKind = z.infer<typeof v1GroupKind>;

export const v1alphaClusterResourceRestriction = message(
  "v1alphaClusterResourceRestriction",
  "A kind of the whole cluster, or some objects of it.",
  {
    group: required(text, "API group, as a glob; empty for the core group."),
    kind: required(text, "Kind, as a glob."),
    name: optional(text, "Name, as a glob. Default: all."),
  },
);
export type V1alphaClusterResourceRestriction = z.infer<typeof v1alphaClusterResourceRestriction>;

export const v1alphaWorkSpacePolicyRole = message("v1alphaWorkSpacePolicyRole", "What some callers may do.", {
  name: required(text, "Name of the role."),
  description: optional(text, "What it is for."),
  policies: optional(texts, "What it permits, as rules of Casbin."),
  jwtTokens: optional(z.array(v1alphaJWTToken), "Tokens that were issued for it."),
  groups: optional(texts, "Groups of users that have it."),
});
export type V1alphaWorkSpacePolicyRole = z.infer<typeof v1alphaWorkSpacePolicyRole>;

export const v1alphaSignatureKey = message("v1alphaSignatureKey", "A key that may sign commits.", {
  keyID: required(text, "Id of the key."),
});
export type V1alphaSignatureKey = z.infer<typeof v1alphaSignatureKey>;

export const v1alphaDestinationServiceAccount = message(
  "v1alphaDestinationServiceAccount",
  "The service account that syncs to a destination act as.",
  {
    server: optional(text, "URL of the cluster's API, as a glob."),
    namespace: optional(text, "Namespace, as a glob."),
    defaultServiceAccount: optional(text, "The account, as namespace:name or name."),
  },
);
export type V1alphaDestinationServiceAccount = z.infer<typeof v1alphaDestinationServiceAccount>;

export const v1alphaWorkSpacePolicy = message(
  "v1alphaWorkSpacePolicy",
  "What the workspaces of a project may do.",
  {
    description: optional(text, "What the project is for."),
    sourceRepos: optional(texts, "Repositories that are permitted, as globs; a leading ! forbids."),
    sourceNamespaces: optional(texts, "Namespaces in which workspaces may be declared."),
    destinations: optional(
      z.array(v1alphaWorkSpaceDestination),
      "Destinations that are permitted, as globs; a leading ! forbids.",
    ),
    destinationServiceAccounts: optional(
      z.array(v1alphaDestinationServiceAccount),
      "Service accounts that syncs act as.",
    ),
    permitOnlyProjectScopedClusters: optional(flag, "Whether clusters of other projects are forbidden."),
    clusterResourceWhitelist: optional(
      z.array(v1alphaClusterResourceRestriction),
      "Kinds of the whole cluster that are permitted. Default: none.",
    ),
    clusterResourceBlacklist: optional(
      z.array(v1alphaClusterResourceRestriction),
      "Kinds of the whole cluster that are forbidden.",
    ),
    namespaceResourceWhitelist: optional(
      z.array(v1GroupKind),
      "Namespaced kinds that are permitted; an empty list permits none. Default: all.",
    ),
    namespaceResourceBlacklist: optional(z.array(v1GroupKind), "Namespaced kinds that are forbidden."),
    orphanedResources: optional(
      v1alphaOrphanedResourcesMonitorSettings,
      "What happens with objects that belong to no workspace.",
    ),
    roles: optional(z.array(v1alphaWorkSpacePolicyRole), "What some callers may do."),
    syncWindows: optional(z.array(v1alphaSyncWindow), "When syncs are permitted or forbidden."),
    signatureKeys: optional(z.array(v1alphaSignatureKey), "Keys that commits must be signed with.", {
      deprecated: true,
    }),
  },
);
export type V1alphaWorkSpacePolicy = z.infer<typeof v1alphaWorkSpacePolicy>;
