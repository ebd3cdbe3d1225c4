import type { FoundState, LastState } from "../../node/definition.js";
import { nodeNetwork } from "../network/names.js";
import type { NetworkResourceInputs, NetworkResourceOutputs } from "../network-resource.js";
import { networkAddresses } from "./addresses.js";
import type { NetworkFound } from "./found.js";
import { linkDrift } from "./link-drift.js";
import { peerDrift, peersFound } from "./peers-found.js";

/** Peers and port are inputs, the rest is told in lines. */
export function networkAsFound(
  { workload, links, routes, device, differences }: NetworkFound,
  { inputs, outputs }: LastState<NetworkResourceInputs, NetworkResourceOutputs>,
): FoundState<NetworkResourceInputs, NetworkResourceOutputs> {
  const { networkId, namespace, bridge, tunnel } = nodeNetwork(workload);
  const wanted = networkAddresses(inputs);
  return {
    inputs:
      device === null
        ? inputs
        : { ...inputs, listenPort: device.listenPort, peers: [...peersFound(device.peers, inputs.peers)] },
    outputs: {
      networkId,
      publicKey: device?.publicKey ?? outputs.publicKey ?? "",
      namespace,
      bridge,
      gateway: wanted.gateway,
    },
    drift: [
      ...(links === null ? [`namespace ${namespace}: missing`] : []),
      ...(links !== null && device === null ? [`tunnel ${tunnel}: missing`] : []),
      ...(links === null
        ? []
        : linkDrift(links, routes ?? [], wanted, { networkId, namespace, bridge, tunnel })),
      ...peerDrift(device?.peers ?? []),
      ...differences,
    ],
  };
}
