import { COMMANDS } from "../../../cli/commands.js";
import { run } from "../../../cli/program.js";

/** What a command line printed, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `groundplan` in this process. */
export async function groundplan(...argv: string[]): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
  const spies = (["stdout", "stderr"] as const).map((stream) =>
    jest.spyOn(process[stream], "write").mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  process.exitCode = 0;
  try {
    await run(argv, COMMANDS, "1.2.3");
    return { code: process.exitCode, ...written };
  } finally {
    process.exitCode = undefined;
    for (const spy of spies) spy.mockRestore();
  }
}
