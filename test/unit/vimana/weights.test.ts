import fc from "fast-check";
import { compareVersions } from "../../../model/vimana/versions.js";
import {
  MAX_WEIGHT,
  normaliseWeights,
  weightsOfShares,
  type NormalWeight,
} from "../../../model/vimana/weights.js";

function normal(weights: Record<string, number | string>): readonly NormalWeight[] {
  const found = normaliseWeights(weights);
  if (!found.ok) throw new Error(found.problems.map(({ path, reason }) => `${path} ${reason}`).join("\n"));
  return found.weights;
}

function faults(weights: Record<string, number | string>): readonly string[] {
  const found = normaliseWeights(weights);
  return found.ok ? [] : found.problems.map(({ path, reason }) => `${path}: ${reason}`);
}

describe("normaliseWeights", () => {
  it("divides by the greatest divisor, leaves zeros out and orders by version", () => {
    expect(normal({ "10.0.0": 20, "2.0.0": 80, "1.0.0": 0 })).toEqual([
      { version: "2.0.0", weight: 4, percent: 80 },
      { version: "10.0.0", weight: 1, percent: 20 },
    ]);
  });

  it.each([
    [{ "1.0.0": "12.5%", "2.0.0": "87.5%" }, [1, 7]],
    [{ "1.0.0": "100%", "2.0.0": "0%" }, [1]],
    [{ "1.0.0": "33.3%", "2.0.0": "66.7%" }, [333, 667]],
    [{ "1.0.0": "0.000001%", "2.0.0": "99.999999%" }, [1, MAX_WEIGHT]],
    [{ "1.0.0": 1, "2.0.0": MAX_WEIGHT }, [1, MAX_WEIGHT]],
    [{ "1.0.0": MAX_WEIGHT }, [1]],
    [{ "1.0.0": 0, "2.0.0": 0 }, []],
    [{ "1.0.0": "0%" }, []],
    [{}, []],
  ])("makes %j to %j", (weights, expected) => {
    expect(normal(weights).map(({ weight }) => weight)).toEqual(expected);
  });

  it.each([
    [
      { "1.0.0": MAX_WEIGHT + 1 },
      ['["1.0.0"]: must be a whole number from 0 to 1000000 and is 1000001 (WGT-1)'],
    ],
    [{ "1.0.0": -1 }, ['["1.0.0"]: must be a whole number from 0 to 1000000 and is -1 (WGT-1)']],
    [
      { "1.0.0": 12.5, "2.0.0": 1.5 },
      [
        '["1.0.0"]: must be a whole number from 0 to 1000000 and is 12.5 (WGT-1)',
        '["2.0.0"]: must be a whole number from 0 to 1000000 and is 1.5 (WGT-1)',
      ],
    ],
    [{ "1.0.0": "50%", "2.0.0": 50 }, [": mixes numbers and percentages (WGT-1)"]],
    [{ "1.0.0": "50%", "2.0.0": "40%" }, [": percentages must add up to 100 and add up to 90 (WGT-1)"]],
  ])("refuses %j", (weights, expected) => {
    expect(faults(weights)).toEqual(expected);
  });

  it.each(["80", "-1%", "1e1%", "%", "1.%", "1000%", "1.0000000000001%"])("takes no weight of %j", (text) => {
    expect(faults({ "1.0.0": text, "2.0.0": "100%" })).toEqual([
      expect.stringMatching(/^\["1\.0\.0"\]: must be a number or a percentage .*\(WGT-1\)$/),
    ]);
  });

  const version = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((parts) => parts.join("."));
  const whole = fc.dictionary(version, fc.nat(MAX_WEIGHT), { maxKeys: 16 });

  it("keeps exact shares of whole numbers, with the smallest weights, in any order", () => {
    fc.assert(
      fc.property(whole, (weights) => {
        const found = normal(weights);
        const sum = found.reduce((total, { weight }) => total + weight, 0);
        const all = Object.values(weights).reduce((total, weight) => total + weight, 0);
        expect(found.map((each) => each.version)).toEqual(
          Object.keys(weights)
            .filter((each) => weights[each] !== 0)
            .sort(compareVersions),
        );
        for (const each of found) {
          expect(each.weight).toBeGreaterThanOrEqual(1);
          expect(each.weight * all).toBe(weights[each.version]! * sum);
          expect(each.percent).toBeCloseTo((100 * each.weight) / sum, 3);
        }
        expect([0, 1]).toContain(found.map(({ weight }) => weight).reduce(divisor, 0));
        expect(normal(Object.fromEntries(Object.entries(weights).reverse()))).toEqual(found);
      }),
    );
  });

  it("keeps shares of percentages within rounding, and every share above zero", () => {
    const parts = fc.array(fc.integer({ min: 1, max: 10 ** 9 }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(parts, (billionths) => {
        const scale = Math.ceil(billionths.reduce((sum, part) => sum + part, 0) / 10 ** 11) + 1;
        const some = billionths.map((part) => Math.max(1, Math.floor(part / scale)));
        const rest = 10 ** 11 - some.reduce((sum, part) => sum + part, 0);
        const shares = [...some, rest];
        const found = normal(
          Object.fromEntries(shares.map((share, index) => [`${index}.0.0`, percentage(share)])),
        );
        const largest = Math.max(...shares);
        const heaviest = Math.max(...found.map(({ weight }) => weight));
        expect(heaviest).toBeLessThanOrEqual(MAX_WEIGHT);
        expect(found.map(({ weight }) => weight).reduce(divisor, 0)).toBe(1);
        expect(found).toHaveLength(shares.length);
        found.forEach(({ weight }, index) => {
          expect(weight).toBeGreaterThanOrEqual(1);
          const off = Math.abs(weight / heaviest - shares[index]! / largest);
          expect(off).toBeLessThanOrEqual(1 / MAX_WEIGHT);
        });
      }),
    );
  });
});

describe("weightsOfShares", () => {
  it("keeps the given order and leaves zeros out", () => {
    expect(
      weightsOfShares([
        { version: "2.0.0", share: 6n },
        { version: "3.0.0", share: 0n },
        { version: "1.0.0", share: 2n },
      ]),
    ).toEqual([
      { version: "2.0.0", weight: 3, percent: 75 },
      { version: "1.0.0", weight: 1, percent: 25 },
    ]);
  });
});

/** Billionths of a percent as a percentage with decimals. */
function percentage(billionths: number): string {
  const digits = String(billionths).padStart(10, "0");
  return `${digits.slice(0, -9)}.${digits.slice(-9)}%`;
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b);
}
