import type { RolloutRecord } from "./record.js";
import { type Weights } from "./shares.js";

/** Served versions and failed rollouts that are remembered. */
const REMEMBERED = 20;

/** The rollout has reached its version. */
export function succeeded(record: RolloutRecord, message: string): RolloutRecord {
  const served = [record.to, ...record.served.filter((version) => version !== record.to)];
  return {
    ...record,
    phase: "Succeeded",
    message,
    served: served.slice(0, REMEMBERED),
    failed: record.failed.filter(({ to }) => to !== record.to),
  };
}

/**
 * The rollout ended before it reached its version, and is not repeated.
 *
 * @param weights what is to be written; what is live when it stays
 */
export function gaveUp(
  record: RolloutRecord,
  end: {
    readonly phase: "Failed" | "Aborted";
    readonly weights: Weights;
    readonly message: string;
    /** Milliseconds since the epoch. */
    readonly now: number;
  },
): RolloutRecord {
  const { phase, weights, message, now } = end;
  const failed = [
    { id: record.id, to: record.to, message },
    ...record.failed.filter(({ id }) => id !== record.id),
  ];
  return {
    ...record,
    phase,
    message,
    weights,
    previous: record.weights,
    since: now,
    failed: failed.slice(0, REMEMBERED),
  };
}
