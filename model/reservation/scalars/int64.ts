/** Largest number that JSON carries without losing digits: 2^53 − 1. */
export const MAX_WIRE_INTEGER = BigInt(Number.MAX_SAFE_INTEGER);
/** Largest 64-bit integer; a pool that nothing draws on is empty at this time. */
export const MAX_INT64 = "9223372036854775807";

const DIGITS = /^-?(?:0|[1-9][0-9]*)$/;

/** Whether a text is a 64-bit integer in its one decimal form: no leading zeros, no plus sign, no `-0`. */
export function isInt64Text(text: string): boolean {
  return DIGITS.test(text) && text !== "-0" && BigInt.asIntN(64, BigInt(text)) === BigInt(text);
}

/** The number that stands for an integer in JSON; undefined where a number would lose digits. */
export function wireNumber(text: string): number | undefined {
  const value = BigInt(text);
  return value <= MAX_WIRE_INTEGER && value >= -MAX_WIRE_INTEGER ? Number(value) : undefined;
}
