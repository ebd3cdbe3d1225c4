import { NODES, nodeAccess, type NodeName } from "../../lab/profiles/index.js";
import { labFolder } from "../../lab/state/folder.js";

/** Image of all containers. */
export const IMAGE = "registry.groundplan.test/lab/busybox:1";
/** What a container runs; it ends at once when it is asked to. */
export const COMMAND = 'trap "exit 0" TERM; sleep 86400 & wait';
/** MiB. */
export const MEMORY = 64;

const VOLUMES = { hdd: 6, ssd: 8 };
const ZDBS = 2;
const PUBLIC_IPS = 3;
const CONTAINERS: Readonly<Record<NodeName, number>> = { node1: 13, node2: 13, node3: 14 };

/** What one node of the benchmark has besides its part of the network. */
export interface NodeShare {
  readonly node: NodeName;
  /** The node's own address. */
  readonly address: string;
  /** Its part of the network without the last number, as `10.10.1`. */
  readonly prefix: string;
  readonly volumes: readonly { readonly key: string; readonly type: "hdd" | "ssd" }[];
  readonly zdbs: readonly string[];
  /** `volume` is mounted at `/data`. */
  readonly containers: readonly { readonly key: string; readonly ip: string; readonly volume: string }[];
  /** `target` is the container that has the address. */
  readonly publicIps: readonly {
    readonly key: string;
    readonly address: string;
    readonly target: string;
  }[];
}

/** What each node of a lab gets, so that all of them together have a hundred workloads. */
export function benchShares(lab: string): readonly NodeShare[] {
  return NODES.map((node, index) => {
    const { address } = nodeAccess(labFolder(lab), node);
    const prefix = `10.10.${index + 1}`;
    const keys = (sort: string, count: number): string[] =>
      Array.from({ length: count }, (_, number) => `${sort}${index + 1}-${number + 1}`);
    const volumes = (["hdd", "ssd"] as const).flatMap((type) =>
      keys(type, VOLUMES[type]).map((key) => ({ key, type })),
    );
    const containers = keys("box", CONTAINERS[node]).map((key, number) => ({
      ...{ key, ip: `${prefix}.${number + 2}` },
      volume: volumes[number]?.key ?? "",
    }));
    const publicIps = keys("ip", PUBLIC_IPS).map((key, number) => ({
      key,
      address: address.replace(/\d+$/, String(100 + 10 * index + number)),
      target: containers[number]?.ip ?? "",
    }));
    return { node, address, prefix, volumes, zdbs: keys("zdb", ZDBS), containers, publicIps };
  });
}

/** How many workloads there are, parts of the network included. */
export function workloadCount(shares: readonly NodeShare[]): number {
  const counts = shares.map(
    ({ volumes, zdbs, containers, publicIps }) =>
      1 + volumes.length + zdbs.length + containers.length + publicIps.length,
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The stack file's reservation with all of it. */
export function benchReservation(
  shares: readonly NodeShare[],
  server: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  const all = <T>(members: (share: NodeShare) => readonly (readonly [string, T])[]) =>
    Object.fromEntries(shares.flatMap(members));
  return {
    networks: { net: { range: "10.10.0.0/16", nodes: shares.map(({ node }) => node) } },
    volumes: all(({ node, volumes }) => volumes.map(({ key, type }) => [key, { node, size: 1, type }])),
    zdbs: all(({ node, zdbs }) => zdbs.map((key) => [key, { node, size: 1, server }])),
    containers: all(({ node, containers }) =>
      containers.map(({ key, ip, volume }) => [
        key,
        {
          ...{ node, image: IMAGE, entrypoint: `sh -c '${COMMAND}'`, memory: MEMORY, diskSize: 0 },
          ...{ network: "net", ip, volumes: { [volume]: "/data" } },
        },
      ]),
    ),
    publicIps: all(({ node, publicIps }) =>
      publicIps.map(({ key, address, target }) => [
        key,
        { node, address: `${address}/24`, target: { network: "net", ip: target } },
      ]),
    ),
  };
}
