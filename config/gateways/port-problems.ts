import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath, type PropertyPath } from "../../model/shared/property-path.js";
import { setCommand } from "../commands.js";
import type { NameServers } from "../name-servers.js";
import type { Nodes } from "../nodes.js";
import { backEndOf } from "./back-ends.js";
import { onlyOnce, type Placed } from "./placed.js";
import type { DeclaredGateway, GatewaysSection } from "./schema.js";

/** What a node can be set up with once. */
const SET_UP = ["router", "dns", "tunnels", "sixNetwork"] as const;

/** Ports of a node that somebody has. */
interface Taken {
  readonly path: PropertyPath;
  readonly protocols: readonly ("tcp" | "udp")[];
  readonly first: number;
  readonly last: number;
}

/** Ports that two things on one node would have, and what a node would be set up with twice. */
export function portProblems(
  section: GatewaysSection,
  nodes: Nodes,
  nameServers: NameServers,
): readonly Problem[] {
  const onNodes = Object.entries(section).filter(([, gateway]) => backEndOf(gateway) === "node");
  const setUp = onNodes.flatMap(([name, gateway]) =>
    SET_UP.filter((field) => gateway[field] !== undefined).map((field): Placed => ({
      path: ["gateways", name, field],
      place: gateway.node ?? "",
      what: field,
    })),
  );
  const twice = onlyOnce(setUp, (first, { place }) => `${place} is set up with it by ${first} already`);
  if (twice.length > 0) return twice;
  return [...new Set(onNodes.map(([, { node = "" }]) => node))].flatMap((node) => {
    const ours = onNodes.filter(([, gateway]) => gateway.node === node);
    return clashes([
      ...sshPort(node, nodes),
      ...ours.flatMap(([name, gateway]) => portsOf(["gateways", name], gateway, nameServers)),
    ]);
  });
}

function sshPort(node: string, nodes: Nodes): readonly Taken[] {
  const port = nodes[node]?.port;
  return port === undefined
    ? []
    : [{ path: ["nodes", node, "port"], protocols: ["tcp"], first: port, last: port }];
}

function portsOf(
  at: PropertyPath,
  { router, dns, tunnels, sixNetwork, nameServer = "" }: DeclaredGateway,
  nameServers: NameServers,
): readonly Taken[] {
  const one = (
    steps: readonly string[],
    port: number | undefined,
    ...protocols: ("tcp" | "udp")[]
  ): Taken[] => (port === undefined ? [] : [{ path: [...at, ...steps], protocols, first: port, last: port }]);
  const dnsPort = dns === undefined ? undefined : (dns.port ?? nameServers[nameServer]?.port);
  return [
    ...one(["router", "http"], router?.http, "tcp"),
    ...one(["router", "https"], router?.https, "tcp"),
    ...one(["dns", "port"], dnsPort, "tcp", "udp"),
    ...one(["tunnels", "port"], tunnels?.port, "tcp"),
    ...(tunnels === undefined
      ? []
      : [{ path: [...at, "tunnels", "ports"], protocols: ["tcp"] as const, ...tunnels.ports }]),
    ...one(["sixNetwork", "port"], sixNetwork?.port, "udp"),
  ];
}

function clashes(taken: readonly Taken[]): readonly Problem[] {
  return taken.flatMap((one, index) => {
    const other = taken.slice(0, index).find((before) => overlap(one, before));
    if (other === undefined) return [];
    const path = formatPropertyPath(one.path);
    const reason = `clashes with ${formatPropertyPath(other.path)} (${rangeText(other)}) on the same node`;
    return [{ path, reason, fix: setCommand(path) }];
  });
}

function overlap(left: Taken, right: Taken): boolean {
  return (
    left.protocols.some((protocol) => right.protocols.includes(protocol)) &&
    left.first <= right.last &&
    right.first <= left.last
  );
}

function rangeText({ first, last }: Taken): string {
  return first === last ? `port ${first}` : `ports ${first} to ${last}`;
}
