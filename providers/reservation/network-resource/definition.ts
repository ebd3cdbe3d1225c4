import type { NodeWorkload } from "../../node/definition.js";
import { packetFilterLacks, wireguardLacks } from "../network/lacks.js";
import type { NetworkResourceInputs, NetworkResourceOutputs } from "../network-resource.js";
import { networkAddresses } from "./addresses.js";
import { networkAsFound } from "./as-found.js";
import { networkFound, type NetworkFound } from "./found.js";
import { peerConfig } from "./peer-config.js";
import { ENSURE_NETWORK, SERVICES } from "./scripts/ensure.sh.js";
import { INSPECT_NETWORKS } from "./scripts/inspect.sh.js";
import { REMOVE_NETWORK } from "./scripts/remove.sh.js";
import { networkSteps } from "./steps.js";

/** A node's part of a network. */
export const networkResourceOnNode: NodeWorkload<
  NetworkResourceInputs,
  NetworkFound,
  NetworkResourceOutputs
> = {
  sort: "network",
  order: 10,
  lacks: (_inputs, facts) => [...packetFilterLacks(facts), ...wireguardLacks(facts)],
  ensure: ENSURE_NETWORK,
  inspect: INSPECT_NETWORKS,
  remove: REMOVE_NETWORK,
  parameters(inputs) {
    const { bridge, tunnel, network, routes } = networkAddresses(inputs);
    return {
      name: inputs.name,
      range: inputs.range,
      key: inputs.key ?? "",
      listen_port: inputs.listenPort,
      network_range: network,
      bridge_address: bridge,
      tunnel_address: tunnel,
      routes: routes.join(" "),
      peer_config: peerConfig(inputs.peers),
      ...SERVICES,
    };
  },
  found: networkFound,
  asFound: networkAsFound,
  steps: networkSteps,
};
