import fc from "fast-check";
import { parseQuantity } from "../../../model/shared/quantity.js";

function nano(text: string): bigint {
  const parsed = parseQuantity(text);
  if (!parsed.ok) throw new Error(`${text} ${parsed.reason}`);
  return parsed.nano;
}

describe("quantities", () => {
  it.each([
    ["0", 0n],
    ["1", 1_000_000_000n],
    ["+1", 1_000_000_000n],
    ["-1", -1_000_000_000n],
    ["1.", 1_000_000_000n],
    [".5", 500_000_000n],
    ["0.1", 100_000_000n],
    ["100m", 100_000_000n],
    ["1u", 1_000n],
    ["1n", 1n],
    ["1k", 1_000n * 10n ** 9n],
    ["1Ki", 1_024n * 10n ** 9n],
    ["1.5Gi", 1_610_612_736n * 10n ** 9n],
    ["1E", 10n ** 27n],
    ["1e3", 10n ** 12n],
    ["1E3", 10n ** 12n],
    ["1e+21", (2n ** 63n - 1n) * 10n ** 9n],
    ["12e-1", 1_200_000_000n],
  ])("%s is %s billionths", (text, expected) => {
    expect(nano(text)).toBe(expected);
  });

  it.each([
    ["1000m", "1"],
    ["0.2", "200m"],
    ["1Gi", "1024Mi"],
    ["1Ki", "1024"],
    ["0", "-0"],
    ["0Gi", "0"],
    ["1e0", "1"],
  ])("%s is the same as %s", (a, b) => {
    expect(nano(a)).toBe(nano(b));
  });

  it.each(["", ".", "-", "1 Gi", "1gi", "1KB", "1i", "e3", "1e", "0x10", "1,5", "Infinity", "1Gi\n"])(
    "%j is no quantity",
    (text) => {
      expect(parseQuantity(text).ok).toBe(false);
    },
  );

  it("rounds what is finer than a billionth away from zero, and limits what is larger than 2^63-1", () => {
    expect(nano("0.1n")).toBe(1n);
    expect(nano("-0.1n")).toBe(-1n);
    expect(nano("1e-999999999")).toBe(1n);
    expect(nano("1e999999999")).toBe((2n ** 63n - 1n) * 10n ** 9n);
    expect(nano("100Ei")).toBe((2n ** 63n - 1n) * 10n ** 9n);
    expect(nano("0e999999999")).toBe(0n);
  });

  it("reads every number of thousandths alike with and without the unit", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (milli) => {
        expect(nano(`${milli}m`)).toBe(nano((milli / 1000).toFixed(3)));
      }),
    );
  });
});
