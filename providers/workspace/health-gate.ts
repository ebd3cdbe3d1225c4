import { z } from "zod";
import type { Problem } from "../../model/shared/problem.js";
import { HEALTH_CODES } from "../../model/workspace/codes.js";
import { defineKind } from "../runtime/kind.js";

const inputs = z.strictObject({
  /** The workspace that waits. */
  workspace: z.string().min(1),
  /** Health of those it waits for, by name. */
  health: z.record(
    z.string(),
    z.strictObject({ status: z.enum(HEALTH_CODES), message: z.string().default("") }),
  ),
});

/** Inputs of {@link healthGate}. */
export type HealthGateInputs = z.infer<typeof inputs>;
/** {@link healthGate} has no outputs of its own. */
export type HealthGateOutputs = Record<string, never>;

/**
 * Stands between a workspace and those that have to be healthy before it: it is refused while one is not. What a
 * preview is yet to change is not known and passes; `up` asks again when it is.
 */
export const healthGate = defineKind<HealthGateInputs, HealthGateOutputs>({
  name: "workspace.HealthGate",
  module: "workspace",
  type: "HealthGate",
  inputs,
  outputs: [],
  problems: gateProblems,
  handlers: async () => (await import("./health-gate.handlers.js")).healthGateHandlers,
});

function gateProblems({ workspace, health }: HealthGateInputs): Problem[] {
  return Object.entries(health).flatMap(([name, { status, message }]) => {
    if (status === "Healthy") return [];
    const why = message === "" ? "" : `: ${message}`;
    return [
      {
        path: `health.${name}`,
        reason: `workspace ${workspace} waits until workspace ${name} is healthy, which is ${status}${why}`,
        fix: `mend ${name}; when it is well already, pulumi refresh --run-program finds that out`,
      },
    ];
  });
}
