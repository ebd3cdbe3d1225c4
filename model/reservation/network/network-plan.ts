import { formatRange, networkRange, parseRange, type IpRange } from "../scalars/ip-range.js";
import type { WireguardPeer } from "../types/wireguard-peer.js";
import { overlayAddress } from "./derived-addresses.js";
import { giveSubnets } from "./subnets.js";

/** A node of a network as declared. */
export interface NetworkNode {
  readonly nodeId: string;
  /** Address or host name by which other nodes reach it; a node without one is hidden and calls the others. */
  readonly endpoint?: string;
  /** Base64 of the node's WireGuard key. */
  readonly publicKey: string;
  /** Subnet to have; default: the next that is free. */
  readonly subnet?: string;
  /** Port to listen on; default: one that is free, chosen by `random`. */
  readonly listenPort?: number;
  /** Ports of the node that are taken. */
  readonly takenPorts?: readonly number[];
}

/** A machine outside that joins a network. */
export interface ExternalClient {
  readonly name: string;
  readonly publicKey: string;
  /** Subnet to have; default: the next that is free. */
  readonly subnet?: string;
  /** Node that it calls; default: the first that is not hidden. */
  readonly via?: string;
}

/** What a network is planned from. */
export interface NetworkDeclaration {
  /** The whole network, as `10.10.0.0/16`. */
  readonly range: string;
  readonly nodes: readonly NetworkNode[];
  readonly clients: readonly ExternalClient[];
  /**
   * What was given out before, by node id or client name. It is kept, so that adding a node moves no other; what is
   * declared goes before it.
   */
  readonly kept?: Readonly<Record<string, { readonly subnet: string; readonly listenPort?: number }>>;
}

/** One node's part. */
export interface PlannedNode {
  readonly nodeId: string;
  readonly subnet: string;
  readonly listenPort: number;
  readonly peers: readonly WireguardPeer[];
}

/** What a machine outside must be configured with. */
export interface PlannedClient {
  readonly name: string;
  readonly subnet: string;
  /** Its address inside the tunnels, `100.64.b.c/32`. */
  readonly address: string;
  /** The one node that it calls. */
  readonly peer: WireguardPeer;
}

export type NetworkPlan =
  | { readonly ok: true; readonly nodes: readonly PlannedNode[]; readonly clients: readonly PlannedClient[] }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Ports that nodes listen on, as upstream's clients choose them. */
export const LISTEN_PORTS = { least: 1000, most: 9000 } as const;

/**
 * Gives every node a subnet, a port and its peers, so that each reaches each: nodes that can be called directly are
 * called, nodes that are hidden from one another and machines outside go by way of a node that can.
 *
 * @param random Numbers from 0 (inclusive) to 1 (exclusive); used only for ports that are neither declared nor kept.
 */
export function planNetwork(declaration: NetworkDeclaration, random: () => number): NetworkPlan {
  const range = parseRange(declaration.range);
  if (range === undefined || !formatRange(range).includes(".")) {
    return { ok: false, faults: [`range "${declaration.range}" is no IPv4 range`] };
  }
  const { nodes, clients } = declaration;
  const faults: string[] = [];
  const { subnets, faults: subnetFaults } = giveSubnets(range, membersOf(declaration));
  faults.push(...subnetFaults);
  const ports = givePorts(declaration, random, faults);
  const hub = nodes.find(({ endpoint }) => endpoint !== undefined);
  if (hub === undefined && nodes.length > 1) {
    faults.push("no node has an endpoint, so none can reach another; give one of them an address");
  }
  const exits = new Map(clients.map((client) => [client, exitOf(client, nodes, faults)]));
  if (faults.length > 0) return { ok: false, faults };

  const mesh: Mesh = { range, subnets, ports, nodes, clients, hub, exits };
  return {
    ok: true,
    nodes: nodes.map((node) => ({
      nodeId: node.nodeId,
      subnet: mesh.subnets.get(node.nodeId) ?? "",
      listenPort: mesh.ports.get(node.nodeId) ?? 0,
      peers: peersOf(node, mesh),
    })),
    clients: clients.flatMap((client) => {
      const exit = exits.get(client);
      return exit === undefined ? [] : [plannedClient(client, exit, mesh)];
    }),
  };
}

interface Mesh {
  readonly range: IpRange;
  readonly subnets: ReadonlyMap<string, string>;
  readonly ports: ReadonlyMap<string, number>;
  readonly nodes: readonly NetworkNode[];
  readonly clients: readonly ExternalClient[];
  /** The node by way of which hidden nodes reach each other. */
  readonly hub: NetworkNode | undefined;
  readonly exits: ReadonlyMap<ExternalClient, NetworkNode | undefined>;
}

