import { spawn } from "node:child_process";

/** How a program is run. */
export interface ProgramRun {
  readonly binary: string;
  readonly args: readonly string[];
  /** The folder it runs in. */
  readonly folder: string;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** It is ended after so many milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** It is ended when it prints more bytes than that. Default no limit. */
  readonly mostOutput?: number;
}

/** How a program ended by itself. */
export interface Exited {
  readonly code: number;
  readonly stdout: string;
  /** Its beginning; what a program complains about at length tells nothing new. */
  readonly stderr: string;
}

/** Why a program was ended, together with everything that it had started. */
export type Stopped = "timeout" | "cancelled" | "too-much-output";

/** What became of a program. */
export type ProgramEnd =
  | ({ readonly end: "exited" } & Exited)
  | { readonly end: "not-started"; readonly cause: Error }
  | { readonly end: Stopped };

const LONGEST_STDERR = 64 * 1024;

/** Runs a program without a shell and without input to its end. It never rejects: each way to end is an answer. */
export function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  const { binary, args, folder, env, timeoutMs, signal, mostOutput = Infinity } = run;
  if (signal?.aborted === true) return Promise.resolve({ end: "cancelled" });
  return new Promise((resolve) => {
    const child = spawn(binary, args, {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that what it starts can be ended with it.
      detached: true,
    });
    let stopped: Stopped | undefined;
    const stop = (why: Stopped): void => {
      stopped ??= why;
      killGroup(child.pid);
    };
    const timer = setTimeout(() => {
      stop("timeout");
    }, timeoutMs);
    const onAbort = (): void => {
      stop("cancelled");
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    const settle = (answer: ProgramEnd): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      resolve(answer);
    };

    const stdout: Buffer[] = [];
    let bytes = 0;
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostOutput) stop("too-much-output");
      else stdout.push(chunk);
    });
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      if (stderr.length < LONGEST_STDERR) stderr += chunk;
    });
    child.once("error", (cause) => {
      settle({ end: "not-started", cause });
    });
    child.once("close", (code) => {
      if (stopped !== undefined) settle({ end: stopped });
      else
        settle({ end: "exited", code: code ?? -1, stdout: Buffer.concat(stdout).toString("utf8"), stderr });
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
