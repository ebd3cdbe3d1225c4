import { spawn } from "node:child_process";
import { Failure } from "../../model/shared/errors.js";

/** How a short command is run. */
export interface CommandOptions {
  /** Written to its standard input; the place for secrets, which never go into arguments. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What to do when it fails, for the error. */
  readonly next?: string;
}

/**
 * Runs a short command and answers its standard output.
 * @throws Failure with the end of its error output when it cannot be started or does not end with 0.
 */
export async function run(
  argv: readonly [string, ...string[]],
  options: CommandOptions = {},
): Promise<string> {
  const [binary, ...args] = argv;
  const child = spawn(binary, args, {
    stdio: ["pipe", "pipe", "pipe"],
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  // A command that does not read its input closes it early; its exit code tells whether that matters.
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  const ended = await new Promise<number | string>((resolve) => {
    child.once("error", (error) => {
      resolve(error.message);
    });
    child.once("close", (code, signal) => {
      resolve(code ?? signal ?? "unknown");
    });
  });
  if (ended !== 0) {
    const tail = Buffer.concat(err).toString("utf8").trim().slice(-2000);
    throw new Failure({
      what: `command ended with ${ended}${tail === "" ? "" : `: ${tail}`}`,
      where: argv.join(" "),
      ...(options.next === undefined ? {} : { next: options.next }),
    });
  }
  return Buffer.concat(out).toString("utf8");
}
