import type { MachineAction, Observed, Wait } from "./actions.js";
import { bearsHookFinalizer, isGoing, ownHook } from "./live-objects.js";
import { finalizerAction, hookDeletion } from "./run-wave.js";
import { isCompleted, type MachineState, resultOf } from "./state.js";
import type { SyncTask } from "./task.js";
import { sentence } from "./waits.js";

const FINALIZERS = 0;
const DELETIONS = 1;

/** Lets go of the hooks that have completed; their results are known. */
export function dropFinalizers(state: MachineState, observed: Observed): MachineAction[] {
  return completedHooks(state).flatMap((task) => {
    const live = ownHook(state, task, observed);
    return live !== undefined && bearsHookFinalizer(live) ? [finalizerAction(task, FINALIZERS)] : [];
  });
}

/**
 * What is left to do about hooks that have completed: to let go of them, and to delete those that succeeded and say
 * `HookSucceeded`, and those that failed and say `HookFailed`. A deletion of everything waits until they are gone.
 */
export function cleanUpHooks(
  state: MachineState,
  observed: Observed,
): { readonly actions: readonly MachineAction[]; readonly wait?: Wait } {
  const unwanted = completedHooks(state).flatMap((task) => {
    const live = isUnwanted(state, task) ? ownHook(state, task, observed) : undefined;
    return live === undefined ? [] : [{ task, live }];
  });
  const actions = [
    ...dropFinalizers(state, observed),
    ...unwanted.filter(({ live }) => !isGoing(live)).map(({ task }) => hookDeletion(task, DELETIONS)),
  ];
  if (actions.length > 0 || unwanted.length === 0 || state.settings.verb === "sync") return { actions };
  const watch = unwanted.map(({ task }) => task.key);
  return { actions, wait: { message: sentence("waiting for deletion of hook", watch, "hooks"), watch } };
}

function completedHooks(state: MachineState): SyncTask[] {
  return state.tasks.filter((task) => task.action === "hook" && isCompleted(state, task));
}

function isUnwanted(state: MachineState, task: SyncTask): boolean {
  const policy = resultOf(state, task)?.phase === "Succeeded" ? "HookSucceeded" : "HookFailed";
  return task.deletePolicies?.includes(policy) === true;
}
