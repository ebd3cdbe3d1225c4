import * as pulumi from "@pulumi/pulumi";
import type { DeclaredNetwork } from "../../model/reservation/declared/network.js";
import type { DeclaredGroup, DeclaredReservation } from "../../model/reservation/declared/reservation.js";
import { memberName } from "../../model/reservation/document/places.js";
import type { ReservationArgs } from "./args.js";
import { Container } from "./container.js";
import { KubeconfigFile } from "./kubeconfig-file.js";
import { knownNetworkId, knownWorkloadId } from "./known-ids.js";
import { KubernetesNode } from "./kubernetes-node.js";
import { networkName, workloadName } from "./names.js";
import type { NetworkArgs } from "./network-args.js";
import { Network } from "./network.js";
import { PublicIp } from "./public-ip.js";
import { userIds } from "./user-ids.js";
import { Volume } from "./volume.js";
import { Zdb } from "./zdb.js";

/** The workloads of a reservation, by key. */
export interface ReservedWorkloads {
  readonly networks: Readonly<Record<string, Network>>;
  readonly volumes: Readonly<Record<string, Volume>>;
  readonly zdbs: Readonly<Record<string, Zdb>>;
  readonly containers: Readonly<Record<string, Container>>;
  readonly kubernetes: Readonly<Record<string, KubernetesNode>>;
  readonly publicIps: Readonly<Record<string, PublicIp>>;
  /** By path. */
  readonly kubeconfigFiles: Readonly<Record<string, KubeconfigFile>>;
}

export const NO_WORKLOADS: ReservedWorkloads = {
  ...{
    networks: {},
    volumes: {},
    zdbs: {},
    containers: {},
    kubernetes: {},
    publicIps: {},
    kubeconfigFiles: {},
  },
};

/** What the workloads belong to. */
export interface WorkloadOwner {
  readonly parent: pulumi.Resource;
  /** What they come after. */
  readonly dependsOn: pulumi.Resource;
  /** Which member of the document one is; undefined without a document. */
  readonly memberOf: (
    member: string,
  ) => pulumi.Output<{ readonly id: string; readonly member: string }> | undefined;
}

