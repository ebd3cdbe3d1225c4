import { z } from "zod";
import { OPERATION_PHASES, RESULT_CODES } from "../codes.js";
import { recordedTask, type PlannedTask, type SyncTask, type TaskId, taskId, taskSchema } from "./task.js";

/** What became of one task so far. A task without a result has not been started. */
const resultSchema = z.strictObject({
  /** What became of the object; `SyncFailed` when it could not be written or removed, or vanished. */
  status: z.enum(RESULT_CODES),
  /** `Running` until the object is healthy or the hook has completed. */
  phase: z.enum(["Running", "Succeeded", "Failed", "Error"]),
  message: z.string(),
  /** Counts up from 1 in the order in which tasks were started. */
  order: z.int(),
  /** Since when the object has been degraded without a break; RFC 3339. */
  degradedSince: z.string().optional(),
});

export type TaskResult = z.infer<typeof resultSchema>;

const settingsSchema = z.strictObject({
  /** What the operation does: bring the objects about, or remove them all. */
  verb: z.enum(["sync", "delete"]),
  /** Whether the objects of the last wave are waited for as well. */
  waitForHealth: z.boolean(),
  /** How long one wave may take to become healthy or to be gone; hooks end by themselves. Milliseconds. */
  waveTimeoutMs: z.number(),
  /** Pause between two waves. Milliseconds. */
  waveDelayMs: z.number(),
  /** How long an object may be degraded before that fails the operation, since a status may be from before. Milliseconds. */
  degradedGraceMs: z.number(),
});

/** How an operation behaves, fixed when it begins. */
export type OperationSettings = z.infer<typeof settingsSchema>;

const DEFAULT_SETTINGS: OperationSettings = {
  verb: "sync",
  waitForHealth: true,
  waveTimeoutMs: 600_000,
  waveDelayMs: 0,
  degradedGraceMs: 5_000,
};

const stateSchema = z.strictObject({
  /** Random; marks the hooks that this operation runs. */
  id: z.string().min(1),
  revision: z.string(),
  settings: settingsSchema,
  /** In the order in which they run. */
  tasks: z.array(taskSchema),
  results: z.record(z.string(), resultSchema),
  phase: z.enum(OPERATION_PHASES),
  message: z.string(),
  /** RFC 3339. */
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  /** The wave that was begun last, as `<phase>/<wave>`, and when; RFC 3339. */
  wave: z.strictObject({ id: z.string(), since: z.string() }).optional(),
  /** When the next wave may begin; RFC 3339. */
  delayedUntil: z.string().optional(),
  /** Why the operation fails; from then on only hooks of the phase SyncFail are run. */
  failure: z.string().optional(),
  /** What went wrong when hooks that had completed were cleaned up. */
  cleanUpErrors: z.array(z.string()).optional(),
});

/** All that is known about an operation: plain JSON without any manifest, to be recorded in the cluster. */
export type MachineState = z.infer<typeof stateSchema>;

/** The beginning of an operation. */
export interface OperationStart {
  /** Random and never used before, at most 40 letters, digits and dashes. */
  readonly id: string;
  readonly revision: string;
  /** RFC 3339. */
  readonly startedAt: string;
  /** Tasks in their order. */
  readonly tasks: readonly PlannedTask[];
  /** Default {@link DEFAULT_SETTINGS}. */
  readonly settings?: Partial<OperationSettings>;
}

/** The state of an operation that has not done anything yet. */
export function startOperation({ id, revision, startedAt, tasks, settings }: OperationStart): MachineState {
  return {
    id,
    revision,
    settings: { ...DEFAULT_SETTINGS, ...settings },
    tasks: tasks.map(recordedTask),
    results: {},
    phase: "Running",
    message: "",
    startedAt,
  };
}

/** Reads a recorded state; undefined for anything that is none, such as one of another release. */
export function parseMachineState(value: unknown): MachineState | undefined {
  const parsed = stateSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** Whether an operation has ended, however it ended. */
export function isFinished({ phase }: MachineState): boolean {
  return phase !== "Running" && phase !== "Terminating";
}

export function resultOf(state: MachineState, task: SyncTask): TaskResult | undefined {
  return state.results[taskId(task)];
}

export function isPending(state: MachineState, task: SyncTask): boolean {
  return resultOf(state, task) === undefined;
}

export function isRunning(state: MachineState, task: SyncTask): boolean {
  return resultOf(state, task)?.phase === "Running";
}

export function isCompleted(state: MachineState, task: SyncTask): boolean {
  return !isPending(state, task) && !isRunning(state, task);
}

export function isUnsuccessful(state: MachineState, task: SyncTask): boolean {
  const phase = resultOf(state, task)?.phase;
  return phase === "Failed" || phase === "Error";
}

/** The state with results added or replaced; the order of a result stays as it was first given. */
export function withResults(
  state: MachineState,
  changes: ReadonlyMap<TaskId, Omit<TaskResult, "order">>,
): MachineState {
  if (changes.size === 0) return state;
  let next = Object.keys(state.results).length;
  const results = { ...state.results };
  for (const [id, change] of changes) {
    const order = state.results[id]?.order ?? (next += 1);
    results[id] = { ...change, order };
  }
  return { ...state, results };
}
