import type { RolloutSpec } from "../schema.js";
import { type CheckStanding, failureOf, standings } from "./checks.js";
import { gaveUp, succeeded } from "./ends.js";
import { isOver, type RolloutRecord } from "./record.js";
import { describeWeights } from "./shares.js";
import { type RolloutStep, stepsOf } from "./spec.js";

/** What is to be done next. */
export type RolloutAction =
  /** Write the record and its weights. */
  | { readonly do: "write"; readonly record: RolloutRecord }
  | { readonly do: "measure"; readonly check: string }
  /** Milliseconds since the epoch. */
  | { readonly do: "wait"; readonly until: number }
  /** This update has no more to do; the record's phase says why. */
  | { readonly do: "end" }
  /** The update's time is over; the next one continues. */
  | { readonly do: "stop" };

/** One update of a rollout. Times are milliseconds since the epoch. */
export interface Moment {
  readonly now: number;
  /** When this update has to stop. */
  readonly deadline: number;
  /** Number of the paused step that this update may leave; undefined for none. */
  readonly promotes: number | undefined;
}

/**
 * The next thing to do in a rollout whose record and weights are written. A step's pause and the measurements of its
 * checks run side by side and count from the time when its weights were written; a bad check ends the step at once.
 */
export function nextAction(spec: RolloutSpec, record: RolloutRecord, moment: Moment): RolloutAction {
  const steps = stepsOf(spec, record.from);
  const step = steps[record.step];
  if (step === undefined || isOver(record)) return { do: "end" };
  const checks = standings(step, spec.checks, record);
  const failed = checks.find(({ state }) => state === "failed");
  if (failed !== undefined) return { do: "write", record: failedAt(spec, record, failed, moment.now) };

  const open = checks.filter(({ state }) => state === "open");
  const due = open.find((check) => check.due <= moment.now);
  const pauseEnd = step.pause === "forever" ? record.since : record.since + 1000 * step.pause;
  const next = Math.min(...open.map((check) => check.due), pauseEnd > moment.now ? pauseEnd : Infinity);
  const late = moment.now >= moment.deadline;
  if (due !== undefined) return late ? { do: "stop" } : { do: "measure", check: due.name };
  if (next !== Infinity) {
    return late ? { do: "stop" } : { do: "wait", until: Math.min(next, moment.deadline) };
  }
  if (step.pause === "forever" && moment.promotes !== record.step) return paused(record);
  return following(steps, record, moment);
}

function following(
  steps: readonly RolloutStep[],
  record: RolloutRecord,
  { now, deadline }: Moment,
): RolloutAction {
  const next = steps[record.step + 1];
  if (next === undefined) return { do: "write", record: succeeded(record, `all calls to ${record.to}`) };
  if (now >= deadline) return { do: "stop" };
  return {
    do: "write",
    record: {
      ...record,
      phase: "Progressing",
      step: record.step + 1,
      percent: next.percent,
      weights: next.weights,
      previous: record.weights,
      since: now,
      checks: [],
      message: "",
    },
  };
}

function paused(record: RolloutRecord): RolloutAction {
  if (record.phase === "Paused") return { do: "end" };
  const message = `paused at step ${record.step + 1} of ${record.steps}; set promote: true to go on`;
  return { do: "write", record: { ...record, phase: "Paused", message } };
}

function failedAt(
  spec: RolloutSpec,
  record: RolloutRecord,
  { name, tally }: CheckStanding,
  now: number,
): RolloutRecord {
  const check = spec.checks[name];
  const why = check === undefined ? `check ${name} failed` : failureOf(check, tally);
  const restores = spec.onFailure === "restore";
  const weights = restores ? record.from : record.weights;
  const then = `${restores ? "calls go" : "calls are left to go"} to ${describeWeights(weights)}`;
  const message = `the rollout to ${record.to} failed at step ${record.step + 1} of ${record.steps} (${record.percent}% on ${record.to}): ${why}; ${then}`;
  return gaveUp(record, { phase: "Failed", weights, message, now });
}
