import { z } from "zod";
import { domainFault } from "../../model/reservation/gateway/domain.js";
import { wireguardKeyFault } from "../../model/reservation/rules/value-faults.js";
import { parseIp } from "../../model/reservation/scalars/ip-address.js";
import { isStandIn } from "../references/scan.js";

const port = z.int().min(1).max(65_535);
const maybePort = z.int().min(0).max(65_535);
const seconds = z.int().min(1);
const name = z.string().min(1);

/** A text that is refused for a reason, unless it stands for a reference. */
function textWith(fault: (text: string) => string | undefined) {
  return z.string().superRefine((text, context) => {
    const message = isStandIn(text) ? undefined : fault(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
}

const ip = textWith((text) => (parseIp(text) === undefined ? "must be an IP address" : undefined));
/** Names are compared as they stand, so there is one way to write them. */
const domain = z.string().toLowerCase().pipe(textWith(domainFault));
const ttl = z.int().min(1).max(2_147_483_647);

const proxy = z
  .strictObject({
    domain,
    /** Where connections go: an IP address, or a host name that the gateway resolves. May be a reference. */
    addr: textWith((text) =>
      /^[A-Za-z0-9_.:-]+$/.test(text) ? undefined : "must be an IP address or a host name, without a port",
    ),
    /** For HTTP by host; 0 for none. Default 0. */
    port: maybePort.default(0),
    /** For TLS by server name; 0 for none. Default 0. */
    portTls: maybePort.default(0),
  })
  .refine(({ port: http, portTls }) => http !== 0 || portTls !== 0, {
    message: "forwards nothing: set port for HTTP, portTls for TLS, or both",
    path: ["port"],
  });

const reverseProxy = z.strictObject({
  domain,
  /** Where the client end leads HTTP to, on its own 127.0.0.1. Default 80. */
  localHttp: port.default(80),
  /** The same for TLS. Default 443. */
  localTls: port.default(443),
});

const subdomain = z.strictObject({
  domain,
  /** Default the gateway's addresses. */
  ips: z.array(ip).min(1).exactOptional(),
  /** Seconds. Default 3600. */
  ttl: ttl.exactOptional(),
  /** Takes over a name that somebody else has. Default false. */
  adopt: z.boolean().exactOptional(),
});

const delegate = z.strictObject({
  domain,
  /** Names of the zone's name servers. Default those of the gateway's `dns`. */
  nameServers: z.array(domain).min(1).exactOptional(),
  /** Node of the name server, from `groundplan:nodes`. Default the gateway's own. */
  node: name.exactOptional(),
  /** Seconds. Default 3600. */
  ttl: ttl.exactOptional(),
});

const fourToSix = z.strictObject({
  /** WireGuard key of the machine that gets an address. May be a reference. */
  publicKey: textWith(wireguardKeyFault),
  /** Identity that the address follows from. Default the gateway's, else the resource itself. */
  customer: name.exactOptional(),
});

const router = z.strictObject({
  /** Default 80. */
  http: port.default(80),
  /** Default 443. */
  https: port.default(443),
  /** Addresses to listen on. Default every one. */
  bind: z.array(ip).min(1).exactOptional(),
  /** Seconds. Default 5. */
  connectTimeout: seconds.default(5),
  /** Seconds without traffic after which a connection ends. Default 3600. */
  idleTimeout: seconds.default(3600),
});

const dns = z.strictObject({
  /** Default `knot`. */
  software: z.enum(["knot", "bind"]).default("knot"),
  /** Names of the name servers, for the zones' NS records. */
  nameServers: z.array(domain).min(1),
  /** Addresses to listen on. Default every one. */
  listen: z.array(ip).min(1).exactOptional(),
  /** Default the port under `groundplan:nameServers`. */
  port: port.exactOptional(),
  /** Addresses of name servers inside the zones, by name. Default the gateway's. */
  addresses: z.record(domain, z.array(ip).min(1)).exactOptional(),
});

const tunnels = z.strictObject({
  /** That clients dial. Default 2222. */
  port: port.default(2222),
  /** Ports of the loopback interface that tunnels end at. Default 20000 to 20999. */
  ports: z
    .strictObject({ first: port, last: port })
    .refine(({ first, last }) => first < last, "must be a range of two ports or more, first below last")
    .default({ first: 20_000, last: 20_999 }),
});

const sixNetwork = z.strictObject({
  /** Of UDP. Default 51821. */
  port: port.default(51_821),
  /** What the range and all addresses in it follow from; not secret. Default a random one, kept on the node. */
  seed: z
    .string()
    .regex(/^[\x21-\x7e]{8,256}$/, "must be 8 to 256 characters of ASCII, without blanks")
    .exactOptional(),
  /** Whether what peers send appears as the gateway's own. Default true. */
  masquerade: z.boolean().default(true),
});

/** A Gateway of a cluster: the name of one that is there, or what the stack declares. */
const clusterGateway = z.union([
  name,
  z.strictObject({
    name,
    /** GatewayClass. Default `envoy-gateway`. */
    className: name.default("envoy-gateway"),
    /** What is waited for: an address (`programmed`), or only that the Gateway is taken (`accepted`). Default `programmed`. */
    waitFor: z.enum(["programmed", "accepted"]).default("programmed"),
  }),
]);

/** One gateway of a stack file. */
export const gatewaySchema = z.strictObject({
  /** What carries it out. Default `node`. */
  via: z.enum(["node", "kubernetes"]).default("node"),
  /** From `groundplan:nodes`; with `explorer`, the gateway's id there. */
  node: name.exactOptional(),
  /** Explorer that keeps the workloads, from `groundplan:explorers`. Default: the node itself. */
  explorer: name.exactOptional(),
  /** Id of the capacity pool that pays. Explorer only. */
  pool: name.exactOptional(),
  /** Identity that signs. Explorer only. Default the customer. */
  identity: name.exactOptional(),
  /** Identity whose id secrets begin with and 4to6 addresses follow from. Default nobody. */
  customer: name.exactOptional(),
  /** Where subdomains and zones are kept, from `groundplan:nameServers`. */
  nameServer: name.exactOptional(),
  /** Where clients reach the gateway. Default as the node says, or the cluster's Gateway. */
  addresses: z.array(ip).min(1).exactOptional(),
  /** Packages that the node needs are installed: those of what the gateway sets up, and others. Default false. */
  bootstrap: z.union([z.boolean(), z.strictObject({ packages: z.array(name).default([]) })]).exactOptional(),
  router: router.exactOptional(),
  dns: dns.exactOptional(),
  tunnels: tunnels.exactOptional(),
  sixNetwork: sixNetwork.exactOptional(),
  /** From `groundplan:clusters`. */
  cluster: name.exactOptional(),
  namespace: name.exactOptional(),
  /** Whether the stack makes the namespace. Default false. */
  createNamespace: z.boolean().exactOptional(),
  gateway: clusterGateway.exactOptional(),
  proxies: z.record(z.string(), proxy).default({}),
  reverseProxies: z.record(z.string(), reverseProxy).default({}),
  subdomains: z.record(z.string(), subdomain).default({}),
  delegates: z.record(z.string(), delegate).default({}),
  fourToSix: z.record(z.string(), fourToSix).default({}),
  /** What deletion does when a node, name server or explorer does not answer. Default `fail`. */
  onUnreachable: z.enum(["fail", "abandon"]).default("fail"),
});
/** A gateway that fits {@link gatewaySchema}. */
export type DeclaredGateway = z.output<typeof gatewaySchema>;

/** `groundplan:gateways`, by name. */
export const gatewaysSchema = z.record(z.string(), gatewaySchema);
/** A section that fits {@link gatewaysSchema}. */
export type GatewaysSection = z.output<typeof gatewaysSchema>;

/** `groundplan:gatewaysSecrets`, by gateway. */
export const gatewaysSecrets = z.record(
  z.string(),
  z.strictObject({
    /** By key. */
    reverseProxies: z.record(z.string(), z.strictObject({ secret: z.string().min(1) })).exactOptional(),
  }),
);

/** What a gateway does for others, each by key. */
export const GROUPS = ["proxies", "reverseProxies", "subdomains", "delegates", "fourToSix"] as const;
export type Group = (typeof GROUPS)[number];
