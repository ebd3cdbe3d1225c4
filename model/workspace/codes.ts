/** Whether live and target agree. */
export const SYNC_CODES = ["Unknown", "Synced", "OutOfSync"] as const;
export type SyncCode = (typeof SYNC_CODES)[number];

/** Health from best to worst: of several, the last in this order counts. */
export const HEALTH_CODES = [
  "Healthy",
  "Suspended",
  "Progressing",
  "Missing",
  "Degraded",
  "Unknown",
] as const;
export type HealthCode = (typeof HEALTH_CODES)[number];

/** Where an operation, or a hook, stands. The last three are final. */
export const OPERATION_PHASES = ["Running", "Terminating", "Failed", "Error", "Succeeded"] as const;
export type OperationPhase = (typeof OPERATION_PHASES)[number];

/** What became of one object in a sync. */
export const RESULT_CODES = ["Synced", "SyncFailed", "Pruned", "PruneSkipped"] as const;
export type ResultCode = (typeof RESULT_CODES)[number];

/** The phases of a sync, in their order. */
export const SYNC_PHASES = ["PreSync", "Sync", "PostSync", "SyncFail"] as const;
export type SyncPhase = (typeof SYNC_PHASES)[number];

/** What a hook may be: one of the phases, never applied, or run around the deletion of the whole. */
export const HOOK_TYPES = [...SYNC_PHASES, "Skip", "PreDelete", "PostDelete"] as const;
export type HookType = (typeof HOOK_TYPES)[number];

/** When a hook's object is removed again. */
export const HOOK_DELETE_POLICIES = ["HookSucceeded", "HookFailed", "BeforeHookCreation"] as const;
export type HookDeletePolicy = (typeof HOOK_DELETE_POLICIES)[number];

/** What a workspace's objects are rendered by. */
export const SOURCE_TYPES = ["Helm", "Kustomize", "Directory", "Plugin"] as const;
export type SourceType = (typeof SOURCE_TYPES)[number];

/** Health of one object: the code, and why. */
export interface Health {
  readonly status: HealthCode;
  readonly message: string;
}
