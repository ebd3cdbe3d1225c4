import { z } from "zod";
import type { NodeWorkload } from "../../node/definition.js";
import { packetFilterLacks } from "../network/lacks.js";
import type { PublicIpInputs, PublicIpOutputs } from "../public-ip.js";
import { ENSURE_ADDRESS, SERVICE } from "./scripts/ensure.sh.js";
import { INSPECT_ADDRESSES } from "./scripts/inspect.sh.js";
import { REMOVE_ADDRESS } from "./scripts/remove.sh.js";

const found = z.object({
  /** What the node has compared, a line each. */
  differences: z.array(z.string()),
});

/** A public address on a node. */
export const publicIpOnNode: NodeWorkload<PublicIpInputs, z.output<typeof found>, PublicIpOutputs> = {
  sort: "publicip",
  order: 40,
  lacks: (_inputs, facts) => packetFilterLacks(facts),
  ensure: ENSURE_ADDRESS,
  inspect: INSPECT_ADDRESSES,
  remove: REMOVE_ADDRESS,
  parameters: ({ address, gateway = "", target }) => ({
    address,
    ip_address: withoutPrefix(address),
    gateway,
    network: target?.network ?? "",
    target: target?.ip ?? "",
    service: SERVICE,
  }),
  found,
  asFound: ({ differences }, { inputs }) => ({
    inputs,
    outputs: { ip: withoutPrefix(inputs.address) },
    drift: differences,
  }),
  steps: (old, { address = "?", node = "the node", target }) => {
    const whose = target === undefined ? "a workload that is not known yet" : target.ip;
    const same = old?.target?.ip === target?.ip && old?.target?.network === target?.network;
    return old !== undefined && same
      ? []
      : [`${old === undefined ? "take" : "move"} ${address} on ${node} for ${whose}`];
  },
};

function withoutPrefix(address: string): string {
  return address.replace(/\/\d+$/, "");
}
