import { Command } from "commander";
import { planCommand } from "./artifact/plan.js";
import { releaseCommand } from "./artifact/release.js";

/** `groundplan artifact …`. */
export function artifactCommand(): Command {
  return new Command("artifact")
    .addCommand(planCommand())
    .addCommand(releaseCommand());
}
