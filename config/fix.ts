import type { Problem } from "../model/shared/problem.js";
import { setCommand } from "./commands.js";

/**
 * A problem that a model found, with the command that fixes it if it lies in the stack file. What lies elsewhere (a
 * manifest file) is mended there.
 *
 * @param key The section: problems whose path begins with it lie in the stack file.
 */
export function withFix(problem: Problem, key: string): Problem {
  const inStackFile = problem.path.startsWith(`${key}.`) || problem.path.startsWith(`${key}[`);
  return problem.fix !== undefined || !inStackFile ? problem : { ...problem, fix: setCommand(problem.path) };
}
