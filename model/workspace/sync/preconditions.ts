import type { Problem } from "../../shared/problem.js";

/** The problem of a workspace that renders nothing though it owns objects or never said it might; undefined when fine. */
export function emptyTargetsProblem(input: {
  /** How many objects were rendered, hooks included. */
  readonly targets: number;
  /** How many objects the workspace owns in the cluster. */
  readonly owned: number;
  readonly allowEmpty: boolean;
}): Problem | undefined {
  if (input.targets > 0 || input.allowEmpty) return undefined;
  const loss =
    input.owned === 0 ? "" : `, and ${input.owned} objects that exist would not be wanted any more`;
  return {
    path: "objects",
    reason: `the source renders no objects${loss}`,
    fix: "correct the path or the revision, or set allowEmpty: true",
  };
}
