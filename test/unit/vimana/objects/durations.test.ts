import fc from "fast-check";
import { parseGoDuration } from "../../../../model/shared/duration.js";
import { gatewayDuration, wholeSeconds } from "../../../../model/vimana/objects/durations.js";

test.each([
  ["30s", "30s"],
  ["90s", "1m30s"],
  ["1.5h", "1h30m"],
  ["2.5s", "2s500ms"],
  ["1h0m0.001s", "1h1ms"],
  ["1ns", "1ms"],
  ["0s", "0s"],
  ["99999h", "99999h"],
])("%s is %s in Gateway API", (text, expected) => {
  expect(gatewayDuration(text)).toBe(expected);
});

test.each([
  ["30s", 30],
  ["1m0.5s", 61],
  ["1ms", 1],
])("%s is %d whole seconds", (text, expected) => {
  expect(wholeSeconds(text)).toBe(expected);
});

test("what is no duration is refused", () => {
  expect(() => gatewayDuration("soon")).toThrow('"soon" is no duration');
  expect(() => wholeSeconds("5 minutes")).toThrow(TypeError);
});

test("a duration in Gateway API's grammar is the same one, rounded up to a millisecond", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 99_999n * 3_600_000_000_000n }), (nanoseconds) => {
      const written = gatewayDuration(`${nanoseconds.toString()}ns`);
      expect(written).toMatch(/^([0-9]{1,5}(h|m|s|ms)){1,4}$/);
      const parsed = parseGoDuration(written);
      if (!parsed.ok) throw new Error(parsed.reason);
      const added = parsed.nanoseconds - nanoseconds;
      expect(added >= 0n && added < 1_000_000n).toBe(true);
    }),
  );
});
