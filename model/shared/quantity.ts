/** A parsed Kubernetes quantity, or why the text is none. */
export type ParsedQuantity =
  | {
      readonly ok: true;
      /** The exact value in billionths, which is the finest that Kubernetes keeps. */
      readonly nano: bigint;
    }
  | { readonly ok: false; readonly reason: string };

const GRAMMAR = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?[0-9]+)?$/;
const DECIMAL_EXPONENTS: ReadonlyMap<string, number> = new Map([
  ["n", -9],
  ["u", -6],
  ["m", -3],
  ["k", 3],
  ["M", 6],
  ["G", 9],
  ["T", 12],
  ["P", 15],
  ["E", 18],
]);
const BINARY_SUFFIXES = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const NANO = 10n ** 9n;
/** Larger values count as this one. */
const LIMIT = (2n ** 63n - 1n) * NANO;
/** No number of this many digits is below the limit, or above a billionth: spares computing huge powers. */
const FAR_OUT = 1_000;

/**
 * Parses a quantity by Kubernetes' grammar: a signed decimal number, then nothing, a decimal suffix (`n` `u` `m` `k`
 * `M` `G` `T` `P` `E`), a binary one (`Ki` … `Ei`) or an exponent (`e3`, `E-3`). As in Kubernetes, what is finer than
 * a billionth is rounded away from zero, and values beyond 2^63-1 count as that.
 */
export function parseQuantity(text: string): ParsedQuantity {
  const [matched, sign = "", whole = "", fraction = "", suffix = ""] = GRAMMAR.exec(text) ?? [];
  if (matched === undefined || (whole === "" && fraction === "")) {
    return {
      ok: false,
      reason: "is no quantity: write a number with an optional unit, as 500m, 1.5 or 512Mi",
    };
  }
  const digits = BigInt(whole + fraction);
  const magnitude = scaled(digits, fraction.length, suffix);
  return { ok: true, nano: sign === "-" ? -magnitude : magnitude };
}

/** Billionths of `digits / 10^decimals`, times what the suffix stands for. */
function scaled(digits: bigint, decimals: number, suffix: string): bigint {
  if (digits === 0n) return 0n;
  const binary = BINARY_SUFFIXES.indexOf(suffix);
  const factor = binary === -1 ? 1n : 1024n ** BigInt(binary + 1);
  const exponent = 9 - decimals + decimalExponent(suffix);
  if (exponent > FAR_OUT) return LIMIT;
  if (exponent < -FAR_OUT - String(digits).length) return 1n;
  const value =
    exponent >= 0
      ? digits * factor * 10n ** BigInt(exponent)
      : roundedUp(digits * factor, 10n ** BigInt(-exponent));
  return value > LIMIT ? LIMIT : value;
}

function decimalExponent(suffix: string): number {
  const named = DECIMAL_EXPONENTS.get(suffix);
  if (named !== undefined) return named;
  return /^[eE][+-]?[0-9]/.test(suffix) ? Number(suffix.slice(1)) : 0;
}

function roundedUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}
