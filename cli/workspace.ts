import { Command } from "commander";
import { diffCommand } from "./workspace/diff.js";
import { healthCommand } from "./workspace/health.js";
import { renderCommand } from "./workspace/render.js";

/** `groundplan workspace …`. */
export function workspaceCommand(): Command {
  return new Command("workspace")
    .addCommand(renderCommand())
    .addCommand(diffCommand())
    .addCommand(healthCommand());
}
