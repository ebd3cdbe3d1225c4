import { spawn } from "node:child_process";
import { Failure } from "../../../model/shared/errors.js";
import type { Bag } from "../rpc/bag.js";
import { collectArchive, collectAssets } from "./assets.js";
import type { Doing } from "./lifecycle.js";
import { loggingOf, Output, previousOutput, stringMap } from "./output.js";

const SHELL = ["/bin/sh", "-c"];

/**
 * Runs a command on this machine.
 * @param inputs `dir`, `interpreter`, `environment`, `stdin`, `logging`, `assetPaths`, `archivePaths` of a command.
 * @param olds What the last run printed.
 * @returns `stdout`, `stderr` (without the last line break) and, where asked for, `assets` and `archive`.
 * @throws Failure with exit status and output when it does not end with 0.
 */
export async function runLocally(command: string, inputs: Bag, olds: Bag, doing: Doing): Promise<Bag> {
  const dir = typeof inputs["dir"] === "string" ? inputs["dir"] : process.cwd();
  const result = await execute(command, dir, inputs, olds, doing);
  const { assetPaths, archivePaths } = inputs;
  return {
    ...result,
    ...(Array.isArray(assetPaths) ? { assets: await collectAssets(dir, assetPaths.map(String)) } : {}),
    ...(Array.isArray(archivePaths) ? { archive: await collectArchive(dir, archivePaths.map(String)) } : {}),
  };
}

function execute(command: string, dir: string, inputs: Bag, olds: Bag, doing: Doing): Promise<Bag> {
  const { interpreter, stdin } = inputs;
  const [program = "", ...rest] =
    Array.isArray(interpreter) && interpreter.length > 0 ? interpreter.map(String) : SHELL;
  const output = new Output(loggingOf(inputs["logging"]), doing);
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...rest, command], {
      cwd: dir,
      env: { ...process.env, ...stringMap(inputs["environment"]), ...previousOutput(inputs, olds) },
      stdio: ["pipe", "pipe", "pipe"],
      // A group of its own, so that an interruption also reaches what the shell has started.
      detached: true,
    });
    const stop = (): void => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
    };
    doing.signal.addEventListener("abort", stop, { once: true });
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (chunk: string) => {
        output.add(stream, chunk);
      });
    }
    // A command need not read what it is given.
    child.stdin.on("error", () => undefined);
    child.stdin.end(typeof stdin === "string" ? stdin : "");
    child.once("error", (error) => {
      doing.signal.removeEventListener("abort", stop);
      reject(new Failure({ what: `cannot run ${program}: ${error.message}`, where: dir }));
    });
    child.once("close", (code, signal) => {
      doing.signal.removeEventListener("abort", stop);
      try {
        resolve(output.finish(command, code === 0 ? undefined : ending(code, signal)));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
}

function ending(code: number | null, signal: string | null): string {
  return code === null ? `signal ${signal ?? "unknown"}` : `exit status ${code}`;
}
