import type { Site } from "../site.js";
import type { Reconciled } from "../execution/rounds.js";
import { failureText } from "./failure-text.js";

/** Phases in which a pool may rest below its target although nothing went wrong. */
const AT_REST: readonly string[] = ["AtCapacity", "Paused", "Succeeded", "NotScheduled"];

/** What is to be said of a pool after it was brought as far as it goes. */
export interface Verdict {
  /** Why the update has failed; empty when it has not. */
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
}

/** Judges where a pool got: what failed on the way is a warning once the target is reached. */
export function judge(site: Site, reconciled: Reconciled): Verdict {
  const { world, plan, ends, unfinished } = reconciled;
  const { settings } = world.pool;
  const failures = ends.flatMap(({ instance, failure }) =>
    failure === undefined ? [] : [failureText(site.artifact, instance, failure, settings.logs !== "none")],
  );
  const missing =
    plan.blocked.length > 0 ? plan.blocked : [...new Set(ends.flatMap((end) => end.missing ?? []))];
  if (unfinished.length > 0 && settings.wait.build) {
    const waited = `still under way after ${settings.wait.timeout} s: ${unfinished.join(", ")}; their runs go on`;
    return { reasons: [...failures, waited], warnings: [] };
  }
  const isLeft = unfinished.length > 0;
  if (plan.counts.clean >= plan.target || AT_REST.includes(plan.phase) || isLeft) {
    return { reasons: [], warnings: [...failures, ...missing] };
  }
  const reached = `${plan.counts.clean} of ${plan.target} instances are there (${plan.phase})`;
  return { reasons: [...failures, `${site.artifact}: ${[reached, ...missing].join("; ")}`], warnings: [] };
}
