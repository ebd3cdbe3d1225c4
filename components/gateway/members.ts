import * as pulumi from "@pulumi/pulumi";
import { told } from "../told.js";
import type { GatewaySettings } from "./args.js";
import { GatewayDelegate } from "./delegate.js";
import type { Foundations } from "./foundations.js";
import { Gateway4To6 } from "./four-to-six.js";
import { ClusterGateway } from "./kubernetes/cluster-gateway.js";
import { GatewayProxy } from "./proxy.js";
import { GatewayReverseProxy } from "./reverse-proxy.js";
import { GatewaySubdomain } from "./subdomain.js";

/** What a gateway does for others, by key. */
export interface GatewayMembers {
  /** Domains, once they are forwarded. */
  readonly proxies: Readonly<Record<string, pulumi.Output<string>>>;
  readonly reverseProxies: Readonly<Record<string, GatewayReverseProxy>>;
  readonly subdomains: Readonly<Record<string, GatewaySubdomain>>;
  readonly delegates: Readonly<Record<string, GatewayDelegate>>;
  readonly fourToSix: Readonly<Record<string, Gateway4To6>>;
  /** Where clients reach it; none when nobody tells. */
  readonly addresses: pulumi.Output<readonly string[]>;
}

/** A zone of the stack's. */
export interface Zone {
  readonly domain: string;
  readonly delegate: GatewayDelegate;
}

/** Declares a gateway's zones, which names of any gateway may be in. */
export function declareZones(
  name: string,
  settings: GatewaySettings,
  foundations: Foundations,
): Readonly<Record<string, Zone>> {
  const { nameServer } = settings;
  return made(settings.delegates, (key, delegate) => {
    const dependsOn = [...foundations.serving(nameServer)];
    const node = foundations.nodeNamed(delegate.node);
    const inputs = { ...delegate, node, ...namesOf(settings), ...orderOf(settings) };
    const resource = new GatewayDelegate(resourceName(name, "delegate", key), inputs, { dependsOn });
    return { domain: delegate.domain, delegate: resource };
  });
}

/**
 * Declares everything else of a gateway.
 *
 * @param zones the stack's own on the same name server, whichever gateway declares them
 */
export function declareMembers(
  name: string,
  settings: GatewaySettings,
  foundations: Foundations,
  own: Readonly<Record<string, Zone>>,
  zones: readonly Zone[],
): GatewayMembers {
  const { carrier, nameServer, customer, tunnelAddress } = settings;
  const order = orderOf(settings);
  const on = (...parts: Parameters<Foundations["on"]> extends [string, ...infer P] ? P : never) =>
    carrier.via === "node" ? { dependsOn: [...foundations.on(carrier.node, ...parts)] } : {};
  const cluster = carrier.via === "kubernetes" ? clusterGateway(name, carrier, settings) : undefined;
  const node = nodeOf(carrier, foundations);
  const declared = pulumi.output(settings.addresses);
  const addresses = settings.addresses.length > 0 ? declared : (cluster?.addresses ?? declared);

  const proxies =
    cluster?.domains ??
    made(settings.proxies, (key, proxy) => {
      const resource = resourceName(name, "proxy", key);
      const { domain } = new GatewayProxy(resource, { ...proxy, node, ...order }, on("router"));
      return told(domain, proxy.domain);
    });
  const reverseProxies = made(settings.reverseProxies, (key, { localHttp, localTls, ...proxy }) => {
    const ends = carrier.via === "node" ? { localHttp, localTls, tunnelAddress } : {};
    const inputs = { ...proxy, ...ends, customer, node, ...order };
    return new GatewayReverseProxy(resourceName(name, "reverse", key), inputs, on("router", "tunnels"));
  });
  const subdomains = made(settings.subdomains, (key, { ips = addresses, ...subdomain }) => {
    const inputs = { ...subdomain, ips, ...namesOf(settings), ...order };
    const around = zones.filter(({ domain }) => `.${subdomain.domain}`.endsWith(`.${domain}`));
    const dependsOn = [...foundations.serving(nameServer), ...around.map(({ delegate }) => delegate)];
    return new GatewaySubdomain(resourceName(name, "subdomain", key), inputs, { dependsOn });
  });
  const fourToSix = made(settings.fourToSix, (key, peer) => {
    const inputs = { ...peer, node, ...order };
    return new Gateway4To6(resourceName(name, "4to6", key), inputs, on("sixNetwork"));
  });
  const delegates = made(own, (_key, { delegate }) => delegate);
  return { proxies, reverseProxies, subdomains, delegates, fourToSix, addresses };
}

/** Where routes and addresses are: a node of the stack, or a gateway of an explorer. */
function nodeOf(
  carrier: GatewaySettings["carrier"],
  foundations: Foundations,
): pulumi.Input<string> | undefined {
  if (carrier.via === "kubernetes") return undefined;
  return carrier.via === "node" ? foundations.nodeNamed(carrier.node) : carrier.node;
}

/** What the resources of a gateway are called: `<gateway>-<sort>-<key>`. */
function resourceName(gateway: string, sort: string, key: string): string {
  return [gateway, sort, key].join("-");
}

/** Who carries something out, where that is not a node of the stack; and what to do when nobody answers. */
function orderOf({ carrier, onUnreachable }: GatewaySettings) {
  if (carrier.via !== "explorer") return { onUnreachable };
  const { explorer, pool, identity } = carrier;
  return { onUnreachable, explorer, pool, identity };
}

/** Who keeps names. */
function namesOf({ carrier, nameServer }: GatewaySettings) {
  return carrier.via === "explorer" ? { node: carrier.node } : { nameServer };
}

function clusterGateway(
  name: string,
  { via: _via, ...cluster }: Extract<GatewaySettings["carrier"], { readonly via: "kubernetes" }>,
  { proxies }: GatewaySettings,
): ClusterGateway {
  return new ClusterGateway(name, { ...cluster, proxies });
}

function made<T, R>(
  members: Readonly<Record<string, T>>,
  make: (key: string, member: T) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, make(key, member)]));
}
