import { gateway4To6 } from "../../../providers/gateway/four-to-six.js";
import { gatewayDelegate } from "../../../providers/gateway/delegate.js";
import { gatewayProxy } from "../../../providers/gateway/proxy.js";
import { gatewayReverseProxy } from "../../../providers/gateway/reverse-proxy.js";
import { gatewaySubdomain } from "../../../providers/gateway/subdomain.js";
import type { AnyKind } from "../../../providers/runtime/kind.js";

export const CANARY = "7:canary-9c4e-of-a-tunnel";
const KEYS = [
  "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=",
  "TrMvSoP4jYQlY6RIzBgbssQqY3vxI2Pi+y71lOWWXX0=",
] as const;

/** One kind of gateways on explorers. */
export interface Row {
  readonly kind: AnyKind;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** What is told once it is there. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** A change of what is sent. */
  readonly change: Readonly<Record<string, unknown>>;
  /** What somebody else makes of the workload, and the inputs that show it. */
  readonly drift: readonly [Readonly<Record<string, unknown>>, readonly string[]];
  /** Secrets that its gateway reads. Default none. */
  readonly secrets?: readonly string[];
  /** What a stack must say besides to keep it itself. */
  readonly ofStack: Readonly<Record<string, unknown>>;
}

export const ROWS: readonly (readonly [string, Row])[] = [
  [
    "proxy",
    {
      kind: gatewayProxy,
      inputs: { domain: "shop.example.com", addr: "10.1.2.3", port: 80, portTls: 443 },
      outputs: { addr: "10.1.2.3" },
      change: { addr: "10.1.2.4" },
      drift: [{ addr: "192.0.2.66", portTls: 8443 }, ["addr", "portTls"]],
      ofStack: {},
    },
  ],
  [
    "reverse proxy",
    {
      kind: gatewayReverseProxy,
      inputs: { domain: "home.example.com", secret: CANARY, customer: "7" },
      outputs: { domain: "home.example.com" },
      change: { secret: `${CANARY}-another` },
      drift: [{ domain: "away.example.com" }, ["domain"]],
      secrets: [CANARY],
      ofStack: {},
    },
  ],
  [
    "subdomain",
    {
      kind: gatewaySubdomain,
      inputs: { domain: "www.apps.example.com", ips: ["2001:db8::1", "192.0.2.1"] },
      outputs: { fqdn: "www.apps.example.com", ips: ["192.0.2.1", "2001:db8::1"] },
      change: { ips: ["192.0.2.2"] },
      drift: [{ ips: ["192.0.2.66"] }, ["ips"]],
      ofStack: { nameServer: "lab" },
    },
  ],
  [
    "delegation",
    {
      kind: gatewayDelegate,
      inputs: { domain: "example.org" },
      outputs: { zone: "example.org" },
      change: { domain: "example.net" },
      drift: [{ domain: "example.edu" }, ["domain"]],
      ofStack: { nameServer: "lab", nameServers: ["ns1.example.com"] },
    },
  ],
  [
    "4to6",
    {
      kind: gateway4To6,
      inputs: { publicKey: KEYS[0] },
      outputs: {
        ips: ["fd8f:a1f3::9"],
        peers: [
          {
            publicKey: "kDd5mB6L4gkd3U5W287JeQu7urFzBYH51JQZUrJd8Hg=",
            endpoint: "192.0.2.9:51820",
            allowedIps: ["::/0"],
          },
        ],
        config: [
          "[Interface]",
          "Address = fd8f:a1f3::9/128",
          "",
          "[Peer]",
          "PublicKey = kDd5mB6L4gkd3U5W287JeQu7urFzBYH51JQZUrJd8Hg=",
          "Endpoint = 192.0.2.9:51820",
          "AllowedIPs = ::/0",
          "PersistentKeepalive = 25",
          "",
        ].join("\n"),
      },
      change: { publicKey: KEYS[1] },
      drift: [{ publicKey: KEYS[1] }, ["publicKey"]],
      ofStack: {},
    },
  ],
];
