import type { AnyWorkload } from "../types/any-workload.js";
import type { Container } from "../types/container.js";
import { ZdbDiskTypeEnum } from "../types/enums/disk-type.js";
import { VolumeTypeEnum } from "../types/enums/volume-type.js";
import { machineSizeOf } from "./size-table.js";

/** What something uses: processors, memory and disks in GiB, public IPv4 addresses. */
export interface ResourceUnits {
  readonly cru: number;
  readonly mru: number;
  readonly sru: number;
  readonly hru: number;
  readonly ipv4u: number;
}

/** Nothing. */
export const NO_UNITS: ResourceUnits = { cru: 0, mru: 0, sru: 0, hru: 0, ipv4u: 0 };

/** MiB of a container's root disk that are not charged. */
const FREE_ROOT_DISK = 50 * 1024;

/** What explorers charge for a workload. Networks and gateways are free, and so is a machine of an unknown size. */
export function resourceUnits(workload: AnyWorkload): ResourceUnits {
  switch (workload.workloadType) {
    case 0:
      return disk(workload.size, workload.diskType === ZdbDiskTypeEnum.ZdbDiskTypeSsd);
    case 1:
      return containerUnits(workload);
    case 2:
      return disk(workload.size, workload.type === VolumeTypeEnum.VolumeTypeSSD);
    case 4:
    case 12: {
      const size = machineSizeOf(workload);
      if (size === undefined) return NO_UNITS;
      return { ...NO_UNITS, cru: size.cpu, mru: size.memory, sru: size.disk };
    }
    case 11:
      return { ...NO_UNITS, ipv4u: 1 };
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
    case 10:
      return NO_UNITS;
  }
}

/** The sum of several. */
export function sumUnits(all: readonly ResourceUnits[]): ResourceUnits {
  return all.reduce(
    (sum, { cru, mru, sru, hru, ipv4u }) => ({
      cru: sum.cru + cru,
      mru: sum.mru + mru,
      sru: sum.sru + sru,
      hru: sum.hru + hru,
      ipv4u: sum.ipv4u + ipv4u,
    }),
    NO_UNITS,
  );
}

function containerUnits({ capacity }: Container): ResourceUnits {
  const root = disk(
    rounded(Math.max(0, capacity.diskSize - FREE_ROOT_DISK) / 1024, 4),
    capacity.diskType === ZdbDiskTypeEnum.ZdbDiskTypeSsd,
  );
  return { ...root, cru: capacity.cpu, mru: rounded(capacity.memory / 1024, 4) };
}

function disk(size: number, ssd: boolean): ResourceUnits {
  return ssd ? { ...NO_UNITS, sru: size } : { ...NO_UNITS, hru: size };
}

/** A number with so many decimals; halves are rounded away from zero. */
export function rounded(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor;
}
