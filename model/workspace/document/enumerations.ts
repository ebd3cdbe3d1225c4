/** Enumerations of the document that the sync engine does not use itself; those that it uses are in `../codes.ts`. */

/** Whether a cluster or repository answers. */
export const CONNECTION_STATUSES = ["Successful", "Failed", "Unknown"] as const;
/** How much is asked anew: live state and revision, or also what was rendered before. */
export const REFRESH_TYPES = ["normal", "hard"] as const;
/** What a workspace can complain of. */
export const CONDITION_TYPES = [
  "DeletionError",
  "InvalidSpecError",
  "ComparisonError",
  "SyncError",
  "UnknownError",
  "SharedResourceWarning",
  "RepeatedResourceWarning",
  "ExcludedResourceWarning",
  "OrphanedResourceWarning",
] as const;
/** What a watch reports. */
export const WATCH_EVENT_TYPES = ["ADDED", "MODIFIED", "DELETED", "BOOKMARK", "ERROR"] as const;
/** How serious a Kubernetes event is. */
export const EVENT_TYPES = ["Normal", "Warning"] as const;
export const PORT_PROTOCOLS = ["TCP", "UDP", "SCTP"] as const;
/** Whether a window permits syncs or forbids them. */
export const WINDOW_KINDS = ["allow", "deny"] as const;
export const REPOSITORY_TYPES = ["git", "helm", "oci"] as const;
/** What becomes of dependents when an object is deleted. */
export const PROPAGATION_POLICIES = ["foreground", "background", "orphan"] as const;
/** Patches of a workspace. */
export const PATCH_TYPES = ["json", "merge"] as const;
/** Patches of a live object. */
export const RESOURCE_PATCH_TYPES = [
  "application/json-patch+json",
  "application/merge-patch+json",
  "application/strategic-merge-patch+json",
] as const;
export const ACTION_PARAMETER_TYPES = ["string", "number", "boolean"] as const;
/** Where the health of a workspace's objects is kept: in its status, or only in its tree. */
export const HEALTH_SOURCES = ["", "appTree"] as const;
/** Fields of a provider that an update may be limited to. */
export const PROVIDER_UPDATE_FIELDS = [
  "name",
  "namespaces",
  "config",
  "shard",
  "providerResources",
  "labels",
  "annotations",
  "project",
] as const;
