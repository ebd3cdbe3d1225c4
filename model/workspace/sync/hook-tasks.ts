import { type KubeObject, objectKey, type ObjectKey } from "../../shared/kubernetes-object.js";
import { type HookDeletePolicy, type HookType, SYNC_PHASES, type SyncPhase } from "../codes.js";
import { HOOK_FINALIZER, HOOK_RUN_ANNOTATION, hookName, hookOf, hookRun } from "./hooks.js";
import { objectOptions, type SyncOptions } from "./options.js";
import type { PlannedTask } from "./task.js";
import { waveOf } from "./waves.js";

/** What the manifests and names of hooks depend on; the same again when an operation is continued. */
export interface OperationIdentity {
  readonly id: string;
  readonly revision: string;
  /** RFC 3339. */
  readonly startedAt: string;
}

export interface HookTaskInput {
  readonly operation: OperationIdentity;
  readonly options: SyncOptions;
  readonly live: (key: ObjectKey) => KubeObject | undefined;
}

/** The hooks that a sync may run, and those that the deletion of a workspace runs. */
const HOOK_TYPES_OF: Readonly<Record<"sync" | "delete", readonly RunnableHookType[]>> = {
  sync: SYNC_PHASES,
  delete: ["PreDelete", "PostDelete"],
};
type RunnableHookType = Exclude<HookType, "Skip">;

/** One hook in one of its types. */
export interface TypedHook {
  readonly object: KubeObject;
  readonly type: RunnableHookType;
  readonly deletePolicies: readonly HookDeletePolicy[];
}

/** The hooks among objects that an operation runs, each once for each of its types. */
export function hooksFor(verb: "sync" | "delete", objects: readonly KubeObject[]): TypedHook[] {
  return objects.flatMap((object) => {
    const { isHook, types, deletePolicies } = hookOf(object);
    return isHook
      ? HOOK_TYPES_OF[verb]
          .filter((type) => types.includes(type))
          .map((type) => ({ object, type, deletePolicies }))
      : [];
  });
}

/** The phase in which a hook runs; a deletion has its hooks where a sync has those before and after. */
function phaseOfHook(type: RunnableHookType): SyncPhase {
  if (type === "PreDelete") return "PreSync";
  return type === "PostDelete" ? "PostSync" : type;
}

/**
 * The task that runs a hook.
 *
 * @returns undefined when the hook has neither name nor `generateName`
 */
export function hookTask(
  hook: TypedHook,
  { operation, options, live }: HookTaskInput,
): PlannedTask | undefined {
  const target = hookManifest(hook, operation);
  if (target === undefined) return undefined;
  const { object, type, deletePolicies } = hook;
  const key = objectKey(target);
  const there = live(key);
  const { replace, force, validate } = objectOptions(object, options, there);
  const isReused = there !== undefined && !deletePolicies.includes("BeforeHookCreation");
  return {
    key,
    apiVersion: object.apiVersion,
    phase: phaseOfHook(type),
    wave: waveOf(object),
    action: "hook",
    hookType: type,
    deletePolicies: [...deletePolicies],
    ...(replace ? { replace } : {}),
    ...(force ? { force } : {}),
    ...(validate ? {} : { lenient: true }),
    target,
    ...(there === undefined ? {} : { live: there }),
    ...(isReused ? { reused: true } : {}),
  };
}

/**
 * The hook as it is created: named, held by a finalizer, and marked with the run that it belongs to.
 *
 * @returns undefined when the hook has neither name nor `generateName`
 */
function hookManifest({ object, type }: TypedHook, operation: OperationIdentity): KubeObject | undefined {
  const startedSeconds = Math.floor(Date.parse(operation.startedAt) / 1000);
  const name = hookName(object, operation.revision, type, startedSeconds);
  if (name === undefined) return undefined;
  const { annotations, finalizers = [] } = object.metadata;
  const run = hookRun(operation.id, phaseOfHook(type));
  const metadata = {
    ...object.metadata,
    name,
    annotations: { ...annotations, [HOOK_RUN_ANNOTATION]: run },
    finalizers: [...finalizers.filter((finalizer) => finalizer !== HOOK_FINALIZER), HOOK_FINALIZER],
  };
  delete metadata.generateName;
  return { ...object, metadata };
}
