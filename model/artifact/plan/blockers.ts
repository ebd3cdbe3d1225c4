import { consecutiveFailures, type Budget } from "./budget.js";
import type { Forecast } from "./forecast.js";
import { wanted } from "./round.js";
import type { SortedInstances } from "./sort-instances.js";

const MOST_NAMED = 3;

/** What keeps a pool from its target once everything is done that can be, for people. */
export function blockers(
  { borrowed, exhausted }: SortedInstances,
  ahead: Forecast,
  budget: Budget,
): readonly string[] {
  const given = exhausted.map(
    ({ instance, attempt = 1 }) => `${instance} (${attempt} ${attempt === 1 ? "attempt" : "attempts"})`,
  );
  const putOff = ahead.waiting.map(({ view, retryAt }) => `${view.instance} (until ${time(retryAt)})`);
  const inUse = { borrowed: borrowed.length, failed: given.length + putOff.length };
  return [
    ...(wanted(ahead.end) > 0 ? missing(ahead, budget, inUse) : []),
    ...listed("clean runs have failed for good, change retry.resetToken to try again", given),
    ...listed("clean runs wait after a failure", putOff),
  ];
}

function missing(
  { gate, end, supply }: Forecast,
  budget: Budget,
  inUse: { readonly borrowed: number; readonly failed: number },
): readonly string[] {
  if (gate.stopped !== undefined) return [gate.stopped];
  if (gate.retryAt !== undefined) {
    const failures = consecutiveFailures(budget);
    return [
      `builds wait until ${time(gate.retryAt)} after ${failures} ${failures === 1 ? "failure" : "failures in a row"}`,
    ];
  }
  const lacking = [
    ...supply.missingRefs.map((artifact) => `no clean instance of ${artifact}`),
    ...supply.missingAccounts.map((account) => `no free account ${account}`),
  ];
  if (lacking.length > 0) return lacking;
  const users = [
    ...(inUse.borrowed > 0 ? [`${inUse.borrowed} borrowed`] : []),
    ...(inUse.failed > 0 ? [`${inUse.failed} not cleaned`] : []),
  ];
  return [`no free slot among ${end.total}${users.length === 0 ? "" : `: ${users.join(", ")}`}`];
}

function listed(what: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "";
  return [`${what}: ${names.slice(0, MOST_NAMED).join(", ")}${more}`];
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}
