import type { Bag } from "../rpc/bag.js";
import type { CommandKind, Doing } from "./lifecycle.js";
import { runLocally } from "./local-run.js";

/** `command:local:Command`. */
export const localCommand: CommandKind = {
  inputs: [
    "addPreviousOutputInEnv",
    "archivePaths",
    "assetPaths",
    "create",
    "delete",
    "dir",
    "environment",
    "interpreter",
    "logging",
    "stdin",
    "triggers",
    "update",
  ],
  computed: ["stdout", "stderr", "assets", "archive"],
  idPrefix: (name) => name,
  create: (inputs, doing) => run(inputs["create"], inputs, {}, doing),
  // Without a command for updates the one for creation runs again.
  update: (inputs, olds, doing) => run(inputs["update"] ?? inputs["create"], inputs, olds, doing),
  delete: async (state, doing) => {
    await run(state["delete"], state, state, doing);
  },
};

async function run(command: unknown, inputs: Bag, olds: Bag, doing: Doing): Promise<Bag> {
  if (typeof command === "string") return runLocally(command, inputs, olds, doing);
  return { stdout: olds["stdout"] ?? "", stderr: olds["stderr"] ?? "" };
}
