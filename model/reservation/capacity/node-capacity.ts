import type { AnyWorkload } from "../types/any-workload.js";
import { ZdbDiskTypeEnum } from "../types/enums/disk-type.js";
import { VolumeTypeEnum } from "../types/enums/volume-type.js";
import { machineSizeOf } from "./size-table.js";

/** What a node has or gives: processors, and bytes. */
export interface NodeCapacity {
  readonly cru: number;
  readonly mru: number;
  readonly sru: number;
  readonly hru: number;
}

const MIB = 2 ** 20;
const GIB = 2 ** 30;
/** Root disk of a container on ssd that names no size, MiB. */
const DEFAULT_ROOT_DISK = 256;
/** What a machine needs besides the memory it was promised: a twentieth, at most 1 GiB. */
const MACHINE_OVERHEAD = { part: 20, most: GIB };
/** Memory that is never given away: a tenth, at least 2 GiB. */
const RESERVE = { part: 10, least: 2 * GIB };

/** What upstream's nodes say when a workload does not fit. */
export const NO_MEMORY = "not enough free resources to support this memory size";

/** What a workload takes on its node; nothing is free of charge there, unlike for the pool. */
export function nodeUse(workload: AnyWorkload): NodeCapacity {
  switch (workload.workloadType) {
    case 0:
      return disk(workload.size * GIB, workload.diskType === ZdbDiskTypeEnum.ZdbDiskTypeSsd);
    case 1: {
      const { cpu, memory, diskSize, diskType } = workload.capacity;
      const size = diskSize === 0 ? DEFAULT_ROOT_DISK : diskSize;
      const ssd = diskSize === 0 || diskType === ZdbDiskTypeEnum.ZdbDiskTypeSsd;
      return { ...disk(size * MIB, ssd), cru: cpu, mru: memory * MIB };
    }
    case 2:
      return disk(workload.size * GIB, workload.type === VolumeTypeEnum.VolumeTypeSSD);
    case 4:
    case 12: {
      const size = machineSizeOf(workload);
      if (size === undefined) return NOTHING;
      const memory = size.memory * GIB;
      const overhead = Math.min(memory / MACHINE_OVERHEAD.part, MACHINE_OVERHEAD.most);
      return { ...disk(size.disk * GIB, true), cru: size.cpu, mru: memory + overhead };
    }
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
    case 10:
    case 11:
      return NOTHING;
  }
}

/** What several take together. */
export function sumUse(all: readonly NodeCapacity[]): NodeCapacity {
  return all.reduce(
    (sum, { cru, mru, sru, hru }) => ({
      cru: sum.cru + cru,
      mru: sum.mru + mru,
      sru: sum.sru + sru,
      hru: sum.hru + hru,
    }),
    NOTHING,
  );
}

/** Memory that a node keeps for itself, in bytes. */
export function reservedMemory(total: number): number {
  return Math.max(total / RESERVE.part, RESERVE.least);
}

/**
 * Why a workload does not fit on a node besides what is there, in upstream's words for memory; undefined when it does.
 * Processors are shared and refuse only a workload that wants more than the node has. What is not wanted is not short.
 */
export function capacityFault(
  total: NodeCapacity,
  used: NodeCapacity,
  wanted: NodeCapacity,
): string | undefined {
  if (wanted.cru > total.cru) {
    return `wants ${String(wanted.cru)} processors of a node that has ${String(total.cru)}`;
  }
  const memory = total.mru - reservedMemory(total.mru) - used.mru;
  if (wanted.mru > 0 && wanted.mru > memory) return `${NO_MEMORY}: ${shortage(wanted.mru, memory)}`;
  const free = { ssd: total.sru - used.sru, hdd: total.hru - used.hru };
  if (wanted.sru > 0 && wanted.sru > free.ssd)
    return `not enough free ssd: ${shortage(wanted.sru, free.ssd)}`;
  if (wanted.hru > 0 && wanted.hru > free.hdd)
    return `not enough free hdd: ${shortage(wanted.hru, free.hdd)}`;
  return undefined;
}

const NOTHING: NodeCapacity = { cru: 0, mru: 0, sru: 0, hru: 0 };

function disk(size: number, ssd: boolean): NodeCapacity {
  return ssd ? { ...NOTHING, sru: size } : { ...NOTHING, hru: size };
}

function shortage(wanted: number, free: number): string {
  const mib = (bytes: number): string => String(Math.floor(bytes / MIB));
  return `${mib(wanted)} MiB wanted, ${mib(Math.max(0, free))} MiB free`;
}

/** Processor time of a container: microseconds of a period of 100 ms. */
export function cpuQuota(cpus: number): { readonly period: number; readonly quota: number } {
  const period = 100_000;
  return { period, quota: cpus * period };
}
