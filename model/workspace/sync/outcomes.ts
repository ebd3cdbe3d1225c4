import type { Outcome } from "./actions.js";
import { type MachineState, type TaskResult, withResults } from "./state.js";
import type { TaskId } from "./task.js";

/** The state after actions have run. Every action of a step has one outcome. */
export function reportOutcomes(state: MachineState, outcomes: readonly Outcome[]): MachineState {
  const results = new Map<TaskId, Omit<TaskResult, "order">>();
  const cleanUpErrors = [...(state.cleanUpErrors ?? [])];
  for (const outcome of outcomes) {
    const { task } = outcome.action;
    if (isCleanUp(state, outcome)) {
      if (!outcome.ok) cleanUpErrors.push(outcome.message);
      else if (outcome.action.do === "delete-hook" && isRunningNow(state, task)) {
        results.set(task, { status: "Synced", phase: "Failed", message: "Terminated" });
      }
      continue;
    }
    const result = resultOfOutcome(outcome);
    if (result !== undefined && results.get(task)?.phase !== "Failed") results.set(task, result);
  }
  const next = withResults(state, results);
  return cleanUpErrors.length === 0 ? next : { ...next, cleanUpErrors };
}

/** Whether an action is about a hook that has been run already. */
function isCleanUp(state: MachineState, { action }: Outcome): boolean {
  const isAboutHook = action.do === "delete-hook" || action.do === "remove-finalizer";
  return isAboutHook && state.results[action.task] !== undefined;
}

function isRunningNow(state: MachineState, task: TaskId): boolean {
  return state.results[task]?.phase === "Running";
}

function resultOfOutcome({ action, ok, message }: Outcome): Omit<TaskResult, "order"> | undefined {
  if (!ok) return { status: "SyncFailed", phase: "Failed", message };
  switch (action.do) {
    case "apply":
    case "replace":
    case "create":
      return { status: "Synced", phase: "Running", message };
    case "delete":
      return { status: "Pruned", phase: "Succeeded", message: "pruned" };
    // The hook of an earlier run is out of the way; its successor is still to be created.
    case "delete-hook":
    case "remove-finalizer":
      return undefined;
  }
}
