import type { AnyKind } from "../../providers/runtime/kind.js";
import { container } from "../../providers/reservation/container.js";
import { kubernetesNode } from "../../providers/reservation/kubernetes-node.js";
import { networkKey } from "../../providers/reservation/network-key.js";
import { networkResource } from "../../providers/reservation/network-resource.js";
import { publicIp } from "../../providers/reservation/public-ip.js";
import { volume } from "../../providers/reservation/volume.js";
import { zdb } from "../../providers/reservation/zdb.js";
import type { Properties } from "./provider-process.js";

/** Another value of one input, and what that does to the resource. */
export interface Row {
  readonly input: string;
  /** What else has to change with it is part of it. */
  readonly change: Properties;
  /** `lost`: replaced together with its data, and refused without leave to lose that. */
  readonly then: "kept" | "replaced" | "lost";
  /** Inputs that replace it. Default that one. */
  readonly by?: readonly string[];
}

/** Inputs of every kind that change in the state alone, or that are for explorers. */
const COMMON = [
  "explorer",
  "pool",
  "identity",
  "deletion",
  "reservation",
  "timeouts",
  "onUnreachable",
  "allowDataLoss",
];

/** What changes of one kind do. */
export interface Table {
  readonly kind: AnyKind;
  readonly base: Properties;
  readonly rows: readonly Row[];
  /** Inputs that are refused on nodes of the stack. Default none. */
  readonly notOnNodes?: readonly string[];
}

/** Inputs of a kind that no row is about. */
export function missingRows({ kind, rows, notOnNodes = [] }: Table): readonly string[] {
  const known = new Set([...COMMON, ...notOnNodes, ...rows.map(({ input }) => input)]);
  return Object.keys(kind.inputs.shape).filter((input) => !known.has(input));
}

/** What the rows need to be there, by node. */
export interface Surroundings {
  /** Ids of a network's parts: `10.10.1.0/24` and `10.10.2.0/24`. */
  readonly networks: Readonly<Record<"node1" | "node2", string>>;
  /** Id of another network's part on node1: `10.20.1.0/24`. */
  readonly otherNetwork: string;
  /** Ids of keys, two of them on node1. */
  readonly keys: Readonly<Record<"node1" | "another" | "node2", string>>;
  /** Id of a volume on node1. */
  readonly volume: string;
  /** Address of another Kubernetes master. */
  readonly master: string;
  /** Two addresses that nobody has, with the length of their network part. */
  readonly addresses: readonly [string, string];
  /** Router of those. */
  readonly router: string;
  /** A program of that name from the test, and another one that does the same. */
  readonly program: (name: "zero-db" | "k3s", another?: boolean) => Properties;
}

const described: readonly Row[] = [
  { input: "description", change: { description: "another one" }, then: "kept" },
  { input: "metadata", change: { metadata: "another one" }, then: "kept" },
];

export function volumeTable(): Table {
  return {
    kind: volume,
    base: { node: "node1", size: 1, type: "ssd" },
    rows: [
      ...described,
      { input: "size", change: { size: 2 }, then: "kept" },
      { input: "type", change: { type: "hdd" }, then: "lost" },
      { input: "node", change: { node: "node2" }, then: "lost" },
    ],
  };
}

export function containerTable({ networks, otherNetwork, volume: mounted }: Surroundings): Table {
  const image = "registry.groundplan.test/lab/busybox:1";
  const placed = (network: string, ip: string): Properties => ({ network: { network, ip } });
  return {
    kind: container,
    base: {
      ...{ node: "node1", image, memory: 64, diskSize: 16 },
      entrypoint: `sh -c 'trap "exit 0" TERM; while :; do sleep 1; done'`,
      ...placed(networks.node1, "10.10.1.30"),
    },
    notOnNodes: ["hubUrl", "logs", "stats", "statsAggregator"],
    rows: [
      ...described,
      { input: "image", change: { image: image.replace(":1", ":latest") }, then: "kept" },
      { input: "environment", change: { environment: { COLOUR: "red" } }, then: "kept" },
      {
        input: "secretEnvironment",
        change: { secretEnvironment: { PASSWORD: "of the table" } },
        then: "kept",
      },
      {
        input: "entrypoint",
        change: { entrypoint: `sh -c 'trap "exit 0" TERM; while :; do sleep 2; done'` },
        then: "kept",
      },
      { input: "interactive", change: { interactive: true }, then: "kept" },
      { input: "volumes", change: { volumes: [{ volume: mounted, mountpoint: "/data" }] }, then: "kept" },
      { input: "cpu", change: { cpu: 2 }, then: "kept" },
      { input: "memory", change: { memory: 96 }, then: "kept" },
      { input: "diskType", change: { diskType: "hdd" }, then: "kept" },
      { input: "diskSize", change: { diskSize: 32 }, then: "kept" },
      { input: "network", change: placed(networks.node1, "10.10.1.31"), then: "replaced" },
      { input: "network", change: placed(otherNetwork, "10.20.1.30"), then: "replaced" },
      {
        input: "node",
        change: { node: "node2", ...placed(networks.node2, "10.10.2.30") },
        ...{ then: "replaced", by: ["node", "network"] },
      },
    ],
  };
}

