import type { z } from "zod";
import type { Problem } from "../../model/shared/problem.js";
import type { Bag } from "./host-calls.js";
import type { AnyKind } from "./kind.js";
import { formatPath, isWithin } from "./property-path.js";

type Issue = z.core.$ZodIssue;

/**
 * A schema's issues as problems. What is said of a secret field is only that it is absent or unfit, since a
 * message may quote the value. An issue at, above or below an unknown value is dropped: it may be the unknown
 * value's own fault.
 */
export function problemsOf(
  kind: AnyKind,
  issues: readonly Issue[],
  given: Bag,
  unknown: readonly (readonly PropertyKey[])[] = [],
): Problem[] {
  return issues
    .filter((issue) => !unknown.some((path) => isWithin(path, issue.path) || isWithin(issue.path, path)))
    .flatMap((issue) => describe(kind, issue, given));
}

function describe(kind: AnyKind, issue: Issue, given: Bag): Problem[] {
  const field = issue.path[0];
  if (typeof field === "string" && kind.secretInputs?.includes(field) === true) {
    const reason =
      given[field] === undefined ? "is required" : "is not valid; the value is secret and not shown";
    return [{ path: field, reason }];
  }
  if (issue.code === "unrecognized_keys") {
    const known = issue.path.length === 0 ? `; known are ${Object.keys(kind.inputs.shape).join(", ")}` : "";
    return issue.keys.map((key) => ({
      path: formatPath([...issue.path, key]),
      reason: `is not a known property${known}`,
    }));
  }
  const path = formatPath(issue.path);
  if (issue.code === "invalid_type" && valueAt(given, issue.path) === undefined) {
    return [{ path, reason: `is required (${issue.expected})` }];
  }
  return [{ path, reason: issue.message }];
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === "object" && value !== null ? Reflect.get(value, part) : undefined),
    root,
  );
}
