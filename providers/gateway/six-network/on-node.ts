import { z } from "zod";
import { endpointText } from "../../../model/gateway/six/endpoint.js";
import { fourToSixSubnet } from "../../../model/reservation/gateway/four-to-six.js";
import { canonicalIp } from "../../../model/reservation/scalars/ip-address.js";
import type { FoundState, LastState, NodeWorkload } from "../../node/definition.js";
import { packetFilterLacks, wireguardLacks } from "../../reservation/network/lacks.js";
import { dialledAt } from "../dialled-at.js";
import type { GatewaySixNetworkInputs, GatewaySixNetworkOutputs } from "../six-network.js";
import { SIX_NETWORK_ENSURE, SIX_SERVICES } from "./scripts/ensure.sh.js";
import { SIX_NETWORK_INSPECT } from "./scripts/inspect.sh.js";
import { SIX_NETWORK_REMOVE } from "./scripts/remove.sh.js";

/** Of packets through the tunnel, in bytes. */
const MTU = 1420;

/** What a second one cannot have. */
const CLAIM = "the place of the node's IPv6 network";

const link = z.object({
  mtu: z.int(),
  flags: z.array(z.string()),
  addr_info: z
    .array(
      z.object({ local: z.string().optional(), prefixlen: z.int().optional(), scope: z.string().optional() }),
    )
    .default([]),
});

const found = z.object({
  seed: z.string(),
  /** Where clients dial, without the port. */
  host: z.string(),
  /** Of the key that the node keeps; empty when it is gone or damaged. */
  publicKey: z.string(),
  /** Of the link; null when there is no link. */
  deviceKey: z.string().nullable(),
  port: z.int().nullable(),
  /** The link as `ip -j address` tells it, if it is there. */
  links: z.array(link),
  /** What the node itself has compared, a line each. */
  differences: z.array(z.string()),
});

/** What is found of a node's IPv6 network. */
export type SixNetworkFound = z.output<typeof found>;

/** The IPv6 network of a Linux node. */
export const sixNetworkOnNode: NodeWorkload<
  GatewaySixNetworkInputs,
  SixNetworkFound,
  GatewaySixNetworkOutputs
> = {
  sort: "sixnetwork",
  order: 15,
  lacks: (_inputs, facts) => [...packetFilterLacks(facts), ...wireguardLacks(facts)],
  ensure: SIX_NETWORK_ENSURE,
  inspect: SIX_NETWORK_INSPECT,
  remove: SIX_NETWORK_REMOVE,
  claims: () => [CLAIM],
  inspectParameters: () => ({ claim: CLAIM }),
  parameters: async ({ node: name, port, seed, masquerade }, node, context) => ({
    port,
    seed: seed ?? "",
    masquerade,
    host: await dialledAt(context, name, node),
    ...SIX_SERVICES,
  }),
  found,
  asFound,
  steps: (old, { node = "the node", port = "a port" }) => {
    if (old === undefined) return [`make an IPv6 network for clients of ${node}, port ${port}`];
    return old.port === port
      ? []
      : [`listen on port ${port} instead of ${old.port}; clients need the new one`];
  },
};

function asFound(
  { seed, host, publicKey, deviceKey, port, links, differences }: SixNetworkFound,
  { inputs, outputs }: LastState<GatewaySixNetworkInputs, GatewaySixNetworkOutputs>,
): FoundState<GatewaySixNetworkInputs, GatewaySixNetworkOutputs> {
  const range = fourToSixSubnet(Buffer.from(seed));
  const address = canonicalIp(range.replace(/::\/64$/, "::1")) ?? "";
  return {
    inputs: port === null ? inputs : { ...inputs, port },
    outputs: {
      // The last one is kept: what is planned from it must not fall over an empty one.
      publicKey: publicKey === "" ? (outputs.publicKey ?? "") : publicKey,
      endpoint: endpointText(host, port ?? inputs.port),
      range,
      address,
    },
    drift: [
      ...(publicKey === "" ? ["private key: missing"] : []),
      ...(deviceKey === null ? ["link gp-six: missing"] : []),
      ...(deviceKey === null || deviceKey === publicKey || publicKey === "" ? [] : ["private key: changed"]),
      ...(deviceKey === null ? [] : linkDrift(links, `${address}/64`)),
      ...differences,
    ],
  };
}

function linkDrift([device]: readonly z.output<typeof link>[], wanted: string): readonly string[] {
  if (device === undefined) return [];
  const addresses = device.addr_info
    .filter(({ scope }) => scope === "global")
    .map(({ local = "", prefixlen = 128 }) => `${local}/${prefixlen}`);
  return [
    ...(device.flags.includes("UP") ? [] : ["link: down"]),
    ...(device.mtu === MTU ? [] : [`link mtu: ${device.mtu} instead of ${MTU}`]),
    ...(addresses.includes(wanted) ? [] : [`address ${wanted}: missing`]),
    ...addresses.filter((one) => one !== wanted).map((one) => `address ${one}: not ours`),
  ];
}
