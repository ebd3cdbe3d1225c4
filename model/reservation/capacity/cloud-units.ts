import { rounded, type ResourceUnits } from "./resource-units.js";

/** What pools are charged in. */
export interface CloudUnits {
  /** Compute: the smaller of memory/4 and processors/2. */
  readonly cu: number;
  /** Storage: hdd/1200 + ssd/300. */
  readonly su: number;
  /** Public IPv4 addresses. */
  readonly ipv4u: number;
}

/** Cloud units of resource units, to three decimals. */
export function cloudUnits({ cru, mru, sru, hru, ipv4u }: ResourceUnits): CloudUnits {
  return {
    cu: rounded(Math.min(mru / 4, cru / 2), 3),
    su: rounded(hru / 1200 + sru / 300, 3),
    ipv4u,
  };
}
