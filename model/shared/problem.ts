/** One fault in a user's input, in the form every report (stack file, kind inputs, CLI) uses. */
export interface Problem {
  /** Where the fault is, as a property path the user can find: `organizations[0].name`. Empty for the whole document. */
  readonly path: string;
  /** What is wrong and which rule says so. Never contains a secret's value. */
  readonly reason: string;
  /** What to do next, ideally a command. */
  readonly fix?: string;
  /** `error` stops the operation; `warning` is shown and the operation goes on. Default `error`. */
  readonly severity?: "error" | "warning";
}

/** One line for people: `path: reason (fix)`. */
export function formatProblem(problem: Problem): string {
  const where = problem.path === "" ? "" : `${problem.path}: `;
  const fix = problem.fix === undefined ? "" : ` (${problem.fix})`;
  return `${where}${problem.reason}${fix}`;
}
