import path from "node:path";
import { Command, Option } from "commander";
import { Failure } from "../../model/shared/errors.js";
import { terminalReport } from "../report.js";
import { prepareEngine } from "./prepare.js";
import { operate, type Operation } from "./operations.js";
import { shellChanges } from "./shell.js";

const OPERATIONS: Readonly<Record<Operation, string>> = {
  up: "deploy a stack",
  preview: "show what up would change",
  refresh: "find drift",
  destroy: "remove everything a stack has deployed",
};

const stackOption = (): Option =>
  new Option("--stack <name>", "the stack, one Pulumi.<name>.yaml each").default("dev");

async function main(): Promise<void> {
  const project = path.resolve(".");
  const report = terminalReport();
  const program = new Command("groundplan-lab-engine");
  for (const [operation, description] of Object.entries(OPERATIONS) as [Operation, string][]) {
    program
      .command(operation)
      .description(description)
      .addOption(stackOption())
      .action(async ({ stack }: { stack: string }) => {
        process.exitCode = await operate(await prepareEngine({ project, stack, report }), operation);
      });
  }
  program
    .command("env")
    .description("print shell exports for using pulumi and kubectl by hand")
    .addOption(stackOption())
    .action(async ({ stack }: { stack: string }) => {
      const { call } = await prepareEngine({ project, stack, report: terminalReport(process.stderr) });
      process.stdout.write(shellChanges(process.env, call.env));
    });
  await program.parseAsync();
}

main().catch((error: unknown) => {
  console.error(error instanceof Failure ? `error: ${error.message}` : error);
  process.exitCode = 1;
});
