import { z } from "zod";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { defineKind } from "../runtime/kind.js";
import { signedByExplorer } from "./explorer/replace-when.js";
import { ipv4, ipv4Range } from "./network/values.js";

const inputs = z.strictObject({
  /** With the length of its network part, as `185.69.166.10/24`. */
  address: ipv4Range,
  /** Router of the address, where it is another than the node's own. Default the node's. */
  gateway: ipv4.optional(),
  /** Who has it: an address in a network on the node, by the network's `networkId`. Needed without `explorer`. */
  target: z.strictObject({ network: z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{13}$/), ip: ipv4 }).optional(),
  ...workloadInputs,
});

/** Inputs of {@link publicIp}. */
export type PublicIpInputs = z.output<typeof inputs>;

/** Outputs of {@link publicIp}. */
export type PublicIpOutputs = WorkloadOutputs & {
  /** The address without its prefix. */
  ip: string;
};

/**
 * A public address for a workload: the node takes it on its outside link, and everything to and from it is the
 * workload's. Another workload can be given it in place.
 */
export const publicIp = defineKind<PublicIpInputs, PublicIpOutputs>({
  name: "reservation.PublicIp",
  module: "reservation",
  type: "PublicIp",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS, "ip"],
  replaceOn: ["node", "explorer", "address"],
  replaceWhen: signedByExplorer(),
  plansInOperations: true,
  naturalKey: ({ node, address }) => `${node}/publicip/${address}`,
  problems: ({ explorer, target }) =>
    explorer === undefined && target === undefined
      ? [{ path: "target", reason: "is missing; the network and the address of the workload that gets it" }]
      : [],
  handlers: async () => (await import("./public-ip.handlers.js")).publicIpHandlers,
});
