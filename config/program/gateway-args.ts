import * as pulumi from "@pulumi/pulumi";
import { parseIp } from "../../model/reservation/scalars/ip-address.js";
import { backEndOf } from "../gateways/back-ends.js";
import type { DeclaredGateway } from "../gateways/schema.js";
import type { ProjectFiles } from "../raw-stack.js";
import type { StackSettings } from "../stack-settings.js";
import { secretText } from "./secrets.js";

type Surroundings = Pick<StackSettings, "gateways" | "nodes" | "nameServers" | "identities">;
type Text = (text: string) => pulumi.Input<string>;

/**
 * The gateways of a stack with their secrets, ids and addresses, and with the values of references in place of their
 * stand-ins.
 *
 * @param text Turns a text of the settings into what it stands for.
 */
export function gatewayArgs(stack: Surroundings, text: Text, files: Pick<ProjectFiles, "read">) {
  return mapped(stack.gateways, (gateway, name) => oneGateway(name, gateway, stack, text, files));
}

function oneGateway(
  name: string,
  gateway: DeclaredGateway,
  stack: Surroundings,
  text: Text,
  files: Pick<ProjectFiles, "read">,
) {
  const { nameServer, customer, onUnreachable, node, dns } = gateway;
  const tid = (identity: string | undefined): string | undefined =>
    identity === undefined ? undefined : stack.identities[identity]?.tid;
  const backEnd = backEndOf(gateway);
  const addresses = gateway.addresses ?? (backEnd === "node" ? nodeAddresses(node ?? "", stack, files) : []);
  return {
    carrier: carrierOf(gateway, stack, addresses),
    ...{ nameServer, customer: tid(customer), tunnelAddress: gateway.addresses?.[0] },
    addresses,
    onUnreachable,
    proxies: mapped(gateway.proxies, ({ addr, ...proxy }) => ({ ...proxy, addr: text(addr) })),
    reverseProxies: mapped(gateway.reverseProxies, (proxy, key) => ({
      ...proxy,
      secret: secretText("gatewaysSecrets", [name, "reverseProxies", key, "secret"]),
    })),
    subdomains: mapped(gateway.subdomains, ({ ips, ...subdomain }) => ({
      ...subdomain,
      ...(ips === undefined ? {} : { ips: ips.map(text) }),
    })),
    delegates: mapped(gateway.delegates, ({ nameServers = dns?.nameServers ?? [], ...delegate }) => ({
      ...delegate,
      nameServers,
      node: delegate.node ?? node ?? "",
    })),
    fourToSix: mapped(gateway.fourToSix, ({ publicKey, customer: own = customer }) => ({
      publicKey: text(publicKey),
      // At an explorer it is always the one who signs.
      customer: backEnd === "explorer" ? undefined : tid(own),
    })),
  };
}

function carrierOf(gateway: DeclaredGateway, { nameServers }: Surroundings, addresses: readonly string[]) {
  const { node = "", explorer = "", pool = "", customer = "", identity = customer } = gateway;
  switch (backEndOf(gateway)) {
    case "explorer":
      return { via: "explorer" as const, node, explorer, pool, identity };
    case "kubernetes": {
      const { cluster = "", namespace = "", createNamespace = false, gateway: found = "" } = gateway;
      const { name, ...declare } = typeof found === "object" ? found : { name: found };
      return {
        ...{ via: "kubernetes" as const, cluster, namespace, createNamespace, gateway: name },
        ...("className" in declare ? { declare } : {}),
      };
    }
    case "node": {
      const { bootstrap, router, dns, tunnels, sixNetwork, nameServer = "" } = gateway;
      const target = nameServers[nameServer];
      const zones = target?.zones ?? [];
      const server = dns && {
        ...dns,
        ...{ nameServer, zones, port: dns.port ?? target?.port ?? 53 },
        addresses: { ...glueOf(dns.nameServers, zones, addresses), ...dns.addresses },
      };
      return {
        ...{ via: "node" as const, node },
        setUp: { bootstrap, router, dns: server, tunnels, sixNetwork },
      };
    }
  }
}

/** Addresses of name servers that are inside the zones they answer for. */
function glueOf(
  nameServers: readonly string[],
  zones: readonly string[],
  addresses: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const inside = nameServers.filter((host) => zones.some((zone) => host.endsWith(`.${zone}`)));
  return addresses.length === 0 ? {} : Object.fromEntries(inside.map((host) => [host, addresses]));
}

/** Where clients reach a node; none where that is told by a host name alone. */
function nodeAddresses(
  node: string,
  { nodes }: Surroundings,
  files: Pick<ProjectFiles, "read">,
): readonly string[] {
  const { publicAddress, address, addressFile } = nodes[node] ?? {};
  const found =
    publicAddress ?? address ?? (addressFile === undefined ? undefined : files.read(addressFile)?.trim());
  return found === undefined || parseIp(found) === undefined ? [] : [found];
}

function mapped<T, R>(
  record: Readonly<Record<string, T>>,
  map: (value: T, key: string) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
