import { z } from "zod";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { defineKind } from "../runtime/kind.js";

const inputs = z.strictObject({
  ...workloadInputs,
  /** UDP port that clients dial. Default 51821. */
  port: z.int().min(1).max(65535).default(51821),
  /**
   * What the network's range and all addresses in it follow from; it is not secret. Default: a random one, which is
   * made on the node and kept there.
   */
  seed: z
    .string()
    .regex(/^[\x21-\x7e]{8,256}$/, "must be 8 to 256 characters of ASCII, without blanks")
    .optional(),
  /** Whether clients reach the world behind the node's own IPv6 address. Default true. */
  masquerade: z.boolean().default(true),
});

/** Inputs of {@link gatewaySixNetwork}. */
export type GatewaySixNetworkInputs = z.output<typeof inputs>;

/** Outputs of {@link gatewaySixNetwork}. */
export type GatewaySixNetworkOutputs = WorkloadOutputs & {
  /** WireGuard key of the gateway, base64. */
  publicKey: string;
  /** Where clients dial: `host:port`, with an IPv6 address in brackets. */
  endpoint: string;
  /** The /64 that clients get addresses out of. */
  range: string;
  /** The gateway's own address in it. */
  address: string;
};

/**
 * A network of IPv6 for clients that have none: a WireGuard tunnel on a node, in which each client gets the address
 * that follows from who it is. A node has one. It is not removed as long as it has clients.
 */
export const gatewaySixNetwork = defineKind<GatewaySixNetworkInputs, GatewaySixNetworkOutputs>({
  name: "gateway.GatewaySixNetwork",
  module: "gateway",
  type: "GatewaySixNetwork",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS, "publicKey", "endpoint", "range", "address"],
  replaceOn: ["node", "seed"],
  plansInOperations: true,
  naturalKey: ({ node }) => `${node}/sixnetwork`,
  problems: ({ explorer }) =>
    explorer === undefined
      ? []
      : [{ path: "explorer", reason: "is not for this network: gateways of an explorer have their own" }],
  handlers: async () => (await import("./six-network.handlers.js")).gatewaySixNetworkHandlers,
});
