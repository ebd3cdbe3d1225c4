import * as pulumi from "@pulumi/pulumi";
import { LISTEN_PORTS, planNetwork, type NetworkPlan } from "../../model/reservation/network/network-plan.js";
import { md5 } from "../../model/reservation/scalars/hash.js";
import { formatIp } from "../../model/reservation/scalars/ip-address.js";
import { addressIn, parseRange } from "../../model/reservation/scalars/ip-range.js";
import type { NetworkArgs, NetworkNodeArgs } from "./network-args.js";

/** A plan without faults. Its keys are names of nodes and clients, since the real ones are not known before they are made. */
export type SoundPlan = Extract<NetworkPlan, { readonly ok: true }>;

/**
 * Plans a network by its declaration alone, so that every preview says the same. New nodes get what is free behind those
 * declared before them.
 *
 * @param identity Tells this network from others that may be on the same nodes; ports follow from it.
 * @throws pulumi.RunError with everything that is wrong
 */
export function soundPlan(name: string, identity: string, args: NetworkArgs): SoundPlan {
  const nodes = Object.entries(nodesOf(args));
  const plan = planNetwork(
    {
      range: args.range,
      nodes: nodes.map(([nodeId, { subnet, listenPort = portFor(`${identity}/${nodeId}`) }]) => {
        const endpoint = args.endpoints[nodeId];
        return {
          nodeId,
          publicKey: nodeId,
          listenPort,
          ...(subnet === undefined ? {} : { subnet }),
          ...(endpoint === undefined ? {} : { endpoint }),
        };
      }),
      clients: Object.entries(args.clients ?? {}).map(([client, { via, subnet }]) => ({
        name: client,
        publicKey: client,
        ...(subnet === undefined ? {} : { subnet }),
        ...(via === undefined ? {} : { via }),
      })),
    },
    // Every node is given a port above.
    () => 0,
  );
  if (plan.ok) return plan;
  throw new pulumi.RunError(
    [`Network ${name} cannot be declared:`, ...plan.faults.map((fault) => `  ${fault}`)].join("\n"),
  );
}

/** The first address of a subnet, which its bridge has. */
export function gatewayOf(subnet: string): string {
  const range = parseRange(subnet);
  return range === undefined ? "" : formatIp(addressIn(range, 1));
}

function nodesOf({ nodes }: NetworkArgs): Readonly<Record<string, NetworkNodeArgs>> {
  return isList(nodes) ? Object.fromEntries(nodes.map((node) => [node, {}])) : nodes;
}

function isList(nodes: NetworkArgs["nodes"]): nodes is readonly string[] {
  return Array.isArray(nodes);
}

function portFor(identity: string): number {
  const [high = 0, low = 0] = md5(identity);
  return LISTEN_PORTS.least + ((high * 256 + low) % (LISTEN_PORTS.most - LISTEN_PORTS.least + 1));
}
