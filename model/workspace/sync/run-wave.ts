import { idOfKey } from "../../shared/kubernetes-object.js";
import type { MachineAction, Observed, WriteAction } from "./actions.js";
import { elapsedMs, later } from "./clock.js";
import { bearsHookFinalizer, isGoing, isStillThere, ownHook, staleHook } from "./live-objects.js";
import { acting, type Move, waiting } from "./move.js";
import { isPending, type MachineState, type TaskResult, withResults } from "./state.js";
import { type SyncTask, taskId } from "./task.js";
import { sentence } from "./waits.js";
import { waveId } from "./wave.js";

/** Finalizers go first, then deletions, then kind by kind what is written. */
const FINALIZERS = 0;
const DELETIONS = 1;
const FIRST_WRITES = 2;

/** Begins or continues the first wave that has pending tasks; undefined when there is none. */
export function runWave(state: MachineState, observed: Observed): Move | undefined {
  const pending = state.tasks.filter((task) => task.phase !== "SyncFail" && isPending(state, task));
  return runFirstWaveOf(pending, state, observed);
}

/** Begins or continues the hooks of a failed sync; undefined when none is pending. */
export function runSyncFailHooks(state: MachineState, observed: Observed): Move | undefined {
  const pending = state.tasks.filter((task) => task.phase === "SyncFail" && isPending(state, task));
  return runFirstWaveOf(pending, state, observed);
}

function runFirstWaveOf(
  pending: readonly SyncTask[],
  state: MachineState,
  observed: Observed,
): Move | undefined {
  const [first] = pending;
  if (first === undefined) return undefined;
  const id = waveId(first);
  const pause = id === state.wave?.id ? undefined : pauseBefore(state, observed);
  if (pause !== undefined) return pause;
  const begun = beginWave(state, id, observed);
  const tasks = pending.filter((task) => waveId(task) === id);
  return removeStaleHooks(begun, tasks, observed) ?? runTasks(begun, tasks, observed);
}

function beginWave(state: MachineState, id: string, { now }: Observed): MachineState {
  if (state.wave?.id === id) return state;
  const begun = { ...state, wave: { id, since: now } };
  delete begun.delayedUntil;
  return begun;
}

function pauseBefore(state: MachineState, { now }: Observed): Move | undefined {
  const { waveDelayMs } = state.settings;
  if (state.wave === undefined || waveDelayMs === 0) return undefined;
  const until = state.delayedUntil ?? later(now, waveDelayMs);
  if (elapsedMs(now, until) <= 0) return undefined;
  return waiting(
    { ...state, delayedUntil: until },
    { message: "waiting before the next wave", watch: [], until },
  );
}

function removeStaleHooks(
  state: MachineState,
  tasks: readonly SyncTask[],
  observed: Observed,
): Move | undefined {
  const stale = tasks.flatMap((task) => {
    const live = task.action === "hook" ? staleHook(state, task, observed) : undefined;
    return live === undefined ? [] : [{ task, live }];
  });
  const actions = stale.flatMap(({ task, live }): MachineAction[] => [
    ...(bearsHookFinalizer(live) ? [finalizerAction(task, FINALIZERS)] : []),
    ...(isGoing(live) ? [] : [hookDeletion(task, DELETIONS)]),
  ]);
  if (actions.length > 0) return acting(running(state), actions);
  if (stale.length === 0) return undefined;
  const keys = stale.map(({ task }) => task.key);
  return waiting(state, { message: sentence("waiting for deletion of hook", keys, "hooks"), watch: keys });
}

/** Takes the hook finalizer off a task's object. */
export function finalizerAction(task: SyncTask, group: number): MachineAction {
  return { do: "remove-finalizer", task: taskId(task), key: task.key, group };
}

/** Deletes a hook's object and everything that it has made. */
export function hookDeletion(task: SyncTask, group: number): MachineAction {
  return { do: "delete-hook", task: taskId(task), key: task.key, group, propagation: "foreground" };
}

function running(state: MachineState): MachineState {
  return { ...state, message: "one or more tasks are running" };
}

function runTasks(state: MachineState, tasks: readonly SyncTask[], observed: Observed): Move {
  const settled = new Map(
    tasks.flatMap((task) => {
      const result = resultWithoutAction(state, task, observed);
      return result === undefined ? [] : [[taskId(task), result] as const];
    }),
  );
  const open = tasks.filter((task) => !settled.has(taskId(task)));
  const removals = open.filter(({ action }) => action === "prune");
  const writes = open.filter(({ action }) => action !== "prune");
  return acting(running(withResults(state, settled)), [
    ...removals.flatMap((task) => removal(task, observed)),
    ...inKindGroups(writes, observed),
  ]);
}

/** The result of a task for which nothing is left to do. */
function resultWithoutAction(
  state: MachineState,
  task: SyncTask,
  observed: Observed,
): Omit<TaskResult, "order"> | undefined {
  const live = observed.live(task.key);
  if (task.action === "unchanged") return { status: "Synced", phase: "Running", message: "unchanged" };
  if (task.action === "hook" && ownHook(state, task, observed) !== undefined) {
    return { status: "Synced", phase: "Running", message: "created" };
  }
  if (task.action !== "prune") return undefined;
  const isDone =
    !isStillThere(task, observed) || (live !== undefined && isGoing(live) && !bearsHookFinalizer(live));
  return isDone ? { status: "Pruned", phase: "Succeeded", message: "pruned" } : undefined;
}

function removal(task: SyncTask, observed: Observed): MachineAction[] {
  const live = observed.live(task.key);
  return [
    ...(live !== undefined && bearsHookFinalizer(live) ? [finalizerAction(task, FINALIZERS)] : []),
    {
      do: "delete",
      task: taskId(task),
      key: task.key,
      group: DELETIONS,
      propagation: task.propagation ?? "foreground",
      ...(task.uid === undefined ? {} : { uid: task.uid }),
    },
  ];
}

/** Neighbours of one kind are written in parallel. */
function inKindGroups(tasks: readonly SyncTask[], observed: Observed): WriteAction[] {
  let group = FIRST_WRITES;
  return tasks.map((task, index) => {
    const before = tasks[index - 1];
    if (before !== undefined && idOfKey(before.key).kind !== idOfKey(task.key).kind) group += 1;
    return {
      do: writeVerb(task, observed),
      task: taskId(task),
      key: task.key,
      group,
      force: task.force === true,
      validate: task.lenient !== true,
    };
  });
}

function writeVerb(task: SyncTask, observed: Observed): WriteAction["do"] {
  if (task.replace !== true) return "apply";
  return observed.live(task.key) === undefined ? "create" : "replace";
}