/** Declares everything that a reservation reserves: networks and volumes first, then what uses them. */
export function declareWorkloads(
  name: string,
  plain: DeclaredReservation,
  args: ReservationArgs,
  { parent, dependsOn, memberOf }: WorkloadOwner,
): ReservedWorkloads {
  const opts = { parent, dependsOn };
  const { explorer, pool } = args;
  const deletion = explorer === undefined ? undefined : deletionOf(plain);
  const common = (group: DeclaredGroup, key: string) => ({
    ...(explorer === undefined ? {} : { explorer, pool, identity: plain.customer, deletion }),
    reservation: memberOf(memberName({ group, key })),
    onUnreachable: plain.onUnreachable,
    allowDataLoss: plain.allowDataLoss,
  });
  const networks = made(plain.networks, (key, network) => {
    const own = { ...networkArgs(network, args), networkName: key };
    return new Network(networkName(name, key), { ...own, ...common("networks", key) }, opts);
  });
  const partOf = (network: string, node: string): Used => {
    const part = there(networks[network]?.resources[node], name, `network "${network}" on ${node}`);
    const known = knownNetworkId(`${networkName(name, network)}-${node}`);
    return { id: explorer === undefined ? known : part.networkId, resource: part };
  };
  const volumes = made(plain.volumes, (key, volume) => {
    return new Volume(workloadName(name, "volume", key), { ...volume, ...common("volumes", key) }, opts);
  });
  const volumeOf = (key: string): Used => {
    const volume = there(volumes[key], name, `volume "${key}"`);
    const known = knownWorkloadId("volume", workloadName(name, "volume", key));
    return { id: explorer === undefined ? known : volume.workloadId, resource: volume };
  };
  const after = (used: readonly (Used | undefined)[]) => {
    const dependsOn = used.flatMap((one) => (one === undefined ? [] : [one.resource]));
    return pulumi.mergeOptions(opts, { dependsOn });
  };
  const zdbs = made(plain.zdbs, (key, zdb) => {
    const { password } = args.zdbs?.[key] ?? {};
    return new Zdb(workloadName(name, "zdb", key), { ...zdb, password, ...common("zdbs", key) }, opts);
  });
  const publicIps = made(plain.publicIps, (key, { target, ...rest }) => {
    const part = target && partOf(target.network, rest.node);
    const inside = part && { network: part.id, ip: target.ip };
    const inputs = { ...rest, target: inside, ...common("publicIps", key) };
    return new PublicIp(workloadName(name, "publicip", key), inputs, after([part]));
  });
  const containers = made(plain.containers, (key, container) => {
    const { volumes: mounts, network, ip, publicIp6, ...rest } = container;
    const { image, environment, secretEnvironment } = args.containers?.[key] ?? {};
    const mounted = Object.entries(mounts).map(([volume, mountpoint]) => ({
      used: volumeOf(volume),
      mountpoint,
    }));
    const part = network === undefined ? undefined : partOf(network, rest.node);
    const inputs = {
      ...rest,
      ...{ image, environment, secretEnvironment },
      volumes: mounted.map(({ used, mountpoint }) => ({ volume: used.id, mountpoint })),
      network: part && {
        network: part.id,
        ip: there(ip, name, `address of container "${key}" in its network`),
        publicIp6,
      },
      ...common("containers", key),
    };
    const before = after([part, ...mounted.map(({ used }) => used)]);
    return new Container(workloadName(name, "container", key), inputs, before);
  });
  const kubernetes = made(plain.kubernetes, (key, { network, publicIp, kubeconfigFile: _file, ...rest }) => {
    const { clusterSecret, datastoreEndpoint } = args.kubernetes?.[key] ?? {};
    const part = partOf(network, rest.node);
    const inputs = {
      ...rest,
      ...{ clusterSecret, datastoreEndpoint },
      network: part.id,
      publicIp:
        publicIp === undefined
          ? undefined
          : there(publicIps[publicIp], name, `public IP "${publicIp}"`).workloadId,
      ...common("kubernetes", key),
    };
    return new KubernetesNode(workloadName(name, "kubernetes", key), inputs, after([part]));
  });
  const kubeconfigFiles = Object.fromEntries(
    Object.entries(plain.kubernetes).flatMap(([key, { kubeconfigFile: path }]) => {
      const content = kubernetes[key]?.kubeconfig;
      if (path === undefined || content === undefined) return [];
      return [[path, new KubeconfigFile(workloadName(name, "kubeconfig", key), { path, content }, opts)]];
    }),
  );
  return { networks, volumes, zdbs, containers, kubernetes, publicIps, kubeconfigFiles };
}

/** A workload that another one uses. */
interface Used {
  readonly id: pulumi.Input<string>;
  readonly resource: pulumi.Resource;
}

/** Who may agree to a deletion, by the ids that explorers know. */
function deletionOf({ sign }: DeclaredReservation) {
  if (sign?.delete === undefined) return undefined;
  const { signers, quorum } = sign.delete;
  return { signers: Object.values(userIds(signers)), quorum };
}

/** A network of a reservation as its component has it. */
export function networkArgs(
  { range, nodes, clients }: DeclaredNetwork,
  { endpoints = {} }: ReservationArgs,
): NetworkArgs {
  return {
    ...{ range, endpoints },
    nodes: made(nodes, (_node, { subnet, port }) => ({
      ...(subnet === undefined ? {} : { subnet }),
      ...(port === undefined ? {} : { listenPort: port }),
    })),
    clients,
  };
}

/** @throws pulumi.RunError for what a reservation uses and does not have */
function there<T>(found: T | undefined, reservation: string, what: string): T {
  if (found !== undefined) return found;
  throw new pulumi.RunError(`Reservation ${reservation} cannot be declared: it has no ${what}`);
}

function made<T, R>(
  members: Readonly<Record<string, T>>,
  make: (key: string, member: T) => R,
): Record<string, R> {
  return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, make(key, member)]));
}
