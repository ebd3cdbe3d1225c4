import { runProgram, type Exited } from "../processes/run-program.js";
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
export type Ended = Exited;

/**
 * Runs git to its end, whatever its exit code.
 * @throws GitError NoGit when there is none; Timeout or Cancelled when it was ended with all that it had started.
 */
export async function git(args: readonly string[], options: CommandOptions): Promise<Ended> {
  const { access, where, timeoutMs, signal } = options;
  const ended = await runProgram({
    binary: "git",
    args,
    folder: access.home,
    env: gitEnvironment(access),
    timeoutMs,
    signal,
  });
  switch (ended.end) {
    case "exited":
      return ended;
    case "not-started":
      throw noGit(where, `git cannot be started: ${ended.cause.message}`, ended.cause);
    case "timeout":
      throw timedOut(where, timeoutMs);
    case "cancelled":
      throw cancelled(where);
    case "too-much-output":
      throw new GitError("Failed", { what: "git printed more than was to be read", where });
  }
}

/** The error for a machine without a usable git. */
export function noGit(where: string, what: string, cause?: unknown): GitError {
  return new GitError("NoGit", { what, where, next: "Install git 2.32 or newer", cause });
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
