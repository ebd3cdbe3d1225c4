import type { Problem } from "../model/shared/problem.js";

const NAMESPACE = "groundplan";

/** The command that sets a value of the stack file. */
export function setCommand(path: string, value = "'<value>'"): string {
  return `pulumi config set --path ${argument(path)} ${value}`;
}

/** The command that sets a secret; it asks for the value, which so stays out of the shell's history. */
export function setSecretCommand(path: string): string {
  return `pulumi config set --secret --path ${argument(path)}`;
}

/** The command that takes a key out of the stack file. */
export function removeCommand(path: string): string {
  return `pulumi config rm --path ${argument(path)}`;
}

/** The same problems with each command naming the stack, because another one may be selected. */
export function forStack(problems: readonly Problem[], stack: string | undefined): readonly Problem[] {
  if (stack === undefined) return problems;
  return problems.map((problem) =>
    problem.fix?.startsWith("pulumi config ") === true
      ? { ...problem, fix: `${problem.fix} --stack ${stack}` }
      : problem,
  );
}

function argument(path: string): string {
  return `'${`${NAMESPACE}:${path}`.replaceAll("'", `'\\''`)}'`;
}
