import { Command } from "commander";
import { planCommand } from "./artifact/plan.js";
import { releaseCommand } from "./artifact/release.js";
import { tektonCommand } from "./artifact/tekton.js";
import { validateCommand } from "./artifact/validate.js";

/** `groundplan artifact …`. */
export function artifactCommand(): Command {
  return new Command("artifact")
    .addCommand(validateCommand())
    .addCommand(tektonCommand())
    .addCommand(planCommand())
    .addCommand(releaseCommand());
}
