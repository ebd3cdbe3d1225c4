import type { PaymentInformation } from "../../../clients/explorer/types.js";
import { paymentMemo } from "../../../model/reservation/capacity/prices.js";
import type { CapacityPool } from "../../../model/reservation/types/capacity-pool.js";
import type { CapacityPoolOutputs } from "../capacity-pool.js";

/** Seconds by which clocks and answers may be late. */
const LATENESS = 10;

/** A pool as it is now. */
export function outputsOf(pool: CapacityPool, payment: CapacityPoolOutputs["payment"]): CapacityPoolOutputs {
  return {
    poolId: pool.poolId,
    left: { cus: pool.cus, sus: pool.sus, ipv4us: pool.ipv4us },
    active: { cu: pool.activeCu, su: pool.activeSu, ipv4u: pool.activeIpv4 },
    asOf: pool.lastUpdated,
    emptyAt: pool.emptyAt,
    ...(payment === undefined ? {} : { payment }),
  };
}

/**
 * What was last seen, where what is seen now follows from it: a pool that is drawn on is another each second, and only
 * what nobody could foresee is news.
 */
export function asLastSeen(now: CapacityPoolOutputs, last: CapacityPoolOutputs): CapacityPoolOutputs {
  const seconds = Math.max(0, now.asOf - last.asOf);
  const foreseen = (
    [
      ["cus", "cu"],
      ["sus", "su"],
      ["ipv4us", "ipv4u"],
    ] as const
  ).every(([unit, rate]) => {
    if (now.active[rate] !== last.active[rate]) return false;
    const expected = Math.max(0, last.left[unit] - last.active[rate] * seconds);
    return Math.abs(now.left[unit] - expected) <= last.active[rate] * LATENESS;
  });
  return foreseen ? last : now;
}

/** How an order is paid. */
export function paymentOf({ reservationId, address, asset, amount }: PaymentInformation) {
  return { reservationId, address, asset, amount, memo: paymentMemo(reservationId) };
}
