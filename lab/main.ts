import { Command } from "commander";
import { Failure } from "../model/shared/errors.js";
import {
  down,
  hostFacts,
  labStatus,
  NODES,
  PROFILES,
  renderStatus,
  restartNode,
  toolboxSource,
  up,
} from "./profiles/index.js";
import { terminalReport } from "./report.js";
import { FOLDER_VARIABLE, openLabFolder } from "./state/folder.js";
import { releaseCompilerCaches } from "./toolbox/index.js";

/** The command line of the lab: `up [profiles…] | down | status | nodes restart <node>`. */
export function labCommand(): Command {
  const program = new Command("lab").description(
    `a cluster, nodes, a registry and a gateway of this checkout, in .lab/ (or where ${FOLDER_VARIABLE} says)`,
  );
  program
    .command("up")
    .argument(
      "[profiles...]",
      `which; without names all that this host can run (${PROFILES.map((p) => p.name).join(", ")})`,
    )
    .description("start what does not run; what is well stays as it is")
    .action(async (profiles: string[]) => {
      const folder = openLabFolder(process.env);
      const report = terminalReport();
      const begin = performance.now();
      const result = await up({ folder, host: hostFacts(), tools: toolboxSource(report), report, profiles });
      await releaseCompilerCaches(report);
      const seconds = ((performance.now() - begin) / 1000).toFixed(1);
      const news = result.started.length === 0 ? "all was well" : `started ${result.started.join(", ")}`;
      report.line(`up: ${result.profiles.join(", ")} (${news}; ${seconds} s)`);
    });
  program
    .command("down")
    .description("stop everything and leave nothing behind but the state folder")
    .action(async () => {
      const report = terminalReport();
      const stopped = await down(openLabFolder(process.env), report);
      report.line(stopped === 0 ? "nothing was running" : `stopped ${stopped} processes`);
    });
  program
    .command("status")
    .description("what runs; exit code 1 when something is wrong")
    .action(async () => {
      const folder = openLabFolder(process.env);
      const daemons = await labStatus(folder);
      console.log(renderStatus(folder, daemons));
      if (daemons.some(({ wrong }) => wrong !== undefined)) process.exitCode = 1;
    });
  program
    .command("nodes")
    .description("the Linux nodes")
    .command("restart")
    .argument("<node>", NODES.join(", "))
    .description("cut a node's power and start it again; its disks stay")
    .action(async (name: string) => {
      const folder = openLabFolder(process.env);
      const report = terminalReport();
      const request = { folder, host: hostFacts(), tools: toolboxSource(report), report };
      report.line(`started ${(await restartNode(request, name)).join(", ")}`);
    });
  return program;
}

if (require.main === module) {
  labCommand()
    .parseAsync()
    .catch((error: unknown) => {
      console.error(error instanceof Failure ? error.message : error);
      process.exitCode = 1;
    });
}
