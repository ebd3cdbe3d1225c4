import { createHash } from "node:crypto";
import { canonicalJson } from "../../shared/json.js";
import { parseGoDuration } from "../../shared/duration.js";
import type { RolloutSpec } from "../schema.js";
import { type Weights, weightsWith } from "./shares.js";

/** A check as declared. */
export type CheckSpec = RolloutSpec["checks"][string];

/** One step with everything derived. */
export interface RolloutStep {
  /** Percent of the calls that the new version gets. */
  readonly percent: number;
  readonly weights: Weights;
  /** Seconds to stay at least; `forever` until an update promotes. */
  readonly pause: number | "forever";
  readonly checks: readonly string[];
}

/**
 * The steps of a rollout. Its end is all calls on the new version, whether or not the last declared step says so.
 *
 * @param from weights from before, which the other versions go on to share in proportion
 */
export function stepsOf(spec: RolloutSpec, from: Weights): RolloutStep[] {
  const declared = spec.steps.map(({ weight, pause, checks }) => ({
    percent: weight,
    weights: weightsWith(spec.to, weight, from),
    pause: pause === undefined ? 0 : pause === "forever" ? ("forever" as const) : seconds(pause),
    checks,
  }));
  if (declared.at(-1)?.percent === 100) return declared;
  return [...declared, { percent: 100, weights: weightsWith(spec.to, 100, from), pause: 0, checks: [] }];
}

/**
 * What makes a rollout this one: the version it leads to and the attempt. Other steps or checks for the same version
 * are the same rollout, so that one that failed is not repeated because of them.
 */
export function rolloutId({ to, retry }: Pick<RolloutSpec, "to" | "retry">): string {
  const text = canonicalJson([to, retry === undefined ? null : String(retry)]);
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/**
 * Seconds of a Go duration.
 * @throws TypeError for a text that is none; the schema lets none pass.
 */
export function seconds(duration: string): number {
  const parsed = parseGoDuration(duration);
  if (!parsed.ok) throw new TypeError(`${duration} ${parsed.reason}`);
  return parsed.seconds;
}
