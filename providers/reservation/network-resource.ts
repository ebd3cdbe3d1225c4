import { z } from "zod";
import { endpointFault } from "../../model/reservation/rules/value-faults.js";
import { formatRange, networkRange, parseRange } from "../../model/reservation/scalars/ip-range.js";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { defineKind } from "../runtime/kind.js";
import { signedByExplorer } from "./explorer/replace-when.js";
import { ipv4Range, port, publicKey } from "./network/values.js";
import { networkResourceFaults } from "./network-resource/faults.js";

const peer = z.strictObject({
  /** Base64. */
  publicKey,
  /** `host:port`; empty for one that calls by itself. Default empty. */
  endpoint: z
    .string()
    .refine((text) => text === "" || endpointFault(text) === undefined, "must be host:port, or empty")
    .default(""),
  /** The peer's subnet. */
  range: ipv4Range,
  /** What is sent to this peer. */
  allowedRanges: z.array(ipv4Range).min(1),
});
/** Another end of a network's tunnels. */
export type NetworkPeer = z.output<typeof peer>;

const inputs = z.strictObject({
  /** The network's name. */
  name: z.string().min(1),
  /** The whole network, as `10.10.0.0/16`. */
  networkRange: ipv4Range,
  /** The node's part of it, as `10.10.1.0/24`. */
  range: ipv4Range,
  /** Port of UDP on the node. */
  listenPort: port,
  /** Default none. */
  peers: z.array(peer).default([]),
  /** `workloadId` of the node's {@link networkKey}. Needed without `explorer`. */
  key: z.string().min(1).optional(),
  ...workloadInputs,
});

/** Inputs of {@link networkResource}. */
export type NetworkResourceInputs = z.output<typeof inputs>;

/** Outputs of {@link networkResource}. */
export type NetworkResourceOutputs = WorkloadOutputs & {
  /** 13 characters; what workloads in the network refer to. */
  networkId: string;
  /** The node's own key, base64. */
  publicKey: string;
  /** Network namespace on the node that has the bridge and the tunnel. */
  namespace: string;
  /** Bridge in that namespace; workloads are its ports. */
  bridge: string;
  /** Address of the bridge: the default route of workloads. */
  gateway: string;
};

/**
 * One node's part of a network: a namespace with a bridge for workloads, a WireGuard tunnel to the other nodes, and a
 * way out to wherever the node itself gets. Peers, ranges and the port change in place.
 */
export const networkResource = defineKind<NetworkResourceInputs, NetworkResourceOutputs>({
  name: "reservation.NetworkResource",
  module: "reservation",
  type: "NetworkResource",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS, "networkId", "publicKey", "namespace", "bridge", "gateway"],
  replaceOn: ["node", "explorer", "name", "networkRange", "range"],
  replaceWhen: signedByExplorer("peers", "listenPort", "key"),
  plansInOperations: true,
  naturalKey: ({ node, name }) => `${node}/network/${name}`,
  // WireGuard keeps ranges without host bits.
  normalise: (given) => ({
    ...given,
    peers: given.peers.map((one) => ({ ...one, allowedRanges: one.allowedRanges.map(withoutHostBits) })),
  }),
  problems: networkResourceFaults,
  handlers: async () => (await import("./network-resource.handlers.js")).networkResourceHandlers,
});

function withoutHostBits(text: string): string {
  const range = parseRange(text);
  return range === undefined ? text : formatRange(networkRange(range));
}
