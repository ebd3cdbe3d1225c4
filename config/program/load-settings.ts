import * as pulumi from "@pulumi/pulumi";
import { formatProblem, type Problem } from "../../model/shared/problem.js";
import { forStack } from "../commands.js";
import { projectFiles } from "../project-files.js";
import { checkStack, type StackSettings } from "../stack-settings.js";
import { readProgramConfig } from "./read-config.js";

/**
 * Reads and checks the stack's configuration, once a run. Warnings go to the engine's log.
 *
 * @throws pulumi.RunError with one line a fault, before anything is registered.
 */
export function loadSettings(): StackSettings {
  const stack = pulumi.getStack();
  const { settings, problems } = checkStack(
    readProgramConfig(),
    projectFiles(process.cwd(), { credentialsExpected: true }),
  );
  const told = forStack(problems, stack);
  for (const warning of told.filter(({ severity }) => severity === "warning")) {
    void pulumi.log.warn(formatProblem(warning));
  }
  if (settings === undefined) throw new pulumi.RunError(report(stack, told));
  return settings;
}

function report(stack: string, problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity !== "warning");
  const count = errors.length === 1 ? "1 fault" : `${errors.length} faults`;
  return [
    `Pulumi.${stack}.yaml has ${count}; nothing was touched.`,
    ...errors.flatMap(({ path, reason, fix }) => [
      `✖ ${path === "" ? "" : `${path}: `}${reason}`,
      ...(fix === undefined ? [] : [`  → ${fix}`]),
    ]),
  ].join("\n");
}
