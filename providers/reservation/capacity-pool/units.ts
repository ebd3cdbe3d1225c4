import { Failure } from "../../../model/shared/errors.js";

/** What pools hold, as units times seconds. */
export interface Units {
  readonly cus: number;
  readonly sus: number;
  readonly ipv4us: number;
}

/**
 * What has to be bought.
 * @throws Failure for less than was bought, since nobody takes it back
 */
export function missingUnits(before: Units, wanted: Units): Units {
  const less = (["cus", "sus", "ipv4us"] as const).filter((unit) => wanted[unit] < before[unit]);
  if (less.length > 0) {
    const lines = less.map((unit) => `${unit}: ${before[unit]} were bought, and ${wanted[unit]} are wanted`);
    throw new Failure({
      what: `${lines.join("; ")}; explorers take no units back`,
      next: "Leave the units as they are, or replace the pool to begin a new one",
    });
  }
  return {
    cus: wanted.cus - before.cus,
    sus: wanted.sus - before.sus,
    ipv4us: wanted.ipv4us - before.ipv4us,
  };
}

/** `3600 cus, 10 sus`; empty for nothing. */
export function unitsText({ cus, sus, ipv4us }: Units): string {
  return [`${cus} cus`, `${sus} sus`, `${ipv4us} ipv4us`].filter((part) => !part.startsWith("0 ")).join(", ");
}
