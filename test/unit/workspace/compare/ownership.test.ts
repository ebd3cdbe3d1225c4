import { compareObject, comparePredicted } from "../../../../model/workspace/compare/compare.js";
import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";
import { configMap, custom, deployment, lastApplied, managed } from "./objects.js";

function paths(target: KubeObject, live: KubeObject): string[] {
  return compareObject(target, live, { fieldManager: "ours" }).changes.map(({ path }) => path);
}

describe("what our field manager owns and the target lacks", () => {
  const live = managed(configMap({ a: "1", b: "2", c: "3" }), {
    ours: { "f:data": { "f:a": {}, "f:b": {} } },
    theirs: { "f:data": { "f:c": {} } },
  });

  it("is a removal, as a whole where nobody else owns a part", () => {
    expect(paths(configMap({ a: "1" }), live)).toEqual(["data.b"]);
    expect(paths(configMap(undefined), live)).toEqual(["data.a", "data.b"]);
    const alone = managed(configMap({ a: "1", b: "2" }), { ours: { "f:data": { "f:a": {}, "f:b": {} } } });
    expect(compareObject(configMap(undefined), alone, { fieldManager: "ours" }).changes).toEqual([
      { path: "data", live: { a: "1", b: "2" }, target: undefined },
    ]);
  });

  it("is none when somebody else owns it too, or when it is gone already", () => {
    const shared = managed(configMap({ a: "1" }), {
      ours: { "f:data": { "f:a": {}, "f:gone": {} } },
      theirs: { "f:data": { "f:a": {} } },
    });
    expect(paths(configMap({}), shared)).toEqual([]);
  });

  it("is none without a field manager", () => {
    expect(compareObject(configMap({ a: "1" }), live).modified).toBe(false);
  });

  it("is a removal whichever way it was written", () => {
    const updated = managed(configMap({ a: "1" }), { ours: { "f:data": { "f:a": {} } } });
    const entries = updated.metadata["managedFields"] as { operation: string }[];
    entries[0]!.operation = "Update";
    expect(paths(configMap({}), updated)).toEqual(["data.a"]);
  });

  it("counts more than what client-side apply once recorded", () => {
    const recorded = lastApplied(live, configMap({ c: "3" }));
    expect(paths(configMap({ a: "1", b: "2" }), recorded)).toEqual([]);
    expect(paths(configMap({}), lastApplied(configMap({ c: "3" }), configMap({ c: "3" })))).toEqual([
      "data.c",
    ]);
  });

  it("is a container, or its fields where others own some", () => {
    const containers = [
      { name: "web", image: "web:1" },
      { name: "old", image: "old:1", tty: true },
    ];
    const web = { 'k:{"name":"web"}': { ".": {}, "f:name": {}, "f:image": {} } };
    const old = { 'k:{"name":"old"}': { ".": {}, "f:name": {}, "f:image": {} } };
    const at = (elements: object): object => ({
      "f:spec": { "f:template": { "f:spec": { "f:containers": elements } } },
    });
    const ours = at({ ...web, ...old });
    expect(paths(deployment(), managed(deployment({}, { containers }), { ours }))).toEqual([
      "spec.template.spec.containers[name=old]",
    ]);
    const theirs = at({ 'k:{"name":"old"}': { "f:tty": {} } });
    expect(paths(deployment(), managed(deployment({}, { containers }), { ours, theirs }))).toEqual([
      "spec.template.spec.containers[name=old].image",
    ]);
  });

  it("is a member of a set", () => {
    const finalizers = ["x/a", "x/b"];
    const held = managed(configMap({}, { finalizers }), {
      ours: { "f:metadata": { "f:finalizers": { 'v:"x/a"': {} } } },
      theirs: { "f:metadata": { "f:finalizers": { 'v:"x/b"': {} } } },
    });
    expect(paths(configMap({}), held)).toEqual(["metadata.finalizers[=x/a]"]);
  });
});

