import { KEEPALIVE } from "../../../model/reservation/network/client-configuration.js";
import type { NetworkPeer } from "../network-resource.js";

/** The `[Peer]` sections of a configuration for `wg`. */
export function peerConfig(peers: readonly NetworkPeer[]): string {
  return peers.map(section).join("");
}

function section({ publicKey, endpoint, allowedRanges }: NetworkPeer): string {
  return [
    "",
    "[Peer]",
    `PublicKey = ${publicKey}`,
    ...(endpoint === "" ? [] : [`Endpoint = ${endpoint}`]),
    `AllowedIPs = ${allowedRanges.join(", ")}`,
    `PersistentKeepalive = ${KEEPALIVE}`,
    "",
  ].join("\n");
}
