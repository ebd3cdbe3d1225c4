import { formatIp } from "../../../model/reservation/scalars/ip-address.js";
import { addressIn, networkRange, parseRange } from "../../../model/reservation/scalars/ip-range.js";
import type { NetworkResource } from "../../../model/reservation/types/network-resource.js";
import type { ExplorerWorkload } from "../explorer/definition.js";
import { parseSealedKey } from "../network-key/sealed-key.js";
import type { NetworkResourceInputs, NetworkResourceOutputs } from "../network-resource.js";
import { networkResourceWorkload } from "./workload.js";

/** Nodes' parts of networks on explorers. Workloads refer to a network by its name there. */
export const networkResourceOnExplorer: ExplorerWorkload<
  NetworkResourceInputs,
  NetworkResourceOutputs,
  NetworkResource
> = {
  sort: "network",
  type: 10,
  is: (workload) => workload.workloadType === 10,
  workload: (inputs) => {
    const key = parseSealedKey(inputs.key);
    return {
      ...networkResourceWorkload(inputs),
      wireguardPublicKey: key?.publicKey ?? "",
      wireguardPrivateKeyEncrypted: key?.sealed ?? "",
    };
  },
  refusals: ({ key }) =>
    parseSealedKey(key) === undefined
      ? ["key: must be the workloadId of a NetworkKey for the same node and explorer"]
      : [],
  asFound: (workload, last) => {
    const { name, networkIprange, iprange, wireguardListenPort, peers } = workload;
    return {
      ...last,
      ...{ name, networkRange: networkIprange, range: iprange, listenPort: wireguardListenPort },
      peers: peers.map((peer) => ({
        publicKey: peer.publicKey,
        endpoint: peer.endpoint,
        range: peer.iprange,
        allowedRanges: [...peer.allowedIprange],
      })),
    };
  },
  outputs: (answer, { name, iprange, wireguardPublicKey }) => {
    const subnet = parseRange(iprange);
    return {
      ...answer,
      networkId: name,
      publicKey: wireguardPublicKey,
      namespace: "",
      bridge: "",
      gateway: subnet === undefined ? "" : formatIp(addressIn(networkRange(subnet), 1)),
    };
  },
  renewal: {
    fields: ["peers", "listenPort", "key"],
    id: ({ name, node }, tid) => `${tid}/${name}/${node}`,
  },
};
