/** A parsed Go duration, or why the text is none. */
export type ParsedDuration =
  | {
      readonly ok: true;
      /** The duration in seconds, with a fraction where the text has one. */
      readonly seconds: number;
      /** The exact value, as Go holds it. */
      readonly nanoseconds: bigint;
    }
  | { readonly ok: false; readonly reason: string };

const NANOSECONDS: ReadonlyMap<string, bigint> = new Map([
  ["ns", 1n],
  ["us", 1_000n],
  // Go reads the micro sign and the Greek letter alike.
  ["\u00b5s", 1_000n],
  ["\u03bcs", 1_000n],
  ["ms", 1_000_000n],
  ["s", 1_000_000_000n],
  ["m", 60_000_000_000n],
  ["h", 3_600_000_000_000n],
]);
const MAX_INT64 = 2n ** 63n - 1n;

/**
 * Parses a duration by the grammar of Go's `time.ParseDuration`: an optional sign, then numbers with optional
 * fraction, each followed by a unit (`ns`, `us`, `ms`, `s`, `m`, `h`), such as `1h30m` or `1.5h`; or plain `0`.
 * There is no unit for days. Digits below a nanosecond are cut off.
 */
export function parseGoDuration(text: string): ParsedDuration {
  const sign = /^[+-]/.exec(text)?.[0] ?? "";
  const body = text.slice(sign.length);
  if (body === "0") return duration(0n);
  if (body === "")
    return { ok: false, reason: "is no duration: it is empty; write numbers with units, as 1h30m" };

  let total = 0n;
  let rest = body;
  while (rest !== "") {
    const [matched = "", whole = "", fraction = "", unit = ""] =
      /^([0-9]*)(?:\.([0-9]*))?([^0-9.]*)/.exec(rest) ?? [];
    if (whole === "" && fraction === "") {
      return { ok: false, reason: `is no duration: "${rest}" does not begin with a number` };
    }
    const factor = NANOSECONDS.get(unit);
    if (factor === undefined) return { ok: false, reason: unitReason(unit, matched) };
    total += BigInt(whole === "" ? "0" : whole) * factor;
    total += (BigInt(fraction === "" ? "0" : fraction) * factor) / 10n ** BigInt(fraction.length);
    if (total > MAX_INT64)
      return { ok: false, reason: "is too long for a duration (the limit is about 292 years)" };
    rest = rest.slice(matched.length);
  }
  return duration(sign === "-" ? -total : total);
}

function duration(nanoseconds: bigint): ParsedDuration {
  return { ok: true, nanoseconds, seconds: Number(nanoseconds) / 1e9 };
}

function unitReason(unit: string, matched: string): string {
  if (unit === "") return `is no duration: "${matched}" has no unit (ns, us, ms, s, m or h)`;
  const days = unit.startsWith("d") ? "; there is no unit for days, 24h is a day" : "";
  return `is no duration: "${unit}" is none of the units ns, us, ms, s, m, h${days}`;
}
