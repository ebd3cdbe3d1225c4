import { KEEPALIVE } from "../../../model/reservation/network/client-configuration.js";
import { parseIp } from "../../../model/reservation/scalars/ip-address.js";
import type { NetworkPeer } from "../network-resource.js";
import type { FoundPeer } from "./found.js";

/** Peers as an input: those that were configured in their order, then whatever else the tunnel has. */
export function peersFound(
  found: readonly FoundPeer[],
  configured: readonly NetworkPeer[],
): readonly NetworkPeer[] {
  const byKey = new Map(found.map((peer) => [peer.publicKey, peer]));
  const known = configured.flatMap((peer) => {
    const there = byKey.get(peer.publicKey);
    byKey.delete(peer.publicKey);
    return there === undefined ? [] : [peerFound(there, peer)];
  });
  const others = [...byKey.values()].sort((one, other) => (one.publicKey < other.publicKey ? -1 : 1));
  return [...known, ...others.map(strangePeer)];
}

/** What differs of peers and is no input. */
export function peerDrift(found: readonly FoundPeer[]): readonly string[] {
  return found.flatMap(({ publicKey, presharedKey, keepalive }) => [
    ...(keepalive === String(KEEPALIVE)
      ? []
      : [`keepalive of peer ${publicKey}: ${keepalive} instead of ${KEEPALIVE}`]),
    ...(presharedKey ? [`preshared key of peer ${publicKey}: not ours`] : []),
  ]);
}

function peerFound(found: FoundPeer, peer: NetworkPeer): NetworkPeer {
  const ranges = rangesOf(found);
  const same =
    ranges.length === peer.allowedRanges.length && peer.allowedRanges.every((one) => ranges.includes(one));
  return {
    ...peer,
    endpoint: endpointFound(found, peer),
    allowedRanges: same ? peer.allowedRanges : ranges,
  };
}

/** A peer that has called is wherever it called from; a name was looked up long ago. Neither is a difference. */
function endpointFound({ endpoint, handshake }: FoundPeer, peer: NetworkPeer): string {
  const host = peer.endpoint.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
  const isName = host !== "" && parseIp(host) === undefined;
  return handshake || (isName && endpoint !== "") ? peer.endpoint : endpoint;
}

function strangePeer(found: FoundPeer): NetworkPeer {
  const allowedRanges = rangesOf(found);
  const { publicKey, endpoint } = found;
  return { publicKey, endpoint, range: allowedRanges[0] ?? "", allowedRanges };
}

function rangesOf({ allowedRanges }: FoundPeer): string[] {
  return allowedRanges === "" ? [] : allowedRanges.split(",");
}
