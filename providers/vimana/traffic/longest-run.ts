import { seconds } from "../../../model/vimana/rollout/spec.js";
import type { TrafficInputs } from "../traffic.js";

/** Seconds for everything that has no bound of its own: requests, and the last measurement of a check. */
const SLACK = 120;

/**
 * Seconds that an update may take: a rollout up to its deadline, then one write that is accepted late, the one that
 * restores, and the drain.
 */
export function longestRun({
  rollout,
  drainSeconds,
  acceptTimeoutSeconds,
}: Pick<TrafficInputs, "rollout" | "drainSeconds" | "acceptTimeoutSeconds">): {
  create: number;
  update: number;
} {
  const deadline = rollout === undefined ? 0 : seconds(rollout.deadline);
  const total = Math.ceil(deadline + drainSeconds + 3 * acceptTimeoutSeconds + SLACK);
  return { create: total, update: total };
}
