import { Command } from "commander";
import { Failure } from "../../model/shared/errors.js";
import { terminalReport, type Report } from "../report.js";
import { BUNDLE_NAMES, isBundleName, type BundleName } from "./bundles.js";
import { thisMachine } from "./machine.js";
import { Toolbox } from "./toolbox.js";
import { TOOLS, TOOL_NAMES, isToolName, type ToolName } from "./tools.js";

const USAGE = 2;

async function ensure(names: readonly string[], toolbox: Toolbox, report: Report): Promise<number> {
  const unknown = names.filter((name) => !isToolName(name) && !isBundleName(name));
  if (unknown.length > 0) {
    console.error(
      `error: unknown: ${unknown.join(", ")}. There are: ${[...TOOL_NAMES, ...BUNDLE_NAMES].join(", ")}`,
    );
    return USAGE;
  }
  const wanted = new Set(names.length === 0 ? [...TOOL_NAMES, ...BUNDLE_NAMES] : names);
  const tasks = [
    ...TOOL_NAMES.filter((name) => wanted.has(name)).map((name) => () => toolbox.tool(name, report)),
    ...BUNDLE_NAMES.filter((name) => wanted.has(name)).map((name) => () => toolbox.debianRoot(name, report)),
  ];
  let failures = 0;
  for (const task of tasks) {
    try {
      console.log(await task());
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures += 1;
      report.line(`error: ${error.message}`);
    }
  }
  await toolbox.releaseCompilerCaches(report);
  return failures === 0 ? 0 : 1;
}

async function list(toolbox: Toolbox): Promise<void> {
  for (const name of TOOL_NAMES) console.log(await toolLine(name, toolbox));
  for (const name of BUNDLE_NAMES) console.log(await bundleLine(name, toolbox));
}

async function toolLine(name: ToolName, toolbox: Toolbox): Promise<string> {
  const found = await toolbox.locate(name);
  const version = (found.place === "nowhere" ? undefined : found.version) ?? TOOLS[name].version;
  const where = found.place === "nowhere" ? ["not there yet", ...found.refused].join("; ") : found.binary;
  return `${name.padEnd(26)}${version.padEnd(12)}${where}`;
}

async function bundleLine(name: BundleName, toolbox: Toolbox): Promise<string> {
  return `${name.padEnd(26)}${"Debian".padEnd(12)}${(await toolbox.hasBundle(name)) ? "unpacked" : "not there yet"}`;
}

async function main(): Promise<void> {
  const toolbox = new Toolbox(thisMachine());
  const program = new Command("groundplan-lab-tools").description("the tools of the embedded lab");
  program
    .command("ensure")
    .description("get tools and Debian bundles, all of them by default; prints a path for each")
    .argument("[names...]")
    .action(async (names: string[]) => {
      process.exitCode = await ensure(names, toolbox, terminalReport(process.stderr));
    });
  program
    .command("list")
    .description("what there is and where")
    .action(() => list(toolbox));
  await program.parseAsync();
}

main().catch((error: unknown) => {
  console.error(error instanceof Failure ? `error: ${error.message}` : error);
  process.exitCode = 1;
});
