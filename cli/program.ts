import { Command, CommanderError } from "commander";
import { Failure } from "../model/shared/errors.js";
import type { CommandRow } from "./commands.js";
import { EXIT } from "./output.js";

/**
 * Runs one command line and sets the process's exit code: 0 good, 1 bad input, 2 wrong usage.
 *
 * @param argv The words after `groundplan`.
 * @param version What `--version` prints.
 */
export async function run(
  argv: readonly string[],
  rows: readonly CommandRow[],
  version: string,
): Promise<void> {
  try {
    const program = await programFor(argv, rows, version);
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? EXIT.good : EXIT.usage;
    } else if (error instanceof Failure) {
      process.stderr.write(`error: ${error.message}\n`);
      process.exitCode = EXIT.badInput;
    } else {
      throw error;
    }
  }
}

/** The program with the wanted command in full and the others as names, so that a start loads one system only. */
async function programFor(
  argv: readonly string[],
  rows: readonly CommandRow[],
  version: string,
): Promise<Command> {
  const program = new Command("groundplan")
    .description("The rules of groundplan at your hand, without a stack or a cluster.")
    .version(version)
    .enablePositionalOptions()
    .showSuggestionAfterError();
  const wanted = argv.find((word) => !word.startsWith("-") && word !== "help");
  for (const row of rows) {
    const command = row.name === wanted ? await row.load() : new Command(row.name);
    program.addCommand(command.summary(row.summary));
  }
  endByThrowing(program);
  return program;
}

/** Commander's own way out is `process.exit`, which cuts off what stdout still has to write. */
function endByThrowing(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) endByThrowing(child);
}
