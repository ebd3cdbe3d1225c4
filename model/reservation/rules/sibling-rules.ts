import type { Problem } from "../../shared/problem.js";
import { globalId, mountedVolume } from "../pipeline/names.js";
import type { NetworkResource } from "../types/network-resource.js";
import { addressProblems, networkProblems, type Sibling } from "./network-members.js";
import { below, fault, faultWhen, repeated } from "./rule.js";

/** A volume that is there already. */
export interface KnownVolume {
  readonly globalId: string;
  readonly nodeId: string;
  /** Decimal id of the owner. */
  readonly customerTid: string;
}

/** What is there already, outside of what is checked. */
export interface Surroundings {
  readonly networks?: readonly NetworkResource[];
  /** Without it, volumes of other reservations are taken to exist. */
  readonly volumes?: readonly KnownVolume[];
}

/**
 * Rules between workloads that belong together, in one reservation or one stack.
 * @param id Decimal id of the reservation, by which `-3` names one of its volumes.
 * @param customerTid Whose all of this is.
 */
export function siblingProblems(
  siblings: readonly Sibling[],
  id: string,
  customerTid: string,
  surroundings: Surroundings,
): readonly Problem[] {
  return [
    ...networkProblems(siblings),
    ...addressProblems(siblings, surroundings.networks ?? []),
    ...mountProblems(siblings, id, customerTid, surroundings.volumes),
    ...publicIpProblems(siblings),
  ];
}

function mountProblems(
  siblings: readonly Sibling[],
  id: string,
  customerTid: string,
  elsewhere: readonly KnownVolume[] | undefined,
): readonly Problem[] {
  const own = siblings.flatMap(({ workload }): KnownVolume[] =>
    workload.workloadType === 2
      ? [{ globalId: globalId(id, workload.workloadId), nodeId: workload.nodeId, customerTid }]
      : [],
  );
  const volumes = [...own, ...(elsewhere ?? [])];
  return siblings.flatMap(({ workload, place }) => {
    if (workload.workloadType !== 1) return [];
    return workload.volumes.flatMap(({ volumeId }, index) => {
      const at = below(place, "volumes", index, "volumeId");
      const wanted = mountedVolume(id, volumeId);
      const volume = volumes.find((one) => one.globalId === wanted);
      if (volume === undefined) {
        const known = wanted.startsWith(`${id}-`) || elsewhere !== undefined;
        return faultWhen(known, at, "mount", `volume ${wanted} does not exist`);
      }
      return [
        ...faultWhen(
          volume.nodeId !== workload.nodeId,
          at,
          "mount",
          `volume ${wanted} is on node ${volume.nodeId}, and the container on ${workload.nodeId}`,
        ),
        ...faultWhen(
          volume.customerTid !== customerTid,
          at,
          "mount",
          `cannot use volume ${wanted}, user ${customerTid} is not the owner of it`,
        ),
      ];
    });
  });
}

function publicIpProblems(siblings: readonly Sibling[]): readonly Problem[] {
  const addresses = siblings.filter(({ workload }) => workload.workloadType === 11);
  const users = siblings.flatMap(({ workload, place }) =>
    (workload.workloadType === 4 || workload.workloadType === 12) && workload.publicIp !== "0"
      ? [{ workload, wanted: workload.publicIp, at: below(place, "publicIp") }]
      : [],
  );
  return [
    ...users.flatMap(({ workload, wanted, at }) => {
      const address = addresses.find((one) => one.workload.workloadId === wanted);
      return [
        ...faultWhen(address === undefined, at, "public-ip", `workload ${wanted} is no public IP`),
        ...faultWhen(
          address !== undefined && address.workload.nodeId !== workload.nodeId,
          at,
          "public-ip",
          `public IP ${wanted} is on another node`,
        ),
      ];
    }),
    ...repeated(
      users,
      ({ wanted }) => wanted,
      ({ wanted, at }) => fault(at, "public-ip", `public IP ${wanted} is used twice`),
    ),
    ...repeated(
      addresses.flatMap(({ workload, place }) =>
        workload.workloadType === 11 && workload.ipaddress !== ""
          ? [{ address: workload.ipaddress.replace(/\/.*$/, ""), at: below(place, "ipaddress") }]
          : [],
      ),
      ({ address }) => address,
      ({ address, at }) => fault(at, "public-ip", `${address} is reserved twice`),
    ),
  ];
}
