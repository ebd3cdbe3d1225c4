import type { PoolSettings } from "../../../model/artifact/settings.js";
import type { Pool } from "../ledger/pool-record.js";
import type { Slot } from "../ledger/slot-store.js";
import type { ArtifactLeaseInputs } from "../artifact-lease.js";

/** Clean instances with the results that are asked for, the preferred one first. */
export function choices(
  slots: readonly Slot[],
  { current }: Pick<Pool, "current">,
  { prefer, expects }: Pick<ArtifactLeaseInputs, "prefer" | "expects">,
): Slot[] {
  const age = ({ entry: { record } }: Slot): string => record.builtAt ?? record.createdAt;
  const fresh = ({ entry }: Slot): number => (entry.record.specHash === current ? 0 : 1);
  return slots
    .filter(
      ({ entry }) => entry.record.state === "clean" && missingResults(entry.results, expects).length === 0,
    )
    .sort((left, right) =>
      prefer === "oldest"
        ? compare(age(left), age(right))
        : fresh(left) - fresh(right) || compare(age(right), age(left)),
    );
}

/** Results that are asked for and not there. */
export function missingResults(
  results: Readonly<Record<string, string>>,
  expects: readonly string[],
): string[] {
  return expects.filter((name) => !Object.hasOwn(results, name));
}

/** Why no instance is to be had, for people. */
export function whyNone(
  slots: readonly Slot[],
  { current }: Pick<Pool, "current">,
  { total }: Pick<PoolSettings, "total">,
  expects: readonly string[],
): string {
  const records = slots.map(({ entry }) => entry.record);
  const lacking = slots.flatMap(({ entry: { record, results } }) => {
    const missing = record.state === "clean" ? missingResults(results, expects) : [];
    return missing.length === 0 ? [] : [`${record.instance} has no result ${missing.join(", ")}`];
  });
  const states = new Map<string, number>();
  for (const { state } of records) states.set(state, (states.get(state) ?? 0) + 1);
  const counted = [...states].map(([state, count]) => `${count} ${state}`).join(", ");
  const holders = records.flatMap(({ instance, lease }) =>
    lease === undefined ? [] : [`${instance} by ${lease.holder} since ${lease.since}`],
  );
  const stale = records.some(({ specHash }) => specHash !== current);
  return [
    `no instance is available: ${counted === "" ? "there is none" : counted}, of at most ${total}`,
    ...lacking,
    ...(holders.length === 0 ? [] : [`borrowed: ${holders.join(", ")}`]),
    ...(lacking.length > 0 && stale ? ["some are of an older spec"] : []),
  ].join("; ");
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
