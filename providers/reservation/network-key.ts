import { z } from "zod";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { defineKind } from "../runtime/kind.js";
import { signedByExplorer } from "./explorer/replace-when.js";

const inputs = z.strictObject({
  /** The network's name. */
  name: z.string().min(1),
  ...workloadInputs,
});

/** Inputs of {@link networkKey}. */
export type NetworkKeyInputs = z.output<typeof inputs>;

/** Outputs of {@link networkKey}. */
export type NetworkKeyOutputs = WorkloadOutputs & {
  /** Base64. */
  publicKey: string;
};

/**
 * A node's WireGuard key for one network. It is made on the node and stays there; what others need is `publicKey`.
 * A key that got lost is made anew, and all neighbours are given the new one in the same update.
 */
export const networkKey = defineKind<NetworkKeyInputs, NetworkKeyOutputs>({
  name: "reservation.NetworkKey",
  module: "reservation",
  type: "NetworkKey",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS, "publicKey"],
  replaceOn: ["node", "explorer"],
  replaceWhen: signedByExplorer(),
  plansInOperations: true,
  naturalKey: ({ node, name }) => `${node}/networkkey/${name}`,
  handlers: async () => (await import("./network-key.handlers.js")).networkKeyHandlers,
});
