import { spawn } from "node:child_process";

/** What a finished command left. */
export interface CommandResult {
  /** `undefined` when it did not start, was ended by a signal or took too long. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Why there is no exit code. */
  readonly problem?: string;
}

/** How a command is run. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds after which it is killed. Default 10 s. */
  readonly timeoutMs?: number;
}

/** Runs a command without input and collects its output; never throws. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    // Not spawn's own time limit: that one keeps the process alive when the command does not exist.
    const limit = setTimeout(() => child.kill("SIGKILL"), options.timeoutMs ?? 10_000);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    const finish = (code: number | null, problem?: string): void => {
      clearTimeout(limit);
      resolve({
        code: code ?? undefined,
        stdout: Buffer.concat(stdout).toString("utf8"),
        stderr: Buffer.concat(stderr).toString("utf8"),
        ...(problem === undefined ? {} : { problem }),
      });
    };
    child.on("error", (error) => {
      finish(null, error.message);
    });
    child.on("close", (code, signal) => {
      finish(code, signal === null ? undefined : `ended by ${signal}`);
    });
  });
}
