import { FieldSet, managersOf, ownedBy } from "../../../../model/workspace/compare/field-set.js";
import { configMap, managed } from "./objects.js";

const CONTAINERS = FieldSet.parse({
  "f:spec": {
    "f:containers": {
      'k:{"name":"web"}': { ".": {}, "f:image": {}, "f:name": {} },
      'k:{"protocol":"TCP","containerPort":80}': { "f:name": {} },
    },
    "f:finalizers": { 'v:"x"': {} },
    "f:args": {},
  },
});
const WEB = ["spec", "containers", { keys: { name: "web" } }] as const;

describe("sets of owned fields", () => {
  it("knows fields, elements by their keys in any order, and members of sets", () => {
    expect(CONTAINERS.has([...WEB, "image"])).toBe(true);
    expect(CONTAINERS.has(WEB)).toBe(true);
    expect(
      CONTAINERS.has(["spec", "containers", { keys: { containerPort: 80, protocol: "TCP" } }, "name"]),
    ).toBe(true);
    expect(CONTAINERS.has(["spec", "finalizers", { member: "x" }])).toBe(true);
    expect(CONTAINERS.has(["spec", "finalizers", { member: "y" }])).toBe(false);
    expect(CONTAINERS.has(["spec", "containers"])).toBe(false);
    expect(CONTAINERS.has(["spec", "constructor"])).toBe(false);
  });

  it("tells the shape of lists", () => {
    expect(CONTAINERS.at(["spec", "containers"]).listShape()).toEqual({ type: "map", keys: ["name"] });
    expect(CONTAINERS.at(["spec", "finalizers"]).listShape()).toEqual({ type: "set" });
    expect(CONTAINERS.at(["spec", "args"]).listShape()).toEqual({ type: "atomic" });
    expect(CONTAINERS.at(["spec", "none"]).listShape()).toBeUndefined();
  });

  it("joins sets, and a leaf of one is none when the other owns parts", () => {
    const joined = FieldSet.union(CONTAINERS, FieldSet.parse({ "f:spec": { "f:args": { "f:x": {} } } }));
    expect(CONTAINERS.at(["spec", "args"]).isLeaf).toBe(true);
    expect(joined.at(["spec", "args"]).isLeaf).toBe(false);
    expect(joined.has(["spec", "args", "x"])).toBe(true);
  });

  it.each([[undefined], [null], ["x"], [{}], [[]]])("%j owns nothing", (fields) => {
    expect(FieldSet.parse(fields).isEmpty).toBe(true);
  });

  it("survives keys that are no JSON", () => {
    expect(FieldSet.parse({ "k:{": {}, "v:[": {} }).has([{ keys: { a: 1 } }])).toBe(false);
  });

  it("reads the managers of a live object", () => {
    const live = managed(configMap({ a: "1", b: "2" }), {
      ours: { "f:data": { "f:a": {} } },
      other: { "f:data": { "f:b": {} } },
    });
    expect(managersOf(live).map(({ manager }) => manager)).toEqual(["ours", "other"]);
    expect(ownedBy(live, (name) => name === "ours").has(["data", "a"])).toBe(true);
    expect(ownedBy(live, (name) => name === "ours").has(["data", "b"])).toBe(false);
    expect(managersOf(configMap({}))).toEqual([]);
  });
});
