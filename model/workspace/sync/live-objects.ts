import type { KubeObject } from "../../shared/kubernetes-object.js";
import { textOf } from "../annotations.js";
import type { Observed } from "./actions.js";
import { HOOK_FINALIZER, HOOK_RUN_ANNOTATION, hookRun } from "./hooks.js";
import type { MachineState } from "./state.js";
import type { SyncTask } from "./task.js";

/** The live object of a hook if this operation has created it in the task's phase. */
export function ownHook(state: MachineState, task: SyncTask, observed: Observed): KubeObject | undefined {
  const live = observed.live(task.key);
  return live !== undefined && textOf(live, HOOK_RUN_ANNOTATION) === hookRun(state.id, task.phase)
    ? live
    : undefined;
}

/** The live object that has to go before a hook is created: by its policy, or since another phase has run it. */
export function staleHook(state: MachineState, task: SyncTask, observed: Observed): KubeObject | undefined {
  const live = observed.live(task.key);
  if (live === undefined || ownHook(state, task, observed) !== undefined) return undefined;
  const runInOtherPhase = textOf(live, HOOK_RUN_ANNOTATION)?.startsWith(hookRun(state.id, "")) === true;
  return runInOtherPhase || task.deletePolicies?.includes("BeforeHookCreation") === true ? live : undefined;
}

export function bearsHookFinalizer(object: KubeObject): boolean {
  return object.metadata.finalizers?.includes(HOOK_FINALIZER) === true;
}

export function isGoing(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}

/** Whether the very object that a task removes is in the cluster. */
export function isStillThere({ key, uid }: SyncTask, observed: Observed): boolean {
  const live = observed.live(key);
  return live !== undefined && (uid === undefined || live.metadata.uid === uid);
}
