import { networkResourceSchema, type NetworkResource } from "../../../model/reservation/types/index.js";
import type { NetworkResourceInputs } from "../network-resource.js";

/** The model's form. The node's own key is no input: its two fields are empty. */
export function networkResourceWorkload(inputs: NetworkResourceInputs): NetworkResource {
  return networkResourceSchema.parse({
    nodeId: inputs.node,
    description: inputs.description,
    metadata: inputs.metadata,
    name: inputs.name,
    networkIprange: inputs.networkRange,
    wireguardListenPort: inputs.listenPort,
    iprange: inputs.range,
    peers: inputs.peers.map(({ publicKey, endpoint, range, allowedRanges }) => ({
      publicKey,
      endpoint,
      iprange: range,
      allowedIprange: allowedRanges,
    })),
  });
}