describe("lists and maps of a custom kind", () => {
  it("are merged by the keys that their ownership shows", () => {
    const live = managed(
      custom({
        list: [
          { id: 1, a: 1 },
          { id: 2, a: 2 },
        ],
      }),
      {
        theirs: { "f:spec": { "f:list": { 'k:{"id":1}': { ".": {}, "f:id": {}, "f:a": {} } } } },
      },
    );
    expect(paths(custom({ list: [{ id: 2, a: 3 }] }), live)).toEqual(["spec.list[id=2].a"]);
  });

  it("are merged by member where their ownership shows a set", () => {
    const live = managed(custom({ list: ["b", "a"] }), {
      theirs: { "f:spec": { "f:list": { 'v:"a"': {} } } },
    });
    expect(paths(custom({ list: ["a"] }), live)).toEqual([]);
    expect(paths(custom({ list: ["c"] }), live)).toEqual(["spec.list[=c]"]);
  });

  it.each(["ours", "theirs"])("that %s own as one value are compared as a whole", (owner) => {
    const fields = { "f:spec": { "f:list": {}, "f:map": {} } };
    const live = managed(custom({ list: [{ a: 1, b: 2 }], map: { a: 1, b: 2 } }), { [owner]: fields });
    expect(paths(custom({ list: [{ a: 1 }], map: { a: 1 } }), live)).toEqual([
      "spec.list[0].b",
      "spec.map.b",
    ]);
  });
});

describe("selectors of built-in kinds", () => {
  it("are compared as a whole", () => {
    const live = deployment({}, {}, { selector: { matchLabels: { app: "web", x: "y" } } });
    expect(paths(deployment(), live)).toEqual(["spec.selector.matchLabels.x"]);
    expect(compareObject(deployment(), live).modified).toBe(false);
  });
});

describe("the answer of a dry run", () => {
  const live = managed(configMap({ a: "1", b: "2" }), { ours: { "f:data": { "f:a": {}, "f:b": {} } } });

  it("differs in both directions", () => {
    expect(comparePredicted(configMap({ a: "1", c: "3" }), live)).toEqual({
      modified: true,
      changes: [
        { path: "data.c", live: undefined, target: "3" },
        { path: "data.b", live: "2", target: undefined },
      ],
    });
  });

  it("does not differ in what never counts", () => {
    const predicted = {
      ...live,
      metadata: { ...live.metadata, resourceVersion: "8", generation: 2 },
      status: {},
    };
    expect(comparePredicted(predicted, live).modified).toBe(false);
  });

  it("names an element by its keys, and tells a changed order", () => {
    const containers = [{ name: "a" }, { name: "web", image: "web:1" }];
    const changes = comparePredicted(deployment({}, { containers }), deployment()).changes;
    expect(changes.map(({ path }) => path)).toEqual(["spec.template.spec.containers[name=a]"]);
    const swapped = comparePredicted(
      deployment({}, { containers }),
      deployment({}, { containers: [...containers].reverse() }),
    );
    expect(swapped.changes).toEqual([
      {
        path: "spec.template.spec.containers",
        live: [{ name: "web" }, { name: "a" }],
        target: [{ name: "a" }, { name: "web" }],
      },
    ]);
  });

  it("is not modified by what admission does to fields that are not ours", () => {
    const stamped = configMap({ a: "1", b: "2" }, { annotations: { "webhook/time": "now" } });
    expect(comparePredicted(stamped, live).modified).toBe(true);
    expect(comparePredicted(stamped, live, { fieldManager: "ours" })).toEqual({
      modified: false,
      changes: [],
    });
    const changed = managed(configMap({ a: "9", b: "2" }, { annotations: { "webhook/time": "now" } }), {
      ours: { "f:data": { "f:a": {}, "f:b": {} } },
    });
    expect(comparePredicted(changed, live, { fieldManager: "ours" }).changes.map(({ path }) => path)).toEqual(
      ["metadata.annotations", "data.a"],
    );
  });

  it("may be ignored in part", () => {
    const ignore = [{ kind: "ConfigMap", jsonPointers: ["/data/b"] }];
    expect(comparePredicted(configMap({ a: "1" }), live, { ignore }).modified).toBe(false);
  });
});
