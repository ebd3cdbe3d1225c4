import type { DeclaredNetwork } from "../declared/network.js";
import type { DeclaredReservation } from "../declared/reservation.js";
import { containerSchema, type Container } from "../types/container.js";
import type { Data } from "../types/data.js";
import { DISK_TYPE_TEXTS } from "../types/enums/disk-type.js";
import { VOLUME_TYPE_TEXTS } from "../types/enums/volume-type.js";
import { ZDB_MODE_TEXTS } from "../types/enums/zdb-mode.js";
import { k8sSchema, type K8S } from "../types/k8s.js";
import { networkSchema, type Network } from "../types/network.js";
import { publicIPSchema } from "../types/public-ip.js";
import { volumeSchema } from "../types/volume.js";
import { zdbSchema } from "../types/zdb.js";
import { keyed } from "./keyed.js";
import { memberName, type DeclaredPlace } from "./places.js";

/** What a reservation's workloads are made from besides themselves. */
export interface Surrounding {
  /** Names of secret variables by container. */
  readonly secretNames: Readonly<Record<string, readonly string[]>>;
  /** Id of the capacity pool that pays; undefined without an explorer. */
  readonly pool?: string | undefined;
  /** What each node of a network gets, by node. */
  readonly partsOf: (name: string, network: DeclaredNetwork) => Readonly<Record<string, NetworkPart>>;
}

/** What one node has in a network. */
export interface NetworkPart {
  readonly subnet: string;
  readonly listenPort: number;
}

type Workloads = Pick<Data, "networks" | "volumes" | "zdbs" | "containers" | "kubernetes" | "publicIps">;

/** The lists of a document. */
export function workloadData(
  declared: DeclaredReservation,
  places: readonly DeclaredPlace[],
  surrounding: Surrounding,
): Workloads {
  const ids = keyed(places, memberName, ({ workloadId }) => workloadId);
  const poolId = surrounding.pool ?? "0";
  const idOf = (name: string): string => ids[name] ?? "0";
  const listed = <T extends { readonly node: string; readonly description: string }, R>(
    group: Exclude<keyof Workloads, "networks">,
    members: Readonly<Record<string, T>>,
    make: (member: T, info: Info, key: string) => R,
  ): R[] =>
    Object.entries(members)
      .sort(byKey)
      .map(([key, member]) => {
        const name = memberName({ group, key });
        const { node, description } = member;
        const info = { workloadId: idOf(name), nodeId: node, poolId, description, metadata: name };
        return make(member, info, key);
      });
  return {
    networks: Object.entries(declared.networks)
      .sort(byKey)
      .map(([key, network]) => networkOf(key, network, idOf(`networks/${key}`), surrounding)),
    volumes: listed("volumes", declared.volumes, ({ size, type }, info) =>
      volumeSchema.parse({
        ...info,
        size,
        type: VOLUME_TYPE_TEXTS.findIndex((text) => text.toLowerCase() === type),
      }),
    ),
    zdbs: listed("zdbs", declared.zdbs, ({ size, mode, diskType, public: isPublic }, info) =>
      zdbSchema.parse({
        ...info,
        size,
        mode: ZDB_MODE_TEXTS.indexOf(mode),
        diskType: DISK_TYPE_TEXTS.indexOf(diskType),
        public: isPublic,
      }),
    ),
    containers: listed("containers", declared.containers, (container, info, key) =>
      containerOf(container, info, surrounding.secretNames[key] ?? [], idOf),
    ),
    kubernetes: listed("kubernetes", declared.kubernetes, (node, info) => kubernetesOf(node, info, idOf)),
    publicIps: listed("publicIps", declared.publicIps, ({ address }, info) =>
      publicIPSchema.parse({ ...info, ipaddress: address }),
    ),
  };
}

interface Info {
  readonly workloadId: string;
  readonly nodeId: string;
  readonly poolId: string;
  readonly description: string;
  readonly metadata: string;
}

function containerOf(
  container: DeclaredReservation["containers"][string],
  info: Info,
  secretNames: readonly string[],
  idOf: (name: string) => string,
): Container {
  const { image, hubUrl, environment, entrypoint, interactive, volumes, network, ip, publicIp6 } = container;
  const { cpu, memory, diskSize, diskType, logs, stats, statsAggregator } = container;
  return containerSchema.parse({
    ...info,
    ...{ flist: image, hubUrl, environment: sorted(environment), entrypoint, interactive, statsAggregator },
    logs: logs.map((data) => ({ type: "redis", data })),
    stats: stats.map((data) => ({ type: "redis", data })),
    secretEnvironment: keyed(
      [...secretNames].sort(),
      (name) => name,
      () => "",
    ),
    volumes: Object.entries(volumes)
      .sort(byKey)
      .map(([key, mountpoint]) => ({ volumeId: `-${idOf(`volumes/${key}`)}`, mountpoint })),
    networkConnection: network === undefined ? [] : [{ networkId: network, ipaddress: ip ?? "", publicIp6 }],
    capacity: { cpu, memory, diskSize, diskType: DISK_TYPE_TEXTS.indexOf(diskType) },
  });
}

function kubernetesOf(
  node: DeclaredReservation["kubernetes"][string],
  info: Info,
  idOf: (name: string) => string,
): K8S {
  const { size, customSize, network, ip, masterIps, sshKeys, disableDefaultIngress, publicIp } = node;
  return k8sSchema.parse({
    ...info,
    ...{ size, networkId: network, ipaddress: ip, masterIps, sshKeys, disableDefaultIngress },
    ...(customSize === undefined
      ? {}
      : { customSize: { cru: customSize.cpu, mru: customSize.memory, sru: customSize.disk } }),
    publicIp: publicIp === undefined ? "0" : idOf(`publicIps/${publicIp}`),
  });
}

function networkOf(
  name: string,
  network: DeclaredNetwork,
  workloadId: string,
  { partsOf }: Surrounding,
): Network {
  const parts = partsOf(name, network);
  return networkSchema.parse({
    name,
    workloadId,
    iprange: network.range,
    networkResources: Object.keys(network.nodes).map((node) => ({
      nodeId: node,
      wireguardListenPort: parts[node]?.listenPort ?? 0,
      iprange: parts[node]?.subnet ?? "",
    })),
  });
}

function sorted(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).sort(byKey));
}

/** By code unit, as canonical texts are ordered. */
function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
