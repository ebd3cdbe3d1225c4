import { spawn } from "node:child_process";
import { gitEnvironment, type GitAccess } from "./environment.js";
import { GitError } from "./errors.js";

/** How a git command is run. */
export interface CommandOptions {
  readonly access: GitAccess;
  /** The repository's address, for errors. */
  readonly where: string;
  /** In milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** How a git command ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** More than that of stderr tells nothing new. */
const LONGEST_STDERR = 64 * 1024;

/**
 * Runs git to its end, whatever its exit code.
 * @throws GitError NoGit when there is none; Timeout or Cancelled when it was ended with all that it had started.
 */
export function git(args: readonly string[], options: CommandOptions): Promise<Ended> {
  const { access, where, timeoutMs, signal } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(cancelled(where));
      return;
    }
    const child = spawn("git", args, {
      env: gitEnvironment(access),
      cwd: access.home,
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that ssh and the other helpers of git can be ended with it.
      detached: true,
    });
    let stopped: GitError | undefined;
    const stop = (why: GitError): void => {
      stopped ??= why;
      killGroup(child.pid);
    };
    const timer = setTimeout(() => {
      stop(timedOut(where, timeoutMs));
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
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      if (stderr.length < LONGEST_STDERR) stderr += chunk;
    });
    child.once("error", (error) => {
      settle();
      reject(noGit(where, `git cannot be started: ${error.message}`, error));
    });
    child.once("close", (code) => {
      settle();
      if (stopped !== undefined) reject(stopped);
      else resolve({ code: code ?? -1, stdout: Buffer.concat(stdout).toString("utf8"), stderr });
    });
  });
}

/** The error for a machine without a usable git. */
export function noGit(where: string, what: string, cause?: unknown): GitError {
  return new GitError("NoGit", { what, where, next: "Install git 2.32 or newer", cause });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

function timedOut(where: string, timeoutMs: number): GitError {
  return new GitError("Timeout", {
    what: `git took longer than ${timeoutMs / 1000} s`,
    where,
    next: "Check the network, or give it more time",
  });
}

/** The error for work that the caller's signal has ended. */
export function cancelled(where: string): GitError {
  return new GitError("Cancelled", { what: "reading the repository was cancelled", where });
}
