import { byBytes } from "../scalars/utf8.js";
import { ipText } from "../scalars/ip-address.js";
import { rangeText } from "../scalars/ip-range.js";
import type { AnyWorkload } from "../types/any-workload.js";
import type { Container } from "../types/container.js";
import { DISK_TYPE_TEXTS } from "../types/enums/disk-type.js";
import { textOf } from "../types/enums/text-of.js";
import { VOLUME_TYPE_TEXTS } from "../types/enums/volume-type.js";
import { WORKLOAD_TYPE_TEXTS } from "../types/enums/workload-type.js";
import { ZDB_MODE_TEXTS } from "../types/enums/zdb-mode.js";
import type { NetworkResource } from "../types/network-resource.js";
import type { ReservationInfo } from "../types/reservation-info.js";

type Part = string | number | boolean;

/**
 * The text that upstream derives from a workload to be signed: its fields one after the other, nothing between them.
 * Absent addresses and ranges print as `<nil>`, a missing date as seconds of year 1, unknown enumeration values as
 * `UNKNOWN`. {@link NOT_SIGNED} lists what does not enter.
 */
export function workloadChallenge(workload: AnyWorkload): string {
  return [...head(workload), ...tail(workload)].join("");
}

/** Wire names of fields that no signature of upstream covers. */
export const NOT_SIGNED: ReadonlySet<string> = new Set([
  "id",
  "json",
  "signing_request_provision",
  "signing_request_delete",
  "customer_signature",
  "next_action",
  "signatures_provision",
  "signature_farmer",
  "signatures_delete",
  "result",
  "version",
  "farmer_tid",
  "stats_aggregator",
  "stats",
  "logs",
  "yggdrasil_ip",
  "custom_size",
]);

function head(info: ReservationInfo): readonly Part[] {
  return [
    info.workloadId,
    info.nodeId,
    info.poolId,
    info.reference,
    info.customerTid,
    textOf(WORKLOAD_TYPE_TEXTS, info.workloadType).toUpperCase(),
    info.epoch,
    info.description,
    info.metadata,
  ];
}

function tail(workload: AnyWorkload): readonly Part[] {
  switch (workload.workloadType) {
    case 0:
      return [
        workload.size,
        textOf(ZDB_MODE_TEXTS, workload.mode),
        workload.password,
        textOf(DISK_TYPE_TEXTS, workload.diskType),
        workload.public,
      ];
    case 1:
      return containerTail(workload);
    case 2:
      return [workload.size, textOf(VOLUME_TYPE_TEXTS, workload.type)];
    case 4:
      return [
        workload.size,
        workload.clusterSecret,
        workload.networkId,
        ipText(workload.ipaddress),
        ...workload.masterIps.map(ipText),
        ...workload.sshKeys,
        workload.publicIp,
        workload.datastoreEndpoint,
        workload.disableDefaultIngress,
      ];
    case 5:
      return [workload.domain, workload.addr, workload.port, workload.portTls];
    case 6:
      return [workload.domain, workload.secret];
    case 7:
      return [workload.domain, ...workload.ips];
    case 8:
      return [workload.domain];
    case 9:
      return [workload.publicKey];
    case 10:
      return networkResourceTail(workload);
    case 11:
      return [rangeText(workload.ipaddress)];
    case 12:
      return [
        workload.name,
        workload.networkId,
        workload.publicIp,
        ipText(workload.ipaddress),
        ...workload.sshKeys,
        workload.size,
      ];
  }
}

function containerTail(container: Container): readonly Part[] {
  const { capacity } = container;
  return [
    container.flist,
    container.hubUrl,
    container.entrypoint,
    container.interactive,
    ...environment(container.environment),
    ...environment(container.secretEnvironment),
    ...container.volumes.flatMap(({ volumeId, mountpoint }) => [volumeId, mountpoint]),
    ...container.networkConnection.flatMap(({ networkId, ipaddress, publicIp6 }) => [
      networkId,
      ipText(ipaddress),
      publicIp6,
    ]),
    capacity.cpu,
    capacity.memory,
    capacity.diskSize,
    textOf(DISK_TYPE_TEXTS, capacity.diskType),
  ];
}

function networkResourceTail(resource: NetworkResource): readonly Part[] {
  return [
    resource.name,
    rangeText(resource.networkIprange),
    resource.wireguardPrivateKeyEncrypted,
    resource.wireguardPublicKey,
    resource.wireguardListenPort,
    rangeText(resource.iprange),
    ...resource.peers.flatMap(({ publicKey, endpoint, iprange, allowedIprange }) => [
      publicKey,
      endpoint,
      rangeText(iprange),
      ...allowedIprange.map(rangeText),
    ]),
  ];
}

function environment(variables: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(variables)
    .sort(([left], [right]) => byBytes(left, right))
    .map(([name, value]) => `${name}=${value}`);
}
