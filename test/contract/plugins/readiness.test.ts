import fc from "fast-check";
import { parseJsonPath } from "../../../lab/plugins/kubernetes/await/json-path.js";
import { waitForRule } from "../../../lab/plugins/kubernetes/await/wait-for.js";
import { isSameMeaning } from "../../../lab/plugins/kubernetes/same-meaning.js";
import { globPattern } from "../../../lab/plugins/command/glob.js";

const object = {
  apiVersion: "example.com/v1",
  kind: "Thing",
  metadata: { name: "one", generation: 2, annotations: { "a.b/c": "x" } },
  spec: {
    list: [
      { name: "a", size: 1 },
      { name: "b", size: 2 },
    ],
  },
  status: {
    phase: "Running",
    codes: 1,
    conditions: [
      { type: "Ready", status: "True", observedGeneration: 2 },
      { type: "Synced", status: "True", observedGeneration: 1 },
      { type: "Broken", status: "False" },
    ],
  },
};

describe("JSON paths of waits", () => {
  it.each<[string, unknown[]]>([
    [".status.phase", ["Running"]],
    [".spec.list[0].name", ["a"]],
    [".spec.list[-1].name", ["b"]],
    [".spec.list[*].size", [1, 2]],
    ['.spec.list[?(@.name=="b")].size', [2]],
    [".spec.list[?(@.size==1)].name", ["a"]],
    ['.status.conditions[?(@.type=="Ready")].status', ["True"]],
    [".metadata.annotations.a\\.b/c", ["x"]],
    [".metadata.annotations['a.b/c']", ["x"]],
    [".status.missing.deeper", []],
  ])("%s", (path, values) => {
    expect(parseJsonPath(path)(object)).toEqual(values);
  });

  it.each(["status", ".a[", ".a[?(@.b)]", "..a"])(
    "refuses %s, saying what it does not understand",
    (path) => {
      expect(() => parseJsonPath(path)).toThrow("is not understood");
    },
  );
});

describe("pulumi.com/waitFor", () => {
  it.each<[string, boolean]>([
    ["jsonpath={.status.phase}=Running", true],
    ["jsonpath={.status.codes}=1", true],
    ["jsonpath={.status.phase}=Done", false],
    ["jsonpath={.status.phase}", true],
    ["jsonpath={.status.other}", false],
    ['jsonpath={.status.conditions[?(@.type=="Ready")].status}=True', true],
    ["condition=Ready", true],
    ["condition=ready=true", true],
    ["condition=Broken=False", true],
    ["condition=Broken", false],
    ["condition=Absent", false],
    // The condition is about an older spec.
    ["condition=Synced", false],
    ['["condition=Ready", "jsonpath={.status.phase}=Running"]', true],
    ['["condition=Ready", "condition=Broken"]', false],
  ])("%s", (text, ready) => {
    expect(waitForRule(text).judge(object).is).toBe(ready ? "ready" : "waiting");
  });

  it.each(["ready", "jsonpath=.a", "condition=", "[]", "[1]"])("refuses %s", (text) => {
    expect(() => waitForRule(text)).toThrow("Write jsonpath={.path}=value");
  });
});

describe("quantities in two spellings", () => {
  const limits = ["spec", "resources", "limits", "cpu"];

  it.each([
    ["1000m", "1"],
    [0.5, "500m"],
    ["1Gi", "1024Mi"],
    ["1e3", "1k"],
    [2, "2"],
  ])("%s and %s mean the same", (a, b) => {
    expect(isSameMeaning(limits, a, b)).toBe(true);
    expect(isSameMeaning(limits, b, a)).toBe(true);
  });

  it("mean nothing outside of quantities", () => {
    expect(isSameMeaning(["data", "cpu"], "1000m", "1")).toBe(false);
    expect(isSameMeaning(limits, "1000m", "2")).toBe(false);
    expect(isSameMeaning(limits, "many", "1")).toBe(false);
  });

  it("mean the same for every whole number of thousandths", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (whole) =>
        isSameMeaning(limits, `${whole * 1000}m`, String(whole)),
      ),
    );
  });
});

describe("globs", () => {
  it.each([
    ["*.txt", "a.txt", true],
    ["*.txt", "sub/a.txt", false],
    ["**", "sub/a.txt", true],
    ["src/**.js", "src/deep/a.js", true],
    ["a?.{js,ts}", "ab.ts", true],
    ["[!a]b", "ab", false],
    ["[ab]b", "ab", true],
    ["a+(b)", "a+(b)", true],
    ["\\*", "*", true],
    ["\\*", "a", false],
  ])("%s %s", (glob, file, matches) => {
    expect(globPattern(glob).test(file)).toBe(matches);
  });
});
