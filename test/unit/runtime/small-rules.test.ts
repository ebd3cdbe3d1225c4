import { canonicalText } from "../../../providers/runtime/canonical.js";
import { driftLines } from "../../../providers/runtime/drift.js";
import { engineAddress } from "../../../providers/runtime/engine.js";
import { Unauthorized, Unreachable } from "../../../providers/runtime/failure.js";
import { planMessage } from "../../../providers/runtime/plan.js";
import { formatPath, isWithin } from "../../../providers/runtime/property-path.js";
import { reachability } from "../../../providers/runtime/reachability.js";
import { containsUnknown, UNKNOWN, unknownPaths } from "../../../providers/runtime/unknowns.js";
import { parseUrn } from "../../../providers/runtime/urn.js";

describe("canonicalText", () => {
  it.each<[unknown, unknown, boolean]>([
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: null }, {}, true],
    [{ a: { b: null } }, { a: {} }, true],
    [null, undefined, true],
    [[null], [], false],
    [[1, 2], [2, 1], false],
    ["1", 1, false],
    ["", undefined, false],
  ])("%j and %j: equal is %s", (left, right, equal) => {
    expect(canonicalText(left) === canonicalText(right)).toBe(equal);
  });
});

describe("planMessage", () => {
  it("stands under its summary, or by itself", () => {
    const plan = { steps: ["one", "two"], notes: ["look"] };
    expect(planMessage({ ...plan, summary: "all" })).toBe("all\n  one\n  two\n  note: look");
    expect(planMessage({ ...plan, summary: "" })).toBe("one\ntwo\nnote: look");
  });
});

describe("formatPath", () => {
  it.each([
    [["a", "b", 0, "c"], "a.b[0].c"],
    [["labels", "app.kubernetes.io/name"], 'labels["app.kubernetes.io/name"]'],
    [[], ""],
  ])("%j is %s", (path, text) => {
    expect(formatPath(path)).toBe(text);
  });

  it("isWithin compares part by part", () => {
    expect(isWithin(["a", 1, "b"], ["a", 1])).toBe(true);
    expect(isWithin(["ab"], ["a"])).toBe(false);
  });
});

describe("unknown values", () => {
  it("are found at any depth", () => {
    const value = { a: [{ b: UNKNOWN }, 1], c: UNKNOWN, d: null };
    expect(containsUnknown(value)).toBe(true);
    expect(containsUnknown({ a: `prefix ${UNKNOWN}` })).toBe(false);
    expect(unknownPaths(value)).toEqual([["a", 0, "b"], ["c"]]);
  });
});

describe("parseUrn", () => {
  it("takes a URN apart, whatever the name holds", () => {
    expect(parseUrn("urn:pulumi:dev::shop::a:b:C$d:e:F::my::name")).toEqual({
      stack: "dev",
      project: "shop",
      name: "my::name",
    });
    expect(parseUrn("")).toBeUndefined();
  });
});

describe("engineAddress", () => {
  it.each([
    [["node", "index.js", "127.0.0.1:4000"], "127.0.0.1:4000"],
    [["node", "index.js", "--logtostderr", "[::1]:4000"], "[::1]:4000"],
    [["node", "jest.js", "test/unit"], undefined],
    [[], undefined],
  ])("%j", (argv, address) => {
    expect(engineAddress(argv)).toBe(address);
  });
});

describe("reachability", () => {
  it.each([
    [new Unreachable({ what: "x" }), "unreachable"],
    [new Unauthorized({ what: "x" }), "unauthenticated"],
    [new Error("outer", { cause: new Unreachable({ what: "x" }) }), "unreachable"],
    [Object.assign(new Error("api"), { reason: "Unavailable" }), "unreachable"],
    [Object.assign(new Error("api"), { reason: "Forbidden" }), "other"],
    [new Error("plain"), "other"],
    ["text", "other"],
  ])("%s", (error, expected) => {
    expect(reachability(error)).toBe(expected);
  });
});

describe("driftLines", () => {
  it("names the fields, looks into JSON texts, and tells what is absent", () => {
    const before = { web: '{"spec":{"replicas":2,"image":"a"}}', gone: "{}" };
    const after = { web: '{"spec":{"image":"a","replicas":3}}', new: '{"x":1}' };
    expect(driftLines("objects", before, after)).toEqual([
      "objects.gone: {} → absent",
      'objects.new: absent → {"x":1}',
      "objects.web.spec.replicas: 2 → 3",
    ]);
    expect(driftLines("ports", [{ port: 1 }], [{ port: 2 }])).toEqual(["ports[0].port: 1 → 2"]);
    expect(driftLines("same", { a: null }, {})).toEqual([]);
  });

  it("stays short", () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, index]));
    const lines = driftLines("map", many, {});
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toBe("and 10 more");
    expect(driftLines("text", "a".repeat(500), "b")[0]!.length).toBeLessThan(120);
  });
});
