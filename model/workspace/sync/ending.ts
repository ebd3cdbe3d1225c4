import type { OperationPhase } from "../codes.js";
import type { Observed } from "./actions.js";
import { cleanUpHooks } from "./hook-cleanup.js";
import { runningHooks } from "./judge.js";
import { bearsHookFinalizer, ownHook } from "./live-objects.js";
import { acting, type Move, waiting } from "./move.js";
import { finalizerAction, hookDeletion, runSyncFailHooks } from "./run-wave.js";
import { isUnsuccessful, type MachineState, resultOf } from "./state.js";
import { nameInMessages, type SyncTask } from "./task.js";
import { sentence } from "./waits.js";

/** Ends an operation. Hooks that could not be cleaned up turn a success into an error, and are named. */
export function finish(
  state: MachineState,
  phase: Exclude<OperationPhase, "Running" | "Terminating">,
  message: string,
  { now }: Observed,
): Move {
  const errors = state.cleanUpErrors ?? [];
  const unclean =
    errors.length === 0 ? "" : `; hooks could not be cleaned up: ${distinct(errors).join(", ")}`;
  return acting(
    {
      ...state,
      phase: phase === "Succeeded" && errors.length > 0 ? "Error" : phase,
      message: message + unclean,
      finishedAt: now,
    },
    [],
  );
}

/**
 * Why the operation has failed, if it has.
 *
 * @param scope `writes`: only what could not be written or removed counts, for which nothing is waited for; `all`:
 *   hooks that failed and objects that are degraded, too
 */
export function failureOf(state: MachineState, scope: "writes" | "all"): string | undefined {
  const failed = ordinaryFailures(state);
  const notWritten = failed.filter((task) => {
    const result = resultOf(state, task);
    return result?.status === "SyncFailed" && result.phase === "Failed";
  });
  if (notWritten.some(({ action }) => action === "create-namespace")) return "the namespace failed to apply";
  if (notWritten.length > 0) return "one or more objects failed to apply";
  if (scope === "writes" || failed.length === 0) return undefined;
  return "one or more synchronization tasks completed unsuccessfully";
}

function ordinaryFailures(state: MachineState): SyncTask[] {
  return state.tasks.filter((task) => task.phase !== "SyncFail" && isUnsuccessful(state, task));
}

/** What happens once an operation has failed: hooks are cleaned up, those of the phase SyncFail run, then it ends. */
export function runFailurePath(state: MachineState, observed: Observed): Move {
  const hooks = runningHooks(state);
  const { actions } = hooks.length === 0 ? cleanUpHooks(state, observed) : { actions: [] };
  if (actions.length > 0 && state.cleanUpErrors === undefined) return acting(state, actions);
  const move = runSyncFailHooks(state, observed);
  if (move !== undefined) return move;
  if (hooks.length > 0) {
    const watch = hooks.map(({ key }) => key);
    return waiting(state, { message: sentence("waiting for completion of hook", watch, "hooks"), watch });
  }
  return finish(state, "Failed", failureMessage(state), observed);
}

function failureMessage(state: MachineState): string {
  const base = withReason(state.failure ?? "", state, ordinaryFailures(state));
  const hooks = state.tasks.filter((task) => task.phase === "SyncFail" && isUnsuccessful(state, task));
  return hooks.length === 0
    ? base
    : `${base}\n${withReason("one or more SyncFail hooks failed", state, hooks)}`;
}

function withReason(base: string, state: MachineState, tasks: readonly SyncTask[]): string {
  const reasons = distinct(tasks.map((task) => reasonOf(state, task)));
  if (reasons.length === 0) return base;
  const more = reasons.length - MOST_REASONS;
  const told = [...reasons.slice(0, MOST_REASONS), ...(more > 0 ? [`and ${more} more`] : [])];
  return `${base}, reason: ${told.join(", ")}`;
}

/** So many reasons are told; a thousand objects that fail alike would bury the first. */
const MOST_REASONS = 20;

/** Errors of the server name their object; what the health of an object says does not. */
function reasonOf(state: MachineState, task: SyncTask): string {
  const { status, message } = resultOf(state, task) ?? { status: undefined, message: "" };
  return status === "SyncFailed" ? message : `${nameInMessages(task.key)}: ${message}`;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Ends an operation on request: hooks that still run are removed, those that have completed are let go. */
export function terminate(state: MachineState, observed: Observed): Move {
  if (state.cleanUpErrors !== undefined) {
    return finish(state, "Error", "Operation termination had errors", observed);
  }
  const removals = runningHooks(state).flatMap((task) => {
    const live = ownHook(state, task, observed);
    return live === undefined
      ? []
      : [...(bearsHookFinalizer(live) ? [finalizerAction(task, 0)] : []), hookDeletion(task, 1)];
  });
  if (removals.length > 0) return acting(state, removals);
  const { actions } = cleanUpHooks(state, observed);
  if (actions.length > 0) return acting(state, actions);
  return finish(state, "Failed", "Operation terminated", observed);
}