export function zdbTable({ program }: Surroundings): Table {
  return {
    kind: zdb,
    base: { node: "node1", size: 1, password: "first", server: program("zero-db") },
    rows: [
      ...described,
      { input: "size", change: { size: 2 }, then: "kept" },
      { input: "password", change: { password: "second" }, then: "kept" },
      { input: "public", change: { public: true }, then: "kept" },
      { input: "server", change: { server: program("zero-db", true) }, then: "kept" },
      { input: "mode", change: { mode: "seq" }, then: "lost" },
      { input: "diskType", change: { diskType: "ssd" }, then: "lost" },
      { input: "node", change: { node: "node2" }, then: "lost" },
    ],
  };
}

export function networkKeyTable(): Table {
  return {
    kind: networkKey,
    base: { node: "node1", name: "table" },
    rows: [
      ...described,
      { input: "name", change: { name: "renamed" }, then: "kept" },
      { input: "node", change: { node: "node2" }, then: "replaced" },
    ],
  };
}

export function networkResourceTable({ keys }: Surroundings): Table {
  const stranger = {
    ...{ publicKey: "c3RyYW5nZXIgb2YgdGhlIHRhYmxlIG9mIHJvd3MhISE=", range: "10.30.9.0/24" },
    allowedRanges: ["10.30.9.0/24"],
  };
  return {
    kind: networkResource,
    base: {
      ...{ node: "node1", name: "table", networkRange: "10.30.0.0/16", range: "10.30.1.0/24" },
      ...{ listenPort: 5301, key: keys.node1 },
    },
    rows: [
      ...described,
      { input: "listenPort", change: { listenPort: 5302 }, then: "kept" },
      { input: "peers", change: { peers: [stranger] }, then: "kept" },
      { input: "key", change: { key: keys.another }, then: "kept" },
      { input: "name", change: { name: "renamed" }, then: "replaced" },
      { input: "networkRange", change: { networkRange: "10.30.0.0/17" }, then: "replaced" },
      { input: "range", change: { range: "10.30.2.0/24" }, then: "replaced" },
      { input: "node", change: { node: "node2", key: keys.node2 }, then: "replaced" },
    ],
  };
}

export function publicIpTable({ networks, addresses: [first, second], router }: Surroundings): Table {
  const at = (network: string, ip: string): Properties => ({ target: { network, ip } });
  return {
    kind: publicIp,
    base: { node: "node1", address: first, ...at(networks.node1, "10.10.1.40") },
    rows: [
      ...described,
      { input: "gateway", change: { gateway: router }, then: "kept" },
      { input: "target", change: at(networks.node1, "10.10.1.41"), then: "kept" },
      { input: "address", change: { address: second }, then: "replaced" },
      { input: "node", change: { node: "node2", ...at(networks.node2, "10.10.2.40") }, then: "replaced" },
    ],
  };
}

export function kubernetesNodeTable({ networks, otherNetwork, master, program }: Surroundings): Table {
  return {
    kind: kubernetesNode,
    // No size of the table of sizes fits on the lab's nodes; `customSize` takes the same way.
    notOnNodes: ["sshKeys", "publicIp", "size"],
    base: {
      ...{
        node: "node1",
        size: -1,
        customSize: { cpu: 1, memory: 0.25, disk: 1 },
        clusterSecret: "secret-of-the-table",
      },
      ...{ network: networks.node1, ip: "10.10.1.50", binary: program("k3s") },
    },
    rows: [
      ...described,
      { input: "customSize", change: { customSize: { cpu: 1, memory: 0.5, disk: 1 } }, then: "kept" },
      { input: "disableDefaultIngress", change: { disableDefaultIngress: true }, then: "kept" },
      { input: "binary", change: { binary: program("k3s", true) }, then: "kept" },
      { input: "clusterSecret", change: { clusterSecret: "another-secret" }, then: "lost" },
      {
        input: "datastoreEndpoint",
        change: { datastoreEndpoint: "mysql://k3s:secret@tcp(10.9.8.7:3306)/k3s" },
        then: "lost",
      },
      { input: "masterIps", change: { masterIps: [master] }, then: "lost" },
      { input: "ip", change: { ip: "10.10.1.51" }, then: "lost" },
      {
        input: "network",
        change: { network: otherNetwork, ip: "10.20.1.50" },
        ...{ then: "lost", by: ["network", "ip"] },
      },
      {
        input: "node",
        change: { node: "node2", network: networks.node2, ip: "10.10.2.50" },
        ...{ then: "lost", by: ["node", "network", "ip"] },
      },
    ],
  };
}
