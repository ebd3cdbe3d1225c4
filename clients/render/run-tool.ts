import { spawn } from "node:child_process";
import { Failure } from "../../model/shared/errors.js";

/** How a program is run. */
export interface ToolRun {
  readonly binary: string;
  readonly args: readonly string[];
  /** The folder it runs in. */
  readonly folder: string;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** It is ended after so many milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** What is rendered, for errors. */
  readonly where: string;
}

/** How a program ended. */
export interface ToolEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What no workspace's objects have, in bytes. */
const MOST_OUTPUT = 256 * 1024 * 1024;
/** More than that of stderr tells nothing new. */
const MOST_COMPLAINT = 64 * 1024;

/**
 * Runs a program to its end, whatever its exit code. It is ended with everything that it has started.
 * @throws Failure when it does not start, takes too long, prints too much or is cancelled.
 */
export function runTool({ binary, args, folder, env, timeoutMs, signal, where }: ToolRun): Promise<ToolEnd> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(cancelled(where));
      return;
    }
    const child = spawn(binary, args, {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let stopped: Failure | undefined;
    const stop = (why: Failure): void => {
      stopped ??= why;
      endGroup(child.pid);
    };
    const timer = setTimeout(() => {
      stop(tookTooLong(binary, where, timeoutMs));
    }, timeoutMs);
    const onAbort = (): void => {
      stop(cancelled(where));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };

    const stdout: Buffer[] = [];
    let bytes = 0;
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_OUTPUT) stop(printedTooMuch(where));
      else stdout.push(chunk);
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      if (stderr.length < MOST_COMPLAINT) stderr += chunk;
    });
    child.once("error", (cause) => {
      settle();
      reject(new Failure({ what: `${binary} cannot be started: ${cause.message}`, where, cause }));
    });
    child.once("close", (code) => {
      settle();
      if (stopped !== undefined) reject(stopped);
      else resolve({ code: code ?? -1, stdout: Buffer.concat(stdout).toString("utf8"), stderr });
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

function tookTooLong(binary: string, where: string, timeoutMs: number): Failure {
  return new Failure({
    what: `${binary} took longer than ${timeoutMs / 1000} s`,
    where,
    next: "Vendor what it fetches, or give it more time",
  });
}

function printedTooMuch(where: string): Failure {
  return new Failure({ what: `more than ${MOST_OUTPUT} bytes of objects were rendered`, where });
}

function cancelled(where: string): Failure {
  return new Failure({ what: "rendering was cancelled", where });
}
