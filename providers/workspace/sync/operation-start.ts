import { randomUUID } from "node:crypto";
import { parseGoDuration } from "../../../model/shared/duration.js";
import type { OperationIdentity } from "../../../model/workspace/sync/hook-tasks.js";
import { type MachineState, withResults } from "../../../model/workspace/sync/state.js";
import { taskId } from "../../../model/workspace/sync/task.js";

/** What names an operation that begins now. @param now Milliseconds since the epoch. */
export function newIdentity(revision: string, now: number): OperationIdentity {
  return { id: randomUUID(), revision, startedAt: new Date(now).toISOString() };
}

/** Milliseconds of a Go duration that a check has accepted. */
export function millisecondsOf(duration: string): number {
  const parsed = parseGoDuration(duration);
  return parsed.ok ? parsed.seconds * 1000 : 0;
}

/**
 * The first state of an operation with what is known of its hooks from the time before it was interrupted, so that
 * none runs twice. Those that failed run again; objects are compared afresh.
 */
export function withKnownHooks(start: MachineState, interrupted: MachineState | undefined): MachineState {
  if (interrupted === undefined) return start;
  const hooks = new Set(start.tasks.filter(({ action }) => action === "hook").map(taskId));
  const known = Object.entries(interrupted.results).filter(
    ([task, { phase }]) => hooks.has(task) && (phase === "Succeeded" || phase === "Running"),
  );
  return withResults(start, new Map(known));
}
