import { type CloudUnits, cloudUnits } from "../../../model/reservation/capacity/cloud-units.js";
import { drawn, lastsWith, MINIMUM_LASTING } from "../../../model/reservation/capacity/pool-ledger.js";
import { resourceUnits } from "../../../model/reservation/capacity/resource-units.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import type { CapacityPool } from "../../../model/reservation/types/capacity-pool.js";

const DAY = 86_400;

/** Whether a pool lasts long enough with a workload more. */
export function poolLasts(pool: CapacityPool, workload: AnyWorkload, now: number): boolean {
  return lastsWith(pool, cloudUnits(resourceUnits(workload)), now);
}

/**
 * How much a pool lacks for a workload: what it needs at least, and for a day, as unit-seconds to be bought.
 * @param now unix seconds
 */
export function poolAdvice(pool: CapacityPool, workload: AnyWorkload, now: number): string {
  const units = cloudUnits(resourceUnits(workload));
  const current = drawn(pool, now);
  const parts = (seconds: number): string =>
    [
      lacking("cus", current.cus, current.activeCu + units.cu, seconds),
      lacking("sus", current.sus, current.activeSu + units.su, seconds),
      lacking("ipv4us", current.ipv4us, current.activeIpv4 + units.ipv4u, seconds),
    ]
      .filter((part) => part !== "")
      .join(", ");
  return (
    `pool ${pool.poolId} would not last ${MINIMUM_LASTING} s with it: it lacks ${parts(MINIMUM_LASTING)} ` +
    `at least, ${parts(DAY)} for a day (the workload takes ${taken(units)} a second)`
  );
}

function lacking(name: string, left: number, active: number, seconds: number): string {
  const missing = Math.ceil(active * seconds - left);
  return missing > 0 ? `${missing} ${name}` : "";
}

function taken({ cu, su, ipv4u }: CloudUnits): string {
  const parts = [
    [cu, "cus"],
    [su, "sus"],
    [ipv4u, "ipv4us"],
  ].flatMap(([amount = 0, name]) => (amount === 0 ? [] : [`${amount} ${name}`]));
  return parts.length === 0 ? "nothing" : parts.join(", ");
}
