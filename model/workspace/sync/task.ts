import { z } from "zod";
import { idOfKey, type KubeObject, type ObjectKey } from "../../shared/kubernetes-object.js";
import { HOOK_DELETE_POLICIES, HOOK_TYPES, SYNC_PHASES, type SyncPhase } from "../codes.js";
import { PROPAGATIONS } from "./options.js";

/**
 * What a task is about:
 * - `create-namespace`: the destination namespace, made before anything else;
 * - `apply`: an object that is new or differs;
 * - `unchanged`: an object that is as it should be; nothing is written, but its health is waited for;
 * - `hook`: a hook, run in one phase;
 * - `prune`: an object that is removed;
 * - `keep`: an object that would be removed and stays.
 */
const TASK_ACTIONS = ["create-namespace", "apply", "unchanged", "hook", "prune", "keep"] as const;

/** One task as JSON, without any manifest, so that it can be recorded in the cluster. Left out means false or none. */
export const taskSchema = z.strictObject({
  key: z.string(),
  apiVersion: z.string(),
  phase: z.enum(SYNC_PHASES),
  wave: z.int(),
  action: z.enum(TASK_ACTIONS),
  /** Only for hooks: what it is, and when its object is removed. */
  hookType: z.enum(HOOK_TYPES).optional(),
  deletePolicies: z.array(z.enum(HOOK_DELETE_POLICIES)).optional(),
  /** PUT instead of apply. */
  replace: z.boolean().optional(),
  /** Delete and create anew what cannot be changed. */
  force: z.boolean().optional(),
  /** The server does not look for unknown fields. */
  lenient: z.boolean().optional(),
  /** Only for `prune`: how, and which very object, since one made anew meanwhile is another one. */
  propagation: z.enum(PROPAGATIONS).optional(),
  uid: z.string().optional(),
  /** Only for `keep`: why it stays. */
  reason: z.string().optional(),
});

/** One thing that a sync does, in one phase and wave. */
export type SyncTask = z.infer<typeof taskSchema>;

/** A task with the manifests that it is about. */
export interface PlannedTask extends SyncTask {
  /** What is to be, with everything that a hook gets; absent for removals. */
  readonly target?: KubeObject;
  readonly live?: KubeObject;
  /** Why the server cannot try the object beforehand: the reason that a reviewer reads. */
  readonly skipDryRun?: string;
  /** Only for hooks: there is one from an earlier run, and no policy that removes it first. */
  readonly reused?: boolean;
}

/** Names a task within one operation: an object is in a phase at most once. */
export type TaskId = string;

export function taskId({ phase, key }: Pick<SyncTask, "phase" | "key">): TaskId {
  return `${phase}:${key}`;
}

const withoutManifests = z.object(taskSchema.shape);

/** The task without manifests, as it is recorded. */
export function recordedTask(task: PlannedTask): SyncTask {
  return withoutManifests.parse(task);
}

/** `<group>/<kind>/<name>`, as messages name objects; the core group is left out. */
export function nameInMessages(key: ObjectKey): string {
  const { group, kind, name } = idOfKey(key);
  return [...(group === "" ? [] : [group]), kind, name].join("/");
}

/** `Deployment shop/web`, as plans name objects. */
export function nameInPlans(key: ObjectKey): string {
  const { kind, namespace, name } = idOfKey(key);
  return namespace === "" ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

/** The rank of a phase: phases run in this order. */
export function phaseRank(phase: SyncPhase): number {
  return SYNC_PHASES.indexOf(phase);
}
