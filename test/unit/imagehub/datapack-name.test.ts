import fc from "fast-check";
import {
  canonicalDataPack,
  dataPackName,
  ttlSeconds,
  uniqueSorted,
} from "../../../model/imagehub/datapack-name.js";

const MYSQL = ["labring/mysql:v8.0.25", "labring/mysql:v8.0.31"];

describe("DataPack names by content (acceptance 12)", () => {
  it.each([
    [
      { type: "detail" as const, names: MYSQL, expireTime: "2h" },
      '{"v":1,"type":"detail","names":["labring/mysql:v8.0.25","labring/mysql:v8.0.31"],"ttl":7200}',
      "dp-36d831675ed38a630431958dbed49b0059f6e11e",
    ],
    [
      { type: "detail" as const, names: [...MYSQL].reverse().concat(MYSQL), expireTime: "120m" },
      '{"v":1,"type":"detail","names":["labring/mysql:v8.0.25","labring/mysql:v8.0.31"],"ttl":7200}',
      "dp-36d831675ed38a630431958dbed49b0059f6e11e",
    ],
    [
      { type: "base" as const, names: [], expireTime: "2h" },
      '{"v":1,"type":"base","names":[],"ttl":7200}',
      "dp-23a577b7e2676f2b047db869f23da14a33be6dec",
    ],
    [
      { type: "grid" as const, names: ["labring/cert-manager:v1.8.0"], expireTime: "5m" },
      '{"v":1,"type":"grid","names":["labring/cert-manager:v1.8.0"],"ttl":300}',
      "dp-d1488886eac51c686e0552d917b79fc7d8898d8f",
    ],
  ])("sha256-v1 %#", (content, canonical, name) => {
    expect(canonicalDataPack(content)).toBe(canonical);
    expect(dataPackName(content)).toBe(name);
  });

  it.each([
    ["detail" as const, ["labring/cert-manager:v1.8.0"], "484e90be7c692a4d6eb3c10861a3052d"],
    ["detail" as const, ["labring/mysql:v8.0.25"], "13808154cdfab8ecdc302c2521c2c75c"],
    [
      "grid" as const,
      ["labring/cert-manager:v1.8.0", "labring/mysql:v8.0.25"],
      "731b41cea8dd90369a7da5aad6e9377b",
    ],
    ["grid" as const, [], "bfd8e9a0bd319c2865ba46d96aa56b93"],
  ])("sealos-md5 of %s %j", (type, names, name) => {
    expect(dataPackName({ type, names, expireTime: "2h" }, "sealos-md5")).toBe(name);
    expect(dataPackName({ type, names, expireTime: "5m" }, "sealos-md5")).toBe(name);
  });

  it("does not depend on the order or on duplicates of names", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { minLength: 1 }),
        fc.infiniteStream(fc.nat()),
        (names, dice: Iterator<number>) => {
          const shuffled = [...names, ...names]
            .map((name) => ({ name, at: Number(dice.next().value) }))
            .sort((left, right) => left.at - right.at)
            .map(({ name }) => name);
          const pack = { type: "grid" as const, expireTime: "2h" };
          expect(dataPackName({ ...pack, names: shuffled })).toBe(dataPackName({ ...pack, names }));
          expect(uniqueSorted(uniqueSorted(names))).toEqual(uniqueSorted(names));
        },
      ),
    );
  });

  it("sorts by bytes, as the canonical form has it", () => {
    expect(uniqueSorted(["\u{1F600}", "\uFB00", "b", "B"])).toEqual(["B", "b", "\uFB00", "\u{1F600}"]);
  });

  it("counts whole seconds, and at least one", () => {
    expect(["1500ms", "1ns", "1h"].map(ttlSeconds)).toEqual([1, 1, 3600]);
    expect(() => ttlSeconds("1d")).toThrow('expireTime "1d"');
  });
});
