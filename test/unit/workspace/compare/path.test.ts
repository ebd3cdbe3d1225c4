import fc from "fast-check";
import {
  formatPath,
  parsePath,
  type FieldPath,
  type Step,
} from "../../../../model/workspace/compare/path.js";

const CASES: readonly (readonly [FieldPath, string])[] = [
  [[], ""],
  [["spec", "replicas"], "spec.replicas"],
  [
    ["spec", "template", "spec", "containers", { keys: { name: "web" } }, "image"],
    "spec.template.spec.containers[name=web].image",
  ],
  [
    ["spec", "ports", { keys: { containerPort: 80, protocol: "TCP" } }, "name"],
    "spec.ports[containerPort=80,protocol=TCP].name",
  ],
  [["args", 0], "args[0]"],
  [["metadata", "labels", "app.kubernetes.io/name"], 'metadata.labels["app.kubernetes.io/name"]'],
  [["metadata", "finalizers", { member: "example.com/guard" }], "metadata.finalizers[=example.com/guard]"],
  [["list", { keys: { name: "80" } }], 'list[name="80"]'],
  [["list", { keys: { on: "true", off: true } }], 'list[on="true",off=true]'],
  [["data", "3"], 'data["3"]'],
  [["data", 'a]"b'], 'data["a]\\"b"]'],
];

describe("paths", () => {
  it.each(CASES)("%j is %s", (path, text) => {
    expect(formatPath(path)).toBe(text);
    expect(parsePath(text)).toEqual(path);
  });

  it.each(["a.", "a..b", "a[", 'a["b]', "a]", ".a"])("%s is no path", (text) => {
    expect(() => parsePath(text)).toThrow(SyntaxError);
  });

  it("reads back whatever it writes", () => {
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.string(),
      fc.nat(),
      fc.record({ member: scalar }),
      fc.record({ keys: fc.dictionary(fc.string(), scalar, { minKeys: 1, noNullPrototype: true }) }),
    );
    fc.assert(
      fc.property(fc.array(step), (path) => {
        expect(parsePath(formatPath(path))).toEqual(path);
      }),
    );
  });
});
