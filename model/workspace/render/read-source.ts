import type { z } from "zod";
import type { Problem } from "../../shared/problem.js";
import { pathBelow } from "../../shared/property-path.js";
import { sourceSchema, type Source } from "./source.js";
import { takeUnsupported } from "./unsupported.js";

/** A source that was read, and what is wrong with it. */
export interface ReadSource {
  /** Undefined when there are problems. */
  readonly source: Source | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Reads a written source strictly: unknown fields, wrong types and what is not supported yet are problems, all at
 * once.
 *
 * @param at Where the source is, for the problems' paths.
 */
export function readSource(value: unknown, at: string): ReadSource {
  const supported = takeUnsupported(value, at);
  const parsed = sourceSchema.safeParse(supported.value);
  const faults = parsed.success ? [] : parsed.error.issues.flatMap((issue) => problemsOf(issue, at));
  const problems = [...supported.problems, ...faults];
  return { source: problems.length === 0 ? parsed.data : undefined, problems };
}

function problemsOf(issue: z.core.$ZodIssue, at: string): readonly Problem[] {
  const inside = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: pathBelow(at, [...inside, key]),
      reason: "is no field of a source",
    }));
  }
  return [{ path: pathBelow(at, inside), reason: issue.message }];
}
