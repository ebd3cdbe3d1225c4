import type { Problem } from "../../shared/problem.js";
import { isV4 } from "../scalars/ip-address.js";
import { parseRange, rangeHoldsRange } from "../scalars/ip-range.js";
import type { NetworkResource } from "../types/network-resource.js";
import type { WireguardPeer } from "../types/wireguard-peer.js";
import { below, fault, faultIf, faultWhen, repeated, type Place, type RuleContext } from "./rule.js";
import { cipherFault, endpointFault, portFault, wireguardKeyFault } from "./value-faults.js";

/** Rules of one node's part of a network. */
export function networkResourceProblems(
  resource: NetworkResource,
  place: Place,
  { backend }: RuleContext,
): readonly Problem[] {
  const secret = resource.wireguardPrivateKeyEncrypted;
  const peers = resource.peers.map((peer, index) => ({ peer, at: below(place, "peers", index) }));
  return [
    ...faultWhen(resource.name === "", below(place, "name"), "network-name", "must be the network's name"),
    ...subnetProblems(resource, place),
    // In every version this one is a sealed box. A ledger's nodes make their keys, and keep the private ones.
    ...faultIf(
      below(place, "wireguardPrivateKeyEncrypted"),
      "cipher",
      secret === "" && backend === "ledger" ? undefined : cipherFault(secret, 0),
    ),
    ...faultIf(
      below(place, "wireguardPublicKey"),
      "key",
      resource.wireguardPublicKey === "" && backend === "ledger"
        ? undefined
        : wireguardKeyFault(resource.wireguardPublicKey),
    ),
    ...faultIf(below(place, "wireguardListenPort"), "port", portFault(resource.wireguardListenPort)),
    ...peers.flatMap(({ peer, at }) => peerProblems(peer, at)),
    ...repeated(
      peers,
      ({ peer }) => peer.publicKey,
      ({ at }) => fault(below(at, "publicKey"), "peer", "is the key of another peer as well"),
    ),
    ...peers.flatMap(({ peer, at }) =>
      faultWhen(
        peer.publicKey !== "" && peer.publicKey === resource.wireguardPublicKey,
        below(at, "publicKey"),
        "peer",
        "is the node's own key",
      ),
    ),
  ];
}

function subnetProblems({ networkIprange, iprange }: NetworkResource, place: Place): readonly Problem[] {
  const network = parseRange(networkIprange);
  const subnet = parseRange(iprange);
  return [
    ...faultWhen(
      network === undefined,
      below(place, "networkIprange"),
      "range",
      "must be the network's range",
    ),
    ...faultWhen(subnet === undefined, below(place, "iprange"), "range", "must be the node's subnet"),
    ...faultWhen(
      subnet !== undefined && !isV4(subnet.address),
      below(place, "iprange"),
      "subnet",
      "must be IPv4; nodes derive IPv6 addresses themselves",
    ),
    ...faultWhen(
      network !== undefined && subnet !== undefined && !rangeHoldsRange(network, subnet),
      below(place, "iprange"),
      "subnet",
      `${iprange} must be inside the network's range ${networkIprange}`,
    ),
  ];
}

function peerProblems(peer: WireguardPeer, place: Place): readonly Problem[] {
  return [
    ...faultIf(below(place, "publicKey"), "key", wireguardKeyFault(peer.publicKey)),
    ...faultIf(
      below(place, "endpoint"),
      "peer",
      peer.endpoint === "" ? undefined : endpointFault(peer.endpoint),
    ),
    ...faultWhen(peer.iprange === "", below(place, "iprange"), "peer", "must be the peer's subnet"),
    ...faultWhen(
      peer.allowedIprange.length === 0,
      below(place, "allowedIprange"),
      "peer",
      "must have the ranges that are reached by this peer",
    ),
    ...peer.allowedIprange.flatMap((range, index) =>
      faultWhen(range === "", below(place, "allowedIprange", index), "peer", "must be a range"),
    ),
  ];
}
