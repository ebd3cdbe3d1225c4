import { z } from "zod";
import { sixConfiguration } from "../../../model/gateway/six/client-configuration.js";
import { endpointText } from "../../../model/gateway/six/endpoint.js";
import { ownerMark } from "../../../model/shared/ownership.js";
import type { FoundState, LastState, NodeWorkload } from "../../node/definition.js";
import { wireguardLacks } from "../../reservation/network/lacks.js";
import type { Gateway4To6Inputs, Gateway4To6Outputs } from "../four-to-six.js";
import { FOUR_TO_SIX_ENSURE } from "./scripts/ensure.sh.js";
import { FOUR_TO_SIX_INSPECT } from "./scripts/inspect.sh.js";
import { FOUR_TO_SIX_REMOVE } from "./scripts/remove.sh.js";

/** Seconds, as WireGuard tells it. */
const KEEPALIVE = "25";
/** Everything of IPv6. */
const EVERYTHING = "::/0";

const found = z.object({
  /** The client's key and range as the node remembers them; empty before they were first set. */
  peer: z.string(),
  range: z.string(),
  /** Whether the network's link is there. */
  link: z.boolean(),
  /** The gateway's key and where it is dialled; empty and null without a network. */
  gatewayKey: z.string(),
  host: z.string(),
  port: z.int().nullable(),
  /** The client's key when the link has it, with what it has of it. */
  key: z.string().nullable(),
  preshared: z.boolean(),
  /** With commas between them; a dash for none. */
  ranges: z.string(),
  keepalive: z.string(),
  /** Whose the client's range is on the link. */
  holder: z.string().nullable(),
});

/** What is found of a client of the IPv6 network. */
export type FourToSixFound = z.output<typeof found>;

/** A client of a Linux node's IPv6 network. */
export const fourToSixOnNode: NodeWorkload<Gateway4To6Inputs, FourToSixFound, Gateway4To6Outputs> = {
  sort: "foursix",
  order: 50,
  lacks: (_inputs, facts) => wireguardLacks(facts),
  ensure: FOUR_TO_SIX_ENSURE,
  inspect: FOUR_TO_SIX_INSPECT,
  remove: FOUR_TO_SIX_REMOVE,
  claims: ({ publicKey, customer }) => [
    `the key ${publicKey}`,
    ...(customer === "" ? [] : [`the address of customer ${customer}`]),
  ],
  parameters: ({ publicKey, customer }, _node, { scope, resource }) => ({
    peer: publicKey,
    customer,
    user: customer === "" ? ownerMark(scope, resource) : customer,
  }),
  found,
  asFound,
  steps: (old, { node = "the node", publicKey = "a key that is not known yet" }) => {
    if (old === undefined) return [`give ${publicKey} an IPv6 address of ${node}`];
    return old.publicKey === publicKey
      ? []
      : [`give the address to ${publicKey} instead of ${old.publicKey}`];
  },
};

function asFound(
  there: FourToSixFound,
  { inputs, outputs }: LastState<Gateway4To6Inputs, Gateway4To6Outputs>,
): FoundState<Gateway4To6Inputs, Gateway4To6Outputs> {
  const { range, gatewayKey, host, port, key, holder } = there;
  const ips = range === "" ? [] : [range.replace(/\/128$/, "")];
  const peers =
    port === null || gatewayKey === ""
      ? (outputs.peers ?? [])
      : [{ publicKey: gatewayKey, endpoint: endpointText(host, port), allowedIps: [EVERYTHING] }];
  return {
    // Whoever has the address is the client, as far as the network knows.
    inputs: key === null && holder !== null ? { ...inputs, publicKey: holder } : inputs,
    outputs: { ips, peers, config: sixConfiguration({ ips, peers }) },
    drift: driftOf(there),
  };
}

function driftOf({
  link,
  key,
  preshared,
  range,
  ranges,
  keepalive,
  holder,
}: FourToSixFound): readonly string[] {
  if (!link) return ["link of the IPv6 network: missing"];
  if (key === null) return holder === null ? ["peer: missing"] : [];
  return [
    ...(ranges === range
      ? []
      : [`range of the peer: ${ranges === "-" ? "none" : ranges} instead of ${range}`]),
    ...(holder === null || holder === key ? [] : [`range ${range}: is that of the peer ${holder}`]),
    ...(keepalive === KEEPALIVE ? [] : [`keepalive of the peer: ${keepalive} instead of ${KEEPALIVE}`]),
    ...(preshared ? ["preshared key of the peer: not ours"] : []),
  ];
}
