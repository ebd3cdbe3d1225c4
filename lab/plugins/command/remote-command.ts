import type { Bag } from "../rpc/bag.js";
import { checkConnection } from "./check-connection.js";
import type { CommandKind, Doing } from "./lifecycle.js";
import { runRemotely } from "./remote-run.js";

/** `command:remote:Command`. */
export const remoteCommand: CommandKind = {
  inputs: [
    "addPreviousOutputInEnv",
    "connection",
    "create",
    "delete",
    "environment",
    "logging",
    "stdin",
    "triggers",
    "update",
  ],
  computed: ["stdout", "stderr"],
  idPrefix: (name) => name,
  check: checkConnection,
  create: (inputs, doing) => run(inputs["create"], inputs, {}, doing),
  update: (inputs, olds, doing) => run(inputs["update"] ?? inputs["create"], inputs, olds, doing),
  delete: async (state, doing) => {
    await run(state["delete"], state, state, doing);
  },
};

async function run(command: unknown, inputs: Bag, olds: Bag, doing: Doing): Promise<Bag> {
  if (typeof command === "string") return runRemotely(command, inputs, olds, doing);
  return { stdout: olds["stdout"] ?? "", stderr: olds["stderr"] ?? "" };
}
