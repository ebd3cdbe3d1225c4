import fc from "fast-check";
import { compareVersions, newestVersion, versionFault } from "../../../model/vimana/versions.js";

describe("versionFault", () => {
  it.each([
    "0.0.0",
    "1.0.0",
    "1.2.3-pre-release",
    "1.2.3-0",
    "1.2.3-123",
    "1.2.3-00a",
    "10.0.456-pre-release5",
    "1.0.0-rc1",
    "1.2.3--a",
    "1.2.3-1-0",
    `1.2.3-${"a".repeat(57)}`,
  ])("takes %s", (version) => {
    expect(versionFault(version)).toBeUndefined();
  });

  it.each([
    ["1.0.00", "numbers in it must not begin with 0"],
    ["1.2.3-00", "numbers in it must not begin with 0"],
    ["1.2.3+build", "without +build"],
    ["1.2.3-rc1+build", "without +build"],
    ["1.2.3-ends-dash-", "without a dash at the end"],
    ["1.0.0-rc.1", "without dots in the pre-release"],
    ["v1.0.0", "without a leading v"],
    ["1.0", "with all three numbers"],
    ["1", "with all three numbers"],
    ["", "must be a semantic version"],
    ["latest", "must be a semantic version"],
    [`1.2.3-${"a".repeat(58)}`, "at most 63 characters and has 64"],
    ["99999999999999999999.0.0", "smaller numbers"],
  ])("refuses %s and says why", (version, why) => {
    expect(versionFault(version)).toContain(why);
    expect(versionFault(version)).toMatch(/\(CMP-1\)$/);
  });
});

describe("compareVersions", () => {
  const rising = [
    "0.9.9",
    "1.0.0-0",
    "1.0.0-2",
    "1.0.0-10",
    "1.0.0-alpha",
    "1.0.0-rc1",
    "1.0.0",
    "2.0.0",
    "10.0.0",
  ];

  it("orders by precedence and not as texts", () => {
    expect([...rising].reverse().sort(compareVersions)).toEqual(rising);
  });

  it("finds the newest in any order", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(rising, { minLength: 1 }), (some) => {
        const last = rising.filter((version) => some.includes(version)).at(-1);
        expect(newestVersion(some)).toBe(last);
      }),
    );
    expect(newestVersion([])).toBeUndefined();
  });

  it("refuses what is no version", () => {
    expect(() => compareVersions("1.0.0", "latest")).toThrow(TypeError);
  });
});
