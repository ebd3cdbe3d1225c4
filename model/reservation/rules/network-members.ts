import type { Problem } from "../../shared/problem.js";
import { formatIp, parseIp } from "../scalars/ip-address.js";
import { addressIn, lastAddress, parseRange, rangeHolds, rangesOverlap } from "../scalars/ip-range.js";
import type { AnyWorkload } from "../types/any-workload.js";
import type { NetworkResource } from "../types/network-resource.js";
import { below, fault, faultWhen, repeated, type Place } from "./rule.js";

/** A workload among others, and where it stands. */
export interface Sibling {
  readonly workload: AnyWorkload;
  readonly place: Place;
}

interface PlacedResource {
  readonly resource: NetworkResource;
  readonly place: Place;
}

/** What wants an address in a network. */
interface Client {
  readonly networkId: string;
  readonly ipaddress: string;
  readonly nodeId: string;
  readonly place: Place;
  readonly isMachine: boolean;
}

/** Rules between the parts of networks: ranges, subnets and ports. */
export function networkProblems(siblings: readonly Sibling[]): readonly Problem[] {
  const resources = resourcesOf(siblings);
  return [
    ...repeated(
      resources,
      ({ resource }) => JSON.stringify([resource.name, resource.nodeId]),
      ({ resource, place }) =>
        fault(place, "network-name", `network "${resource.name}" is on node ${resource.nodeId} already`),
    ),
    ...resources.flatMap((one, index) => {
      const others = resources.slice(0, index).filter(({ resource }) => resource.name === one.resource.name);
      return [...rangeProblems(one, others), ...overlapProblems(one, others)];
    }),
    ...repeated(
      resources,
      ({ resource }) => JSON.stringify([resource.nodeId, resource.wireguardListenPort]),
      ({ resource, place }, earlier) =>
        fault(
          below(place, "wireguardListenPort"),
          "port",
          `${resource.wireguardListenPort} is taken on node ${resource.nodeId} by network "${earlier.resource.name}"`,
          "pick another one",
        ),
    ),
  ];
}

/**
 * Rules of addresses in networks, for containers and machines.
 * @param elsewhere Parts of networks that are there already, outside of what is checked.
 */
export function addressProblems(
  siblings: readonly Sibling[],
  elsewhere: readonly NetworkResource[],
): readonly Problem[] {
  const resources = [...resourcesOf(siblings).map(({ resource }) => resource), ...elsewhere];
  const clients = siblings.flatMap(clientOf);
  return [
    ...clients.flatMap((client) => clientProblems(client, resources)),
    ...repeated(
      clients.filter(({ ipaddress }) => ipaddress !== ""),
      ({ networkId, ipaddress }) => JSON.stringify([networkId, ipaddress]),
      ({ networkId, ipaddress, place }) =>
        fault(below(place, "ipaddress"), "address", `${ipaddress} is used twice in network "${networkId}"`),
    ),
    ...repeated(
      clients.filter(({ isMachine }) => isMachine),
      ({ networkId, nodeId }) => JSON.stringify([networkId, nodeId]),
      ({ networkId, nodeId, place }) =>
        fault(place, "machine", `node ${nodeId} has another machine in network "${networkId}"`),
    ),
    ...masterProblems(siblings),
  ];
}

function resourcesOf(siblings: readonly Sibling[]): readonly PlacedResource[] {
  return siblings.flatMap(({ workload, place }) =>
    workload.workloadType === 10 ? [{ resource: workload, place }] : [],
  );
}

function rangeProblems({ resource, place }: PlacedResource, others: readonly PlacedResource[]) {
  const [first] = others;
  return faultWhen(
    first !== undefined && first.resource.networkIprange !== resource.networkIprange,
    below(place, "networkIprange"),
    "range",
    `is ${resource.networkIprange}, while other nodes of network "${resource.name}" have ` +
      (first?.resource.networkIprange ?? ""),
  );
}

function overlapProblems({ resource, place }: PlacedResource, others: readonly PlacedResource[]) {
  const subnet = parseRange(resource.iprange);
  const clash = others.find(({ resource: other }) => {
    const range = parseRange(other.iprange);
    return subnet !== undefined && range !== undefined && rangesOverlap(subnet, range);
  });
  return faultWhen(
    clash !== undefined,
    below(place, "iprange"),
    "subnet",
    `${resource.iprange} overlaps ${clash?.resource.iprange ?? ""} of node ${clash?.resource.nodeId ?? ""}`,
  );
}

function clientOf({ workload, place }: Sibling): readonly Client[] {
  const { nodeId } = workload;
  switch (workload.workloadType) {
    case 1:
      return workload.networkConnection.map(({ networkId, ipaddress }, index) => ({
        networkId,
        ipaddress,
        nodeId,
        place: below(place, "networkConnection", index),
        isMachine: false,
      }));
    case 4:
    case 12:
      return [
        { networkId: workload.networkId, ipaddress: workload.ipaddress, nodeId, place, isMachine: true },
      ];
    case 0:
    case 2:
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
      return [];
  }
}

function clientProblems(client: Client, resources: readonly NetworkResource[]): readonly Problem[] {
  const { networkId, ipaddress, nodeId, place } = client;
  if (networkId === "") return [];
  const network = resources.filter(({ name }) => name === networkId);
  const here = network.find((resource) => resource.nodeId === nodeId);
  if (here === undefined) {
    const reason =
      network.length === 0
        ? `network "${networkId}" does not exist`
        : `network "${networkId}" is not installed on node ${nodeId}`;
    return [fault(below(place, "networkId"), "network", reason, "add the node to the network")];
  }
  const subnet = parseRange(here.iprange);
  const address = parseIp(ipaddress);
  if (subnet === undefined || address === undefined) return [];
  const own = [addressIn(subnet, 0), addressIn(subnet, 1), lastAddress(subnet)].map(formatIp);
  const at = below(place, "ipaddress");
  if (!rangeHolds(subnet, address)) {
    return [fault(at, "address", `${ipaddress} must be in the subnet ${here.iprange} of node ${nodeId}`)];
  }
  return faultWhen(own.includes(ipaddress), at, "address", `${ipaddress} is used by the network itself`);
}

function masterProblems(siblings: readonly Sibling[]): readonly Problem[] {
  const nodes = siblings.flatMap(({ workload, place }) =>
    workload.workloadType === 4 ? [{ node: workload, place }] : [],
  );
  return nodes.flatMap(({ node, place }) =>
    node.masterIps.flatMap((address, index) => {
      const master = nodes.find(
        ({ node: other }) => other.networkId === node.networkId && other.ipaddress === address,
      );
      const reason =
        master === undefined
          ? `no Kubernetes node has ${address} in network "${node.networkId}"`
          : `${address} is a worker itself`;
      return faultWhen(
        master === undefined || master.node.masterIps.length > 0,
        below(place, "masterIps", index),
        "master",
        reason,
      );
    }),
  );
}
