import type { RolloutRecord, Tally } from "./record.js";
import { type CheckSpec, type RolloutStep, seconds } from "./spec.js";

/** What one measurement said. */
export interface Measurement {
  readonly verdict: "good" | "bad" | "inconclusive";
  /** For people: `0.034, not < 0.01`. */
  readonly text: string;
}

/** How a check stands in the step that goes on. */
export interface CheckStanding {
  readonly name: string;
  readonly state: "open" | "passed" | "failed";
  /** When the next measurement is due, in milliseconds since the epoch; of an open check. */
  readonly due: number;
  readonly tally: Tally;
}

/** Measurements that a tally shows at most. */
const SHOWN = 5;

/** How the checks of a step stand. A check that the specification does not have any more is left out. */
export function standings(
  step: RolloutStep,
  checks: Readonly<Record<string, CheckSpec>>,
  record: RolloutRecord,
): CheckStanding[] {
  return step.checks.flatMap((name) => {
    const check = checks[name];
    if (check === undefined) return [];
    const tally = tallyOf(record, name);
    const due = (tally.at === 0 ? record.since : tally.at) + 1000 * seconds(check.interval);
    return [{ name, state: stateOf(check, tally), due, tally }];
  });
}

/** The record with one more measurement. */
export function withMeasurement(
  record: RolloutRecord,
  name: string,
  { verdict, text }: Measurement,
  now: number,
): RolloutRecord {
  const before = tallyOf(record, name);
  const tally = {
    ...before,
    [verdict]: before[verdict] + 1,
    at: now,
    values: [...before.values, text].slice(-SHOWN),
  };
  return { ...record, checks: [...record.checks.filter((other) => other.name !== name), tally] };
}

/** Why a check failed: its measurements and how many are put up with. */
export function failureOf(check: CheckSpec, tally: Tally): string {
  const measured = tally.values.join("; ");
  return tally.bad > check.failureLimit
    ? `check ${tally.name} failed: ${measured} (${tally.bad} bad, ${check.failureLimit} put up with)`
    : `check ${tally.name} had no result: ${measured} (${tally.inconclusive} inconclusive, ${check.inconclusiveLimit} put up with)`;
}

function tallyOf(record: RolloutRecord, name: string): Tally {
  return (
    record.checks.find((tally) => tally.name === name) ?? {
      name,
      good: 0,
      bad: 0,
      inconclusive: 0,
      at: 0,
      values: [],
    }
  );
}

function stateOf(check: CheckSpec, { good, bad, inconclusive }: Tally): CheckStanding["state"] {
  if (bad > check.failureLimit || inconclusive > check.inconclusiveLimit) return "failed";
  return good + bad + inconclusive >= check.count ? "passed" : "open";
}
