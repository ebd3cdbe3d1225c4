import * as pulumi from "@pulumi/pulumi";
import type { WireguardPeer } from "../../model/reservation/types/index.js";
import type { ByName, NetworkArgs, NetworkOutputs, SharedWorkloadArgs } from "./network-args.js";
import { NetworkClient } from "./network-client.js";
import { NetworkKey } from "./network-key.js";
import { gatewayOf, soundPlan, type SoundPlan } from "./network-plan.js";
import { NetworkResource } from "./network-resource.js";
import { stackName } from "./stack-name.js";

/**
 * A private network over several nodes: each has a subnet, and all reach each other through WireGuard tunnels. Machines
 * outside join as clients. Private keys of nodes stay on them.
 *
 * Subnets are given in the order of the nodes: add new ones at the end, or give them subnets, so that the others keep
 * theirs.
 *
 * @example
 * const net = new Network("net", {
 *   range: "10.10.0.0/16",
 *   nodes: ["node1", "node2"],
 *   endpoints: { node1: "203.0.113.7", node2: "203.0.113.8" },
 *   clients: { laptop: { via: "node1" } },
 * });
 * export const laptop = net.configurations["laptop"];
 */
export class Network extends pulumi.ComponentResource implements NetworkOutputs {
  readonly networkIds: ByName<pulumi.Output<string>>;
  readonly subnets: ByName<string>;
  readonly gateways: ByName<string>;
  readonly listenPorts: ByName<number>;
  readonly publicKeys: ByName<pulumi.Output<string>>;
  readonly configurations: ByName<pulumi.Output<string>>;
  /** By node, for what has to wait for its part of the network. */
  readonly resources: ByName<NetworkResource>;

  constructor(name: string, args: NetworkArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const plan = soundPlan(name, `${stackName()}/${name}`, args);
    // A component that others depend on is done only with its children; these are what has to wait.
    const { dependsOn, ...componentOptions } = opts;
    super("groundplan:reservation:Network", name, {}, componentOptions);
    const children: pulumi.CustomResourceOptions = {
      parent: this,
      ...(dependsOn === undefined ? {} : { dependsOn }),
    };
    const { range, networkName = name } = args;
    const shared = sharedOf(args);

    const keys = byName(
      plan.nodes,
      ({ nodeId }) => nodeId,
      ({ nodeId }) =>
        new NetworkKey(
          `${name}-${nodeId}`,
          { ...unsigned(shared), node: nodeId, name: networkName },
          children,
        ),
    );
    const clients = declareClients(name, args, plan, keys, children);
    const keyOf = (placeholder: string): pulumi.Input<string> =>
      keys[placeholder]?.publicKey ?? clients[placeholder]?.ownKey ?? placeholder;

    this.resources = byName(
      plan.nodes,
      ({ nodeId }) => nodeId,
      ({ nodeId, subnet, listenPort, peers }) =>
        new NetworkResource(
          `${name}-${nodeId}`,
          {
            ...shared,
            node: nodeId,
            name: networkName,
            networkRange: range,
            range: subnet,
            listenPort,
            key: keys[nodeId]?.workloadId,
            peers: peers.map((peer) => peerArgs(peer, keyOf)),
          },
          children,
        ),
    );
    this.networkIds = mapped(this.resources, ({ networkId }) => networkId);
    this.publicKeys = mapped(keys, ({ publicKey }) => publicKey);
    this.configurations = mapped(clients, ({ configuration }) => configuration);
    this.subnets = Object.fromEntries([
      ...plan.nodes.map(({ nodeId, subnet }) => [nodeId, subnet] as const),
      ...plan.clients.map(({ name: client, subnet }) => [client, subnet] as const),
    ]);
    this.gateways = Object.fromEntries(plan.nodes.map(({ nodeId, subnet }) => [nodeId, gatewayOf(subnet)]));
    this.listenPorts = Object.fromEntries(plan.nodes.map(({ nodeId, listenPort }) => [nodeId, listenPort]));
    this.registerOutputs({});
  }
}

function declareClients(
  name: string,
  { clients = {}, timeouts, onUnreachable }: NetworkArgs,
  plan: SoundPlan,
  keys: ByName<NetworkKey>,
  options: pulumi.CustomResourceOptions,
): ByName<NetworkClient> {
  return byName(
    plan.clients,
    (client) => client.name,
    ({ name: client, subnet, address, peer }) =>
      new NetworkClient(
        `${name}-${client}`,
        {
          name: client,
          publicKey: clients[client]?.publicKey,
          subnet,
          address,
          peer: {
            publicKey: keys[peer.publicKey]?.publicKey ?? "",
            endpoint: peer.endpoint,
            allowedRanges: peer.allowedIprange,
          },
          timeouts,
          onUnreachable,
        },
        options,
      ),
  );
}

function peerArgs(
  { publicKey, endpoint, iprange, allowedIprange }: WireguardPeer,
  keyOf: (placeholder: string) => pulumi.Input<string>,
) {
  return { publicKey: keyOf(publicKey), endpoint, range: iprange, allowedRanges: allowedIprange };
}

/** What is the network's own stays out. */
function sharedOf({
  range: _range,
  nodes: _nodes,
  endpoints: _endpoints,
  clients: _clients,
  networkName: _networkName,
  ...shared
}: NetworkArgs): SharedWorkloadArgs {
  return shared;
}

/** Nobody signs for keys: no document has them. */
function unsigned({ reservation: _reservation, ...shared }: SharedWorkloadArgs): SharedWorkloadArgs {
  return shared;
}

function byName<T, R>(items: readonly T[], nameOf: (item: T) => string, make: (item: T) => R): ByName<R> {
  return Object.fromEntries(items.map((item) => [nameOf(item), make(item)]));
}

function mapped<T, R>(record: ByName<T>, map: (value: T) => R): ByName<R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
