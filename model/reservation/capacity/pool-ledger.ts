import { MAX_INT64 } from "../scalars/int64.js";
import type { CapacityPool } from "../types/capacity-pool.js";
import type { CloudUnits } from "./cloud-units.js";
import { rounded } from "./resource-units.js";

/** A pool must last so many seconds with a new workload. */
export const MINIMUM_LASTING = 120;

/** A pool at a time: what was used since its last update is taken off, never below 0. */
export function drawn(pool: CapacityPool, now: number): CapacityPool {
  const seconds = Math.max(0, now - pool.lastUpdated);
  const left = {
    ...pool,
    cus: Math.max(0, pool.cus - pool.activeCu * seconds),
    sus: Math.max(0, pool.sus - pool.activeSu * seconds),
    ipv4us: Math.max(0, pool.ipv4us - pool.activeIpv4 * seconds),
    lastUpdated: now,
  };
  return { ...left, emptyAt: emptyAt(left) };
}

/** A pool after a workload began to draw on it. */
export function withUse(pool: CapacityPool, units: CloudUnits, now: number): CapacityPool {
  return changed(pool, units, 1, now);
}

/** A pool after a workload stopped drawing on it. */
export function withoutUse(pool: CapacityPool, units: CloudUnits, now: number): CapacityPool {
  return changed(pool, units, -1, now);
}

/** Whether a pool would last long enough with a workload more. */
export function lastsWith(pool: CapacityPool, units: CloudUnits, now: number): boolean {
  const { emptyAt: end } = withUse(pool, units, now);
  return BigInt(end) >= BigInt(Math.floor(now) + MINIMUM_LASTING);
}

/** When the first unit in use runs out, unix seconds; the largest 64-bit integer when nothing is used. */
function emptyAt({ cus, sus, ipv4us, activeCu, activeSu, activeIpv4, lastUpdated }: CapacityPool): string {
  const lasting = [
    [cus, activeCu],
    [sus, activeSu],
    [ipv4us, activeIpv4],
  ].map(([left = 0, active = 0]) => (active > 0 ? left / active : Infinity));
  const shortest = Math.min(...lasting);
  return shortest === Infinity ? MAX_INT64 : String(Math.floor(lastUpdated + shortest));
}

function changed(pool: CapacityPool, { cu, su, ipv4u }: CloudUnits, sign: 1 | -1, now: number): CapacityPool {
  const current = drawn(pool, now);
  const active = {
    ...current,
    activeCu: unitsLeft(current.activeCu + sign * cu),
    activeSu: unitsLeft(current.activeSu + sign * su),
    activeIpv4: unitsLeft(current.activeIpv4 + sign * ipv4u),
  };
  return { ...active, emptyAt: emptyAt(active) };
}

/** Units have three decimals; sums of them must not gather more. */
function unitsLeft(units: number): number {
  return Math.max(0, rounded(units, 3));
}
