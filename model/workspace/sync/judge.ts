import type { KubeObject } from "../../shared/kubernetes-object.js";
import type { Health } from "../codes.js";
import { elapsedMs, spoken } from "./clock.js";
import type { Observed } from "./actions.js";
import { isGoing, isStillThere, ownHook } from "./live-objects.js";
import { isRunning, type MachineState, resultOf, type TaskResult, withResults } from "./state.js";
import { nameInMessages, type SyncTask, taskId, type TaskId } from "./task.js";

type Verdict = Omit<TaskResult, "order">;

/** The state with a verdict on every task that has begun, as far as the cluster allows one. */
export function judgeTasks(state: MachineState, observed: Observed): MachineState {
  const verdicts = new Map<TaskId, Verdict>();
  for (const task of state.tasks) {
    const result = resultOf(state, task);
    const verdict = result === undefined ? undefined : judge(state, task, result, observed);
    if (verdict !== undefined) verdicts.set(taskId(task), verdict);
  }
  return withResults(state, verdicts);
}

function judge(
  state: MachineState,
  task: SyncTask,
  result: TaskResult,
  observed: Observed,
): Verdict | undefined {
  if (task.action === "prune") return judgeRemoval(state, task, result, observed);
  if (result.phase !== "Running") return undefined;
  return task.action === "hook"
    ? judgeHook(state, task, result, observed)
    : judgeObject(state, task, result, observed);
}

function judgeRemoval(
  state: MachineState,
  task: SyncTask,
  result: TaskResult,
  observed: Observed,
): Verdict | undefined {
  if (result.phase !== "Succeeded" || !isOverdue(state, observed)) return undefined;
  if (!isStillThere(task, observed)) return undefined;
  const finalizers = observed.live(task.key)?.metadata.finalizers ?? [];
  const reason = finalizers.length === 0 ? "" : `, held by ${finalizers.join(", ")}`;
  const message = `is still being deleted after ${spoken(state.settings.waveTimeoutMs)}${reason}`;
  return { ...result, phase: "Failed", message };
}

function judgeHook(
  state: MachineState,
  task: SyncTask,
  result: TaskResult,
  observed: Observed,
): Verdict | undefined {
  const live = ownHook(state, task, observed);
  if (live === undefined) return state.phase === "Terminating" ? terminated(result) : missing(task);
  const health = observed.health(live);
  const message = health?.message ?? "";
  switch (health?.status) {
    case undefined:
    case "Healthy":
      return { ...result, phase: "Succeeded", message: message === "" ? "completed" : message };
    case "Degraded":
    case "Unknown":
      return { ...result, phase: "Failed", message: message === "" ? "failed" : message };
    case "Progressing":
    case "Suspended":
    case "Missing":
      return isGoing(live)
        ? { ...result, phase: "Failed", message: "is being deleted, though it has not completed" }
        : undefined;
  }
}

function judgeObject(
  state: MachineState,
  task: SyncTask,
  result: TaskResult,
  observed: Observed,
): Verdict | undefined {
  const live = observed.live(task.key);
  if (live === undefined) return isWaitedFor(state) ? missing(task) : undefined;
  const health = observed.health(live);
  if (health === undefined || health.status === "Healthy") {
    return { status: result.status, message: result.message, phase: "Succeeded" };
  }
  return degraded(state, result, health, observed) ?? overdue(state, result, live, health, observed);
}

/** Whether anybody waits for the health of objects: the user, or a later wave. */
export function isWaitedFor(state: MachineState): boolean {
  const [first, ...others] = state.tasks.filter(({ action }) => action !== "keep");
  return (
    state.settings.waitForHealth ||
    others.some((task) => first?.phase !== task.phase || first.wave !== task.wave)
  );
}

function degraded(
  { settings }: MachineState,
  result: TaskResult,
  health: Health,
  { now }: Observed,
): Verdict | undefined {
  const { status, phase, message } = result;
  if (health.status !== "Degraded") {
    return result.degradedSince === undefined ? undefined : { status, phase, message };
  }
  const since = result.degradedSince ?? now;
  if (elapsedMs(since, now) >= settings.degradedGraceMs) {
    return { status, phase: "Failed", message: health.message === "" ? "is degraded" : health.message };
  }
  return result.degradedSince === undefined ? { ...result, degradedSince: now } : undefined;
}

function overdue(
  state: MachineState,
  { status }: TaskResult,
  live: KubeObject,
  health: Health,
  observed: Observed,
): Verdict | undefined {
  if (!isOverdue(state, observed)) return undefined;
  const reason = health.message === "" ? health.status : health.message;
  const fact = isGoing(live) ? "is still being deleted" : "is not healthy";
  const message = `${fact} after ${spoken(state.settings.waveTimeoutMs)}: ${reason}`;
  return { status, phase: "Failed", message };
}

function isOverdue({ settings, wave }: MachineState, { now }: Observed): boolean {
  return wave !== undefined && elapsedMs(wave.since, now) >= settings.waveTimeoutMs;
}

function missing(task: SyncTask): Verdict {
  return {
    status: "SyncFailed",
    phase: "Error",
    message: `Resource ${nameInMessages(task.key)} is missing, it might have been deleted`,
  };
}

function terminated({ status }: TaskResult): Verdict {
  return { status, phase: "Succeeded", message: "Terminated" };
}

/** The hooks that are still running. */
export function runningHooks(state: MachineState): SyncTask[] {
  return state.tasks.filter((task) => task.action === "hook" && isRunning(state, task));
}
