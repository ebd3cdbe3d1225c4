import { parseGoDuration } from "../../shared/duration.js";

const MILLISECOND = 1_000_000n;
const UNITS = [
  ["h", 3_600_000n],
  ["m", 60_000n],
  ["s", 1_000n],
  ["ms", 1n],
] as const;

/**
 * Whole seconds of a Go duration, rounded up.
 * @throws TypeError when the text is none
 */
export function wholeSeconds(text: string): number {
  return Number(dividedUp(nanoseconds(text), 1000n * MILLISECOND));
}

/**
 * A Go duration in the grammar of Gateway API, which knows no fractions and nothing below a millisecond: `1.5h` is
 * `1h30m`. Rounded up to a millisecond.
 * @throws TypeError when the text is none
 */
export function gatewayDuration(text: string): string {
  let left = dividedUp(nanoseconds(text), MILLISECOND);
  let written = "";
  for (const [unit, milliseconds] of UNITS) {
    const count = left / milliseconds;
    if (count > 0n) written += `${count.toString()}${unit}`;
    left %= milliseconds;
  }
  return written === "" ? "0s" : written;
}

function nanoseconds(text: string): bigint {
  const parsed = parseGoDuration(text);
  if (!parsed.ok) throw new TypeError(`"${text}" ${parsed.reason}`);
  return parsed.nanoseconds;
}

function dividedUp(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}