function peersOf(node: NetworkNode, mesh: Mesh): readonly WireguardPeer[] {
  const hidden = node.endpoint === undefined;
  const direct = mesh.nodes.filter((other) => other !== node && !(hidden && other.endpoint === undefined));
  const behindHub = mesh.nodes.filter((other) => other !== node && !direct.includes(other));
  const ownClients = mesh.clients.filter((client) => mesh.exits.get(client) === node);
  return [
    ...direct.map((other) => ({
      publicKey: other.publicKey,
      endpoint: endpointOf(other, mesh),
      iprange: mesh.subnets.get(other.nodeId) ?? "",
      allowedIprange: [
        ...routesTo(other.nodeId, mesh),
        ...mesh.clients
          .filter((client) => mesh.exits.get(client) === other)
          .flatMap(({ name }) => routesTo(name, mesh)),
        ...(other === mesh.hub ? behindHub.flatMap(({ nodeId }) => routesTo(nodeId, mesh)) : []),
      ],
    })),
    ...ownClients.map((client) => ({
      publicKey: client.publicKey,
      endpoint: "",
      iprange: mesh.subnets.get(client.name) ?? "",
      allowedIprange: routesTo(client.name, mesh),
    })),
  ];
}

function plannedClient(client: ExternalClient, exit: NetworkNode, mesh: Mesh): PlannedClient {
  const subnet = mesh.subnets.get(client.name) ?? "";
  return {
    name: client.name,
    subnet,
    address: overlayHost(subnet),
    peer: {
      publicKey: exit.publicKey,
      endpoint: endpointOf(exit, mesh),
      iprange: mesh.subnets.get(exit.nodeId) ?? "",
      allowedIprange: [formatRange(networkRange(mesh.range)), "100.64.0.0/16"],
    },
  };
}

/** A subnet and its end of the tunnel. */
function routesTo(member: string, { subnets }: Mesh): string[] {
  const subnet = subnets.get(member) ?? "";
  return [subnet, overlayHost(subnet)];
}

function overlayHost(subnet: string): string {
  return (overlayAddress(subnet) ?? "").replace(/\/16$/, "/32");
}

function endpointOf({ nodeId, endpoint }: NetworkNode, { ports }: Mesh): string {
  if (endpoint === undefined) return "";
  const host = endpoint.includes(":") ? `[${endpoint}]` : endpoint;
  return `${host}:${String(ports.get(nodeId) ?? 0)}`;
}

function exitOf(
  { name, via }: ExternalClient,
  nodes: readonly NetworkNode[],
  faults: string[],
): NetworkNode | undefined {
  const exit = nodes.find(({ nodeId, endpoint }) =>
    via === undefined ? endpoint !== undefined : nodeId === via,
  );
  if (exit?.endpoint !== undefined) return exit;
  const wanted = via === undefined ? "a node" : `node ${via}`;
  faults.push(`client "${name}" needs ${wanted} of the network that has an endpoint`);
  return undefined;
}

function membersOf({ nodes, clients, kept = {} }: NetworkDeclaration) {
  const named = [
    ...nodes.map(({ nodeId, subnet }) => ({ name: nodeId, declared: subnet })),
    ...clients.map(({ name, subnet }) => ({ name, declared: subnet })),
  ];
  return named.map(({ name, declared }) => ({
    name,
    declared,
    kept: Object.hasOwn(kept, name) ? kept[name]?.subnet : undefined,
  }));
}

function givePorts(
  { nodes, kept = {} }: NetworkDeclaration,
  random: () => number,
  faults: string[],
): Map<string, number> {
  return new Map(
    nodes.flatMap(({ nodeId, listenPort, takenPorts = [] }): [string, number][] => {
      const fixed = listenPort ?? (Object.hasOwn(kept, nodeId) ? kept[nodeId]?.listenPort : undefined);
      if (fixed !== undefined) return [[nodeId, fixed]];
      const port = freePort(takenPorts, random);
      if (port !== undefined) return [[nodeId, port]];
      faults.push(`node ${nodeId} has no free port from ${LISTEN_PORTS.least} to ${LISTEN_PORTS.most}`);
      return [];
    }),
  );
}

/** A random port, and from there on the first that is free. */
function freePort(takenPorts: readonly number[], random: () => number): number | undefined {
  const taken = new Set(takenPorts);
  const count = LISTEN_PORTS.most - LISTEN_PORTS.least + 1;
  const start = Math.floor(random() * count);
  for (let step = 0; step < count; step += 1) {
    const port = LISTEN_PORTS.least + ((start + step) % count);
    if (!taken.has(port)) return port;
  }
  return undefined;
}
