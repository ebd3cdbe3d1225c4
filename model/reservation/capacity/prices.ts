import type { CloudUnits } from "./cloud-units.js";

/** Networks of explorers; test networks are cheaper. */
export type PriceNetwork = "mainnet" | "testnet" | "devnet";

const DIVISOR: Readonly<Record<PriceNetwork, number>> = { mainnet: 1, testnet: 10, devnet: 100 };

/** Price of one unit for one second, in stropes. */
export const STROPES_PER_UNIT_SECOND = { cu: 385, su: 308, ipv4u: 231 } as const;
/** Stropes of one TFT. */
export const STROPES_PER_TFT = 10_000_000;

/** Prices as `GET prices` answers. */
export interface PriceList {
  readonly CuPriceDollarMonth: number;
  readonly SuPriceDollarMonth: number;
  readonly TftPriceMill: number;
  readonly IP4uPriceDollarMonth: number;
}

const DOLLARS_PER_MONTH = { cu: 10, su: 8, ipv4u: 6 } as const;
/** Thousandths of a dollar. */
const TFT_PRICE_MILL = 100;

/** The price list of a network. */
export function priceList(network: PriceNetwork): PriceList {
  const divisor = DIVISOR[network];
  return {
    CuPriceDollarMonth: DOLLARS_PER_MONTH.cu / divisor,
    SuPriceDollarMonth: DOLLARS_PER_MONTH.su / divisor,
    TftPriceMill: TFT_PRICE_MILL,
    IP4uPriceDollarMonth: DOLLARS_PER_MONTH.ipv4u / divisor,
  };
}

/**
 * What unit-seconds cost, in stropes, rounded up to a whole one.
 * @param unitSeconds Units times seconds, as a pool's order has them.
 */
export function priceOf(unitSeconds: CloudUnits, network: PriceNetwork): number {
  const { cu, su, ipv4u } = STROPES_PER_UNIT_SECOND;
  const full = unitSeconds.cu * cu + unitSeconds.su * su + unitSeconds.ipv4u * ipv4u;
  return Math.ceil(full / DIVISOR[network]);
}

/** Memo by which a payment names what it is for. */
export function paymentMemo(reservationId: string): string {
  return `p-${reservationId}`;
}
