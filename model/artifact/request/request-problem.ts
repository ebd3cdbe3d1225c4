import type { Problem } from "../../shared/problem.js";

/** A problem of a request, with whose rule says so. */
export interface RequestProblem extends Problem {
  /** `tekton`: Tekton's admission refuses what the request becomes. `groundplan`: a rule of artifacts. */
  readonly source: "tekton" | "groundplan";
}
