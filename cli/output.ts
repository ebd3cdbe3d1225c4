import { formatProblem, type Problem } from "../model/shared/problem.js";

/** How a `groundplan` command ends. */
export const EXIT = {
  /** The answer is on stdout. */
  good: 0,
  /** The input has faults; they are on stderr. */
  badInput: 1,
  /** The command line itself is wrong. */
  usage: 2,
} as const;

/** Prints the answer of a command: JSON on stdout, two spaces deep, with a line end. */
export function printJson(answer: unknown): void {
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
}

/**
 * Prints problems on stderr, one a line, and makes the process end with {@link EXIT.badInput} when one of them
 * is an error. Warnings alone leave the exit code as it is.
 */
export function printProblems(problems: readonly Problem[]): void {
  for (const problem of problems) {
    process.stderr.write(`${problem.severity ?? "error"}: ${formatProblem(problem)}\n`);
  }
  if (problems.some(isError)) process.exitCode = EXIT.badInput;
}

/** Whether a problem stops the operation; problems without a severity do. */
export function isError(problem: Problem): boolean {
  return problem.severity !== "warning";
}
