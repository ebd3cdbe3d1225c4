import { Failure } from "../../model/shared/errors.js";
import { runProgram, type Exited, type ProgramRun } from "../processes/run-program.js";

/** How a program is run. */
export interface ToolRun extends Omit<ProgramRun, "mostOutput"> {
  /** What is rendered, for errors. */
  readonly where: string;
}

/** How a program ended. */
export type ToolEnd = Exited;

/** What no workspace's objects have, in bytes. */
const MOST_OUTPUT = 256 * 1024 * 1024;
/**
 * Runs a program to its end, whatever its exit code. It is ended with everything that it has started.
 * @throws Failure when it does not start, takes too long, prints too much or is cancelled.
 */
export async function runTool({ where, ...run }: ToolRun): Promise<ToolEnd> {
  const ended = await runProgram({ ...run, mostOutput: MOST_OUTPUT });
  switch (ended.end) {
    case "exited":
      return ended;
    case "not-started":
      throw new Failure({
        what: `${run.binary} cannot be started: ${ended.cause.message}`,
        where,
        cause: ended.cause,
      });
    case "timeout":
      throw tookTooLong(run.binary, where, run.timeoutMs);
    case "too-much-output":
      throw printedTooMuch(where);
    case "cancelled":
      throw cancelled(where);
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
