import { Failure } from "../../shared/errors.js";
import { formatProblem, type Problem } from "../../shared/problem.js";

/** Why something cannot be rendered: every reason that could be found at once. */
export class RenderError extends Failure {
  override readonly name: string = "RenderError";

  /** @param problems At least one; their paths are files in the repository, or fields of the source. */
  constructor(readonly problems: readonly Problem[]) {
    super({ what: problems.map(formatProblem).join("\n") });
  }
}

/** One reason, as an error. */
export function refusal(path: string, reason: string, fix?: string): RenderError {
  return new RenderError([fix === undefined ? { path, reason } : { path, reason, fix }]);
}
