import { spawn } from "node:child_process";
import { constants } from "node:os";
import { Failure } from "../../model/shared/errors.js";
import type { Environment } from "./environment.js";

/** How `pulumi` is called. */
export interface PulumiCall {
  readonly binary: string;
  readonly cwd: string;
  readonly env: Environment;
}

/**
 * Runs `pulumi` on the user's terminal and answers its exit code.
 *
 * An interrupt typed at a terminal reaches the whole process group, so it is not passed on again: the engine
 * would take the second one as "stop at once".
 */
export async function runPulumi(call: PulumiCall, args: readonly string[]): Promise<number> {
  const child = spawn(call.binary, args, { cwd: call.cwd, env: call.env, stdio: "inherit" });
  const ignoreInterrupt = (): void => undefined;
  const forwardTerminate = (): void => {
    child.kill("SIGTERM");
  };
  process.on("SIGINT", ignoreInterrupt);
  process.on("SIGTERM", forwardTerminate);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (code, signal) => {
        resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]);
      });
    });
  } finally {
    process.off("SIGINT", ignoreInterrupt);
    process.off("SIGTERM", forwardTerminate);
  }
}

/** What a quiet call may be given besides its arguments. */
export interface AskOptions {
  /** Written to its standard input. Default nothing. */
  readonly input?: string;
  /** The call is ended after this time. Default 5 minutes. */
  readonly timeoutMs?: number;
}

/**
 * Runs `pulumi` quietly and answers its standard output.
 * @throws Failure with the end of its error output.
 */
export async function askPulumi(
  call: PulumiCall,
  args: readonly string[],
  { input = "", timeoutMs = 300_000 }: AskOptions = {},
): Promise<string> {
  const child = spawn(call.binary, [...args, "--non-interactive", "--color=never"], {
    cwd: call.cwd,
    env: call.env,
    stdio: ["pipe", "pipe", "pipe"],
    timeout: timeoutMs,
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) {
    throw new Failure({
      what: `pulumi ended with exit code ${code ?? "none"}: ${Buffer.concat(err).toString("utf8").trim().slice(-2000)}`,
      where: `pulumi ${args.join(" ")}`,
    });
  }
  return Buffer.concat(out).toString("utf8");
}
