import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { Failure } from "../../model/shared/errors.js";
import type { Report } from "../report.js";
import { removeDeadLocks } from "./locks.js";
import { clearPendingOperations } from "./pending.js";
import { askPulumi, runPulumi, type PulumiCall } from "./pulumi.js";
import { renderOutputs } from "./summary.js";
import { removeTornAttributes } from "./torn-attributes.js";

/** One stack, ready to be operated on. */
export interface StackEngine {
  readonly call: PulumiCall;
  readonly stack: string;
  readonly report: Report;
  /** Folder of the file backend; undefined when the backend is somewhere else and its locks are not ours. */
  readonly backendFolder: string | undefined;
  /** The stack's configuration, where that is not the file of its name. */
  readonly configFile: string | undefined;
}

/** The operations `make` offers. */
export type Operation = "up" | "preview" | "refresh" | "destroy";

// refresh and destroy run the program too: otherwise providers would be configured with the credentials of the
// last update, which a rotation has made useless.
const ARGUMENTS: Readonly<Record<Operation, readonly string[]>> = {
  up: ["up", "--yes", "--suppress-outputs"],
  preview: ["preview", "--diff"],
  refresh: ["refresh", "--yes", "--diff", "--run-program"],
  destroy: ["destroy", "--yes", "--run-program"],
};

/**
 * Runs one operation and answers the exit code of `pulumi`. What a killed engine left locked or half-written is
 * mended first, what it left as pending is cleared once the stack has converged.
 */
export async function operate(engine: StackEngine, operation: Operation): Promise<number> {
  const { call, stack, report, configFile } = engine;
  mendBackend(engine);
  await selectStack(engine);
  const config = configFile === undefined ? [] : ["--config-file", configFile];
  const code = await runPulumi(call, [...ARGUMENTS[operation], "--stack", stack, ...config]);
  if (code !== 0) return code;
  if (operation === "up" || operation === "destroy") {
    const cleared = await clearPendingOperations(call, stack);
    for (const urn of cleared) report.line(`cleared what an interrupted run had left as pending: ${urn}`);
  }
  if (operation === "up") await printSummary(engine);
  return 0;
}

async function selectStack({ call, stack }: StackEngine): Promise<void> {
  await askPulumi(call, ["stack", "select", "--create", "--stack", stack]);
}

function mendBackend({ call, stack, backendFolder, report }: StackEngine): void {
  if (backendFolder === undefined) return;
  const project = projectName(call);
  for (const lock of removeDeadLocks(backendFolder, project, stack)) {
    if (!lock.removed) {
      throw new Failure({
        what: `another pulumi (process ${lock.pid}) is working on this stack`,
        where: `stack ${stack}`,
        next: "Wait for it to end; if it runs on another machine that is gone, run `pulumi cancel`",
      });
    }
    report.line(`removed the lock of process ${lock.pid}, which no longer runs`);
  }
  for (const file of removeTornAttributes(backendFolder, project, stack)) {
    report.line(`removed ${path.basename(file)}, which a killed engine had left half-written`);
  }
}

function projectName({ cwd }: PulumiCall): string {
  return z.looseObject({ name: z.string() }).parse(parse(readFileSync(path.join(cwd, "Pulumi.yaml"), "utf8")))
    .name;
}

async function printSummary({ call, stack, report }: StackEngine): Promise<void> {
  const outputs: unknown = JSON.parse(await askPulumi(call, ["stack", "output", "--json", "--stack", stack]));
  if (typeof outputs === "object" && outputs !== null) report.line(`\n${renderOutputs({ ...outputs })}\n`);
}
