import type { PlannedClient } from "./network-plan.js";

/** Seconds between signs of life, so that the way back through firewalls stays open. */
export const KEEPALIVE = 20;

/**
 * The configuration that a machine outside gives to `wg-quick`. Contains the private key: a secret.
 * @param privateKey Base64.
 */
export function clientConfiguration({ address, subnet, peer }: PlannedClient, privateKey: string): string {
  return [
    "[Interface]",
    `Address = ${subnet}, ${address}`,
    `PrivateKey = ${privateKey}`,
    "",
    "[Peer]",
    `PublicKey = ${peer.publicKey}`,
    `Endpoint = ${peer.endpoint}`,
    `AllowedIPs = ${peer.allowedIprange.join(", ")}`,
    `PersistentKeepalive = ${KEEPALIVE}`,
    "",
  ].join("\n");
}
