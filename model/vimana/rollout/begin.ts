import type { RolloutSpec } from "../schema.js";
import { gaveUp, succeeded } from "./ends.js";
import type { RolloutRecord } from "./record.js";
import { describeWeights, lostAll, sameWeights, soleVersion, type Weights } from "./shares.js";
import { rolloutId, stepsOf } from "./spec.js";

/** What an update finds. */
export interface Found {
  /** The record on the carrier. */
  readonly record: RolloutRecord | undefined;
  readonly live: Weights;
  /** Weights of further carriers of the same server, which are written after the first. */
  readonly others: readonly Weights[];
  /** Versions that are known to have had all calls, newest first, where there is no record. */
  readonly served: readonly string[];
}

/** What an update does first. */
export type Beginning =
  /** Write the record's weights and the record, and go on from there. */
  | { readonly way: "go"; readonly record: RolloutRecord }
  /** Leave weights and record as they are. */
  | { readonly way: "keep"; readonly message: string }
  /** It failed or was aborted, and nothing permits another attempt. */
  | { readonly way: "refuse"; readonly message: string }
  /** Somebody else has changed the weights since they were last written. */
  | { readonly way: "stop"; readonly record: RolloutRecord };

/**
 * How an update begins, continues, repairs, goes back from or refuses a rollout.
 *
 * @param now milliseconds since the epoch
 */
export function beginRollout(spec: RolloutSpec, found: Found, now: number): Beginning {
  const { record } = found;
  return record?.id === rolloutId(spec) ? goOn(spec, record, found, now) : start(spec, found, now);
}

function goOn(spec: RolloutSpec, record: RolloutRecord, { live, others }: Found, now: number): Beginning {
  const touched = !sameWeights(live, record.weights) || others.some((weights) => !isWritten(weights, record));
  switch (record.phase) {
    case "Succeeded":
      return { way: "go", record: touched ? broughtBack(record, live, now) : record };
    case "Failed":
      if (!spec.abort) return { way: "refuse", message: record.message };
      return { way: "go", record: aborted(record, live, now) };
    case "Aborted":
      if (!spec.abort) return { way: "refuse", message: record.message };
      return { way: "go", record: touched ? aborted(record, live, now) : record };
    case "Progressing":
    case "Paused":
      if (spec.abort) return { way: "go", record: aborted(record, live, now) };
      return touched ? { way: "stop", record } : { way: "go", record: withChangedSteps(spec, record, now) };
  }
}

function start(spec: RolloutSpec, found: Found, now: number): Beginning {
  const { live } = found;
  const fresh = freshRecord(spec, found, now);
  const { to } = spec;
  const current = soleVersion(fresh.from);
  if (soleVersion(live) === to) {
    return { way: "go", record: atOnce(fresh, `${to} had all calls already`) };
  }
  if (current === to) {
    return { way: "go", record: atOnce(fresh, `all calls back to ${to} at once, which had them before`) };
  }
  const past = fresh.served.filter((version) => version !== current).slice(0, spec.rollbackWindow);
  if (past.includes(to)) {
    return { way: "go", record: atOnce(fresh, `all calls back to ${to} at once, which has served before`) };
  }
  const earlier = fresh.failed.find(({ id }) => id === fresh.id);
  if (earlier !== undefined) return { way: "refuse", message: earlier.message };
  if (lostAll(live, {}).length === 0) {
    return {
      way: "go",
      record: atOnce(fresh, `all calls to ${to} at once, since nothing served before`),
    };
  }
  if (spec.abort) return { way: "keep", message: `the rollout to ${to} is not begun, since abort is set` };
  const [first] = stepsOf(spec, fresh.from);
  return {
    way: "go",
    record:
      first === undefined ? fresh : { ...fresh, percent: first.percent, weights: first.weights, step: 0 },
  };
}

/** Whether weights are what the rollout has written, or was about to when it was cut off. */
export function isWritten(weights: Weights, record: RolloutRecord): boolean {
  return sameWeights(weights, record.weights) || sameWeights(weights, record.previous);
}

/**
 * A rollout that takes another one's place goes on from what was there before that one: the version in between has
 * not proved itself. Whatever somebody else has set since counts as it is.
 */
function freshRecord(spec: RolloutSpec, { record, live, served }: Found, now: number): RolloutRecord {
  const replaces = record !== undefined && record.phase !== "Succeeded" && sameWeights(live, record.weights);
  const from = replaces ? record.from : live;
  const current = soleVersion(from);
  const known = record?.served ?? served;
  return {
    id: rolloutId(spec),
    to: spec.to,
    from,
    phase: "Progressing",
    step: 0,
    steps: stepsOf(spec, from).length,
    percent: 0,
    weights: live,
    previous: live,
    since: now,
    checks: [],
    message: "",
    served: current === undefined || known.includes(current) ? [...known] : [current, ...known],
    failed: record?.failed ?? [],
  };
}

function atOnce(fresh: RolloutRecord, message: string): RolloutRecord {
  return succeeded({ ...fresh, step: fresh.steps - 1, percent: 100, weights: { [fresh.to]: 1 } }, message);
}

function broughtBack(record: RolloutRecord, live: Weights, now: number): RolloutRecord {
  const message = `all calls to ${record.to} again; somebody else had set ${describeWeights(live)}`;
  return { ...record, previous: live, since: now, message };
}

function aborted(record: RolloutRecord, live: Weights, now: number): RolloutRecord {
  const { step, steps, to, from } = record;
  const message = `rollout to ${to} aborted at step ${step + 1} of ${steps}: calls back to ${describeWeights(from)}`;
  return { ...gaveUp(record, { phase: "Aborted", weights: from, message, now }), previous: live };
}

/** Steps that were edited meanwhile go on from the share that was reached, never below it. */
function withChangedSteps(spec: RolloutSpec, record: RolloutRecord, now: number): RolloutRecord {
  const steps = stepsOf(spec, record.from);
  if (steps.length === record.steps && steps[record.step]?.percent === record.percent) return record;
  const step = steps.findIndex(({ percent }) => percent >= record.percent);
  const next = steps[step];
  if (next === undefined) return record;
  const moved = { ...record, step, steps: steps.length, phase: "Progressing" as const };
  if (next.percent === record.percent) return { ...moved, phase: record.phase };
  return {
    ...moved,
    percent: next.percent,
    weights: next.weights,
    previous: record.weights,
    since: now,
    checks: [],
  };
}
