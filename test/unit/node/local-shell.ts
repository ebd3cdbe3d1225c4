import { spawnSync } from "node:child_process";
import { assignments } from "../../../clients/node/parameters.js";
import { scriptText, STARTED } from "../../../clients/node/script-text.js";
import type { JsonObject } from "../../../model/shared/json.js";

/** What a script did in a shell of this machine. */
export interface LocalRun {
  readonly code: number | null;
  /** What was printed once the script had begun. */
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script as a node would, in a shell of this machine. */
export function runLocally(
  text: string,
  parameters: JsonObject = {},
  shell: readonly string[] = ["sh"],
): LocalRun {
  const folders = { run: "/run/groundplan", state: "/var/lib/groundplan" };
  const input = scriptText(text, assignments(parameters, "a test"), folders);
  const [binary = "sh", ...args] = shell;
  const run = spawnSync(binary, [...args, "-eu"], { input, encoding: "utf8", maxBuffer: 1 << 28 });
  const [, stdout = run.stdout] = run.stdout.split(new RegExp(`\n${STARTED} \\d+\n`));
  return { code: run.status, stdout, stderr: run.stderr };
}

/** The answer of a script that ends well. */
export function answerOf(text: string, parameters: JsonObject = {}, shell?: readonly string[]): unknown {
  const { code, stdout, stderr } = runLocally(text, parameters, shell);
  if (code !== 0) throw new Error(`exit code ${String(code)}: ${stderr}`);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}
