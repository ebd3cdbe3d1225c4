import * as pulumi from "@pulumi/pulumi";
import { Failure } from "../../model/shared/errors.js";
import type { Problem } from "../../model/shared/problem.js";
import { RenderError } from "../../model/workspace/render/render-error.js";

/** Thrown by one part of a rendering with all that is wrong there. */
export class Faults extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(({ reason }) => reason).join("; "));
  }
}

/** What is wrong, as problems at a place of the stack file. */
export function problemsAt(path: string, error: unknown): readonly Problem[] {
  if (error instanceof Faults) return error.problems;
  if (error instanceof RenderError) {
    return error.problems.map((problem) => ({
      ...problem,
      path,
      reason: problem.path === "" ? problem.reason : `${problem.path}: ${problem.reason}`,
    }));
  }
  if (!(error instanceof Failure)) throw error;
  const where = error.where === undefined ? "" : `${error.where}: `;
  const reason = `${where}${error.what}`;
  return [{ path, reason, ...(error.next === undefined ? {} : { fix: error.next }) }];
}

/**
 * The error for sources that cannot be rendered: all faults of all workspaces, before anything is declared.
 */
export function cannotRender(problems: readonly Problem[]): pulumi.RunError {
  const lines = problems.flatMap(({ path, reason, fix }) => [
    `✖ ${path}: ${reason}`,
    ...(fix === undefined ? [] : [`  → ${fix}`]),
  ]);
  const count = problems.length === 1 ? "1 fault" : `${problems.length} faults`;
  return new pulumi.RunError(
    [
      `The workspaces cannot be rendered: ${count}; nothing was touched.`,
      ...lines,
      "To refresh or destroy without the repositories, run pulumi refresh or pulumi destroy without --run-program.",
    ].join("\n"),
  );
}
