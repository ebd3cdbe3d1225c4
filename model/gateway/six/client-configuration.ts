/** Seconds between signs of life, so that the way back through firewalls stays open. */
const KEEPALIVE = 25;

/** What a gateway answers of one customer's IPv6. */
export interface SixAddresses {
  /** The customer's addresses. */
  readonly ips: readonly string[];
  /** The gateway as WireGuard knows it. */
  readonly peers: readonly {
    readonly publicKey: string;
    /** `host:port`, an IPv6 address in brackets. */
    readonly endpoint: string;
    readonly allowedIps: readonly string[];
  }[];
}

/** The configuration for `wg-quick` without the private key, which only the customer has; empty without addresses. */
export function sixConfiguration({ ips, peers }: SixAddresses): string {
  if (ips.length === 0) return "";
  const sections = peers.map(({ publicKey, endpoint, allowedIps }) => [
    "",
    "[Peer]",
    `PublicKey = ${publicKey}`,
    `Endpoint = ${endpoint}`,
    `AllowedIPs = ${allowedIps.join(", ")}`,
    `PersistentKeepalive = ${KEEPALIVE}`,
  ]);
  const addresses = ips.map((ip) => (ip.includes("/") ? ip : `${ip}/128`));
  return ["[Interface]", `Address = ${addresses.join(", ")}`, ...sections.flat(), ""].join("\n");
}
