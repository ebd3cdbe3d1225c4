import type { Observed, Step } from "./actions.js";
import { terminate, failureOf, finish, runFailurePath } from "./ending.js";
import { cleanUpHooks, dropFinalizers } from "./hook-cleanup.js";
import { judgeTasks } from "./judge.js";
import { runWave } from "./run-wave.js";
import { acting, type Move, waiting } from "./move.js";
import {
  isCompleted,
  isFinished,
  isPending,
  isUnsuccessful,
  type MachineState,
  withResults,
} from "./state.js";
import { taskId } from "./task.js";
import { waitForDeletions, waitForTasks } from "./waits.js";
import { waveId } from "./wave.js";

/*
 * The state machine of one operation, as a pure function. The protocol with whoever runs it (the executor):
 *
 * 1. `buildTasks` (or `buildDeletion`) and `startOperation` make the first state. An operation that did not end is
 *    continued from the recorded state (`parseMachineState`), or begun anew with its `id`, `revision` and `startedAt`
 *    and the results of its hooks: the same identity gives the same hooks.
 * 2. `nextStep(state, observed)` answers a step. With `record`, its state is written to the cluster before anything
 *    else is done. That is so before the first write, at the beginning of every wave, before the object of a hook
 *    that has completed is touched, and at the end.
 * 3. When the state is finished (`isFinished`), that was all.
 * 4. When there are actions, they are run group by group, and `reportOutcomes` gives the state for the next step.
 *    `observed.live` must know their answers by then.
 * 5. Otherwise `wait` says which objects to watch, and until when; then comes the next step.
 *
 * Whoever runs this may be killed anywhere: actions are harmless to repeat, and a hook that this operation has
 * created already is known by its `groundplan.dev/hook-run` annotation and is not run again.
 */

/** Decides what comes next. Reads the cluster through `observed` only, and changes nothing. */
export function nextStep(before: MachineState, observed: Observed): Step {
  let state = before;
  for (;;) {
    const move = advance(state, observed);
    state = move.state;
    if (move.actions.length > 0 || move.wait !== undefined || isFinished(state)) {
      return {
        state,
        record: mustRecord(before, state),
        actions: move.actions,
        ...(move.wait === undefined ? {} : { wait: move.wait }),
      };
    }
  }
}

/** Asks an operation to end: hooks that still run are removed, and nothing new is begun. No effect on one that ended. */
export function requestTermination(state: MachineState): MachineState {
  return isFinished(state) ? state : { ...state, phase: "Terminating", message: "Operation is terminating" };
}

/** Whether losing the difference would repeat something that must not be repeated. */
function mustRecord(before: MachineState, after: MachineState): boolean {
  return (
    before.wave?.id !== after.wave?.id ||
    before.phase !== after.phase ||
    before.failure !== after.failure ||
    after.tasks.some(
      (task) => task.action === "hook" && isCompleted(after, task) && !isCompleted(before, task),
    )
  );
}

function advance(given: MachineState, observed: Observed): Move {
  if (isFinished(given)) return acting(given, []);
  const state = judgeTasks(withKept(given), observed);
  if (state.phase === "Terminating") return terminate(state, observed);
  if (state.failure !== undefined) return runFailurePath(state, observed);

  const writeFailure = failureOf(state, "writes");
  if (writeFailure !== undefined) return acting({ ...state, failure: writeFailure }, []);
  if (isDoneUnwatched(state)) return succeed(state, "successfully synced (all tasks run)", observed);
  const wait = waitForTasks(state, observed) ?? waitForDeletions(state, observed);
  if (wait !== undefined) return waiting(state, wait);
  const failure = failureOf(state, "all");
  if (failure !== undefined) return acting({ ...state, failure }, []);

  const finalizers = state.cleanUpErrors === undefined ? dropFinalizers(state, observed) : [];
  if (finalizers.length > 0) return acting(state, finalizers);
  return runWave(state, observed) ?? succeed(state, completed(state), observed);
}

function completed({ settings }: MachineState): string {
  return settings.verb === "delete" ? "successfully deleted" : "successfully synced (no more tasks)";
}

/** What stays needs no time. */
function withKept(state: MachineState): MachineState {
  const kept = state.tasks.filter((task) => task.action === "keep" && isPending(state, task));
  return withResults(
    state,
    new Map(
      kept.map((task) => [
        taskId(task),
        { status: "PruneSkipped", phase: "Succeeded", message: task.reason ?? "ignored" },
      ]),
    ),
  );
}

/** Whether everything was begun, and neither a hook nor the user is waiting for the objects of the last wave. */
function isDoneUnwatched(state: MachineState): boolean {
  const tasks = state.tasks.filter(({ phase }) => phase !== "SyncFail");
  return (
    !state.settings.waitForHealth &&
    state.wave !== undefined &&
    tasks.every((task) => !isPending(state, task) && !isUnsuccessful(state, task)) &&
    tasks.every((task) => task.action !== "hook" || waveId(task) !== state.wave?.id)
  );
}

function succeed(state: MachineState, message: string, observed: Observed): Move {
  const { actions, wait } = cleanUpHooks(state, observed);
  if (state.cleanUpErrors === undefined) {
    if (actions.length > 0) return acting(state, actions);
    if (wait !== undefined) return waiting(state, wait);
  }
  return finish(state, "Succeeded", message, observed);
}
