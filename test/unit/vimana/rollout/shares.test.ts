import fc from "fast-check";
import {
  describeWeights,
  effectiveWeights,
  lostAll,
  sameWeights,
  soleVersion,
  type Weights,
  weightsWith,
} from "../../../../model/vimana/rollout/shares.js";

const versions = fc.constantFrom("1.0.0", "1.1.0", "2.0.0", "10.0.0");
const from = fc.dictionary(versions, fc.integer({ min: 0, max: 1_000_000 }), { maxKeys: 4 });

describe("the weights of a step", () => {
  test.each<[string, number, Weights, Weights]>([
    ["two versions", 5, { "1.0.0": 1 }, { "1.0.0": 19, "1.1.0": 1 }],
    ["what it had before does not count", 25, { "1.0.0": 1, "1.1.0": 9 }, { "1.0.0": 3, "1.1.0": 1 }],
    ["fractions", 12.5, { "1.0.0": 3 }, { "1.0.0": 7, "1.1.0": 1 }],
    [
      "several others share as before",
      40,
      { "1.0.0": 2, "0.9.0": 1 },
      { "0.9.0": 1, "1.0.0": 2, "1.1.0": 2 },
    ],
    ["the end", 100, { "1.0.0": 7, "0.9.0": 1 }, { "1.1.0": 1 }],
    ["the beginning", 0, { "1.0.0": 7 }, { "1.0.0": 1 }],
    ["nothing before", 5, {}, { "1.1.0": 1 }],
  ])("%s", (_, percent, before, after) => {
    expect(weightsWith("1.1.0", percent, before)).toEqual(after);
  });

  test("are in the order of versions", () => {
    expect(Object.keys(weightsWith("2.0.0", 10, { "10.0.0": 1, "1.0.0": 1 }))).toEqual([
      "1.0.0",
      "2.0.0",
      "10.0.0",
    ]);
  });

  test("give the new version its share and leave the others theirs among each other", () => {
    fc.assert(
      fc.property(versions, fc.integer({ min: 1, max: 99_999 }), from, (to, thousandths, before) => {
        const others = Object.entries(before).filter(([version, weight]) => version !== to && weight > 0);
        fc.pre(others.length > 0);
        const percent = thousandths / 1000;
        const after = weightsWith(to, percent, before);
        const sum = Object.values(after).reduce((total, weight) => total + weight, 0);
        const rest = others.reduce((total, [, weight]) => total + weight, 0);
        for (const weight of Object.values(after)) {
          expect(weight).toBeGreaterThanOrEqual(1);
          expect(weight).toBeLessThanOrEqual(1_000_000);
        }
        expect((after[to] ?? 0) / sum).toBeCloseTo(percent / 100, 4);
        for (const [version, weight] of others) {
          const wanted = ((1 - percent / 100) * weight) / rest;
          expect((after[version] ?? 0) / sum).toBeCloseTo(wanted, 4);
        }
      }),
    );
  });
});

test("shares are told in percent, in the order of versions", () => {
  expect(effectiveWeights({ "1.1.0": 1, "1.0.0": 7 })).toEqual({ "1.0.0": "87.5%", "1.1.0": "12.5%" });
  expect(describeWeights({ "10.0.0": 1, "9.0.0": 2 })).toBe("9.0.0 66.6667%, 10.0.0 33.3333%");
  expect(describeWeights({ "1.0.0": 0 })).toBe("no version");
});

test("zero is as good as absent", () => {
  expect(sameWeights({ "1.0.0": 1, "1.1.0": 0 }, { "1.0.0": 1 })).toBe(true);
  expect(sameWeights({ "1.0.0": 1 }, { "1.0.0": 2 })).toBe(false);
  expect(lostAll({ "1.0.0": 4, "1.1.0": 1 }, { "1.0.0": 0, "1.1.0": 1 })).toEqual(["1.0.0"]);
  expect(soleVersion({ "1.0.0": 4, "1.1.0": 0 })).toBe("1.0.0");
  expect(soleVersion({ "1.0.0": 4, "1.1.0": 1 })).toBeUndefined();
});
