import fc from "fast-check";
import { parseGoDuration } from "../../../model/shared/duration.js";

describe("parseGoDuration", () => {
  it.each([
    ["0", 0],
    ["2h", 7200],
    ["120m", 7200],
    ["1h30m", 5400],
    ["1.5h", 5400],
    ["5m", 300],
    [".5s", 0.5],
    ["1.s", 1],
    ["100ms", 0.1],
    ["1us", 1e-6],
    ["1µs", 1e-6],
    ["1μs", 1e-6],
    ["7ns", 7e-9],
    ["-1m", -60],
    ["+1m", 60],
    ["1m1m", 120],
  ])("%s is %d s", (text, seconds) => {
    const parsed = parseGoDuration(text);
    expect(parsed.ok && parsed.seconds).toBeCloseTo(seconds, 12);
  });

  it.each([
    ["", "empty"],
    ["1d", "24h is a day"],
    ["2 hours", '" hours" is none of the units'],
    ["10", "no unit"],
    ["h", "does not begin with a number"],
    [".h", "does not begin with a number"],
    ["1h-1m", '"h-" is none'],
    ["--1h", "does not begin"],
    ["1H", '"H" is none'],
    ["3000000h", "too long"],
    [" 1h", "does not begin"],
    ["1h ", '"h " is none'],
    ["1..5h", '"" has no unit'],
  ])("%j is refused: %s", (text, reason) => {
    const parsed = parseGoDuration(text);
    expect(parsed.ok ? "" : parsed.reason).toContain(reason.startsWith('""') ? "no unit" : reason);
  });

  it("is exact to the nanosecond, however the duration is written", () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(59), fc.nat(59), fc.nat(999_999_999), (h, m, s, ns) => {
        const total = ((BigInt(h) * 60n + BigInt(m)) * 60n + BigInt(s)) * 1_000_000_000n + BigInt(ns);
        const fraction = String(ns).padStart(9, "0");
        for (const text of [
          `${h}h${m}m${s}s${ns}ns`,
          `${ns}ns${s}s${m}m${h}h`,
          `${h}h${m}m${s}.${fraction}s`,
        ]) {
          expect(parseGoDuration(text)).toMatchObject({ ok: true, nanoseconds: total });
        }
      }),
    );
  });
});
