import * as pulumi from "@pulumi/pulumi";
import { formatProblem, type Problem } from "../../model/shared/problem.js";

/**
 * A component's arguments are wrong: all faults at once, without a stack trace, before the component is registered.
 *
 * @throws pulumi.RunError when there is a fault
 */
export function refuseFaults(component: string, problems: readonly Problem[]): void {
  const errors = problems.filter(({ severity }) => severity !== "warning");
  if (errors.length > 0) throw new pulumi.RunError(`${component}: ${errors.map(formatProblem).join("; ")}`);
}
