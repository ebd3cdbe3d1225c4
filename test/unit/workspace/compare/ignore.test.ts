import fc from "fast-check";
import { compareObject } from "../../../../model/workspace/compare/compare.js";
import { rulesFor, type IgnoreRule } from "../../../../model/workspace/compare/ignore-rules.js";
import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";
import { keepIgnored } from "../../../../model/workspace/compare/respect-ignored.js";
import { configMap, custom, deployment, managed, object, secret } from "./objects.js";

function left(target: KubeObject, live: KubeObject, ...rules: IgnoreRule[]): string[] {
  return compareObject(target, live, { ignore: rules }).changes.map(({ path }) => path);
}

function pointers(...jsonPointers: string[]): IgnoreRule {
  return { group: "*", kind: "*", jsonPointers };
}

function managers(...managedFieldsManagers: string[]): IgnoreRule {
  return { group: "*", kind: "*", managedFieldsManagers };
}

describe("the objects that a rule is about", () => {
  const web = deployment();
  it.each<[string, IgnoreRule, boolean]>([
    ["its group and kind", { group: "apps", kind: "Deployment" }, true],
    ["another kind", { group: "apps", kind: "StatefulSet" }, false],
    ["another group", { group: "batch", kind: "Deployment" }, false],
    ["no group, which is the core group", { kind: "Deployment" }, false],
    ["any group and kind", { group: "*", kind: "*" }, true],
    ["globs", { group: "app?", kind: "Deploy*" }, true],
    ["alternatives", { group: "apps", kind: "{Deployment,StatefulSet}" }, true],
    ["its name", { group: "apps", kind: "Deployment", name: "a" }, true],
    ["another name", { group: "apps", kind: "Deployment", name: "b" }, false],
    ["empty names", { group: "apps", kind: "Deployment", name: "", namespace: "" }, true],
    ["its namespace", { group: "apps", kind: "Deployment", namespace: "ns" }, true],
    ["another namespace", { group: "apps", kind: "Deployment", namespace: "other" }, false],
    ["a name that is no glob", { group: "apps", kind: "Deployment", name: "*" }, false],
  ])("are told by %s", (_case, rule, matches) => {
    expect(rulesFor(web, [rule])).toEqual(matches ? [rule] : []);
  });

  it("may be in the core group or in any other", () => {
    const core = configMap({});
    expect(rulesFor(core, [{ kind: "ConfigMap" }, { group: "*", kind: "ConfigMap" }])).toHaveLength(2);
    const ingress = object("networking.k8s.io/v1", "Ingress");
    expect(
      rulesFor(ingress, [
        { group: "*.k8s.io", kind: "Ingress" },
        { group: "?*", kind: "I*" },
      ]),
    ).toHaveLength(2);
  });
});

describe("differences that a pointer names", () => {
  const a = custom({ n: 1, m: { "x/y": 1, "p~q": 1 }, list: [{ v: 1 }, { v: 1 }, { v: 1 }] });
  const b = custom({ n: 2, m: { "x/y": 2, "p~q": 2 }, list: [{ v: 2 }, { v: 2 }, { v: 1 }] });

  it.each<[string, string[], string[]]>([
    ["a field", ["/spec/n"], ['spec.m["x/y"]', 'spec.m["p~q"]', "spec.list[0].v", "spec.list[1].v"]],
    ["a field with a slash or tilde", ["/spec/m/x~1y", "/spec/m/p~0q", "/spec/list"], ["spec.n"]],
    [
      "an element, and the others keep their place",
      ["/spec/list/0", "/spec/m"],
      ["spec.n", "spec.list[1].v"],
    ],
    ["two elements", ["/spec/list/0", "/spec/list/1", "/spec/m"], ["spec.n"]],
    ["a field of an element", ["/spec/list/1/v", "/spec/m", "/spec/n"], ["spec.list[0].v"]],
    ["everything", ["/spec"], []],
    [
      "nothing that is there",
      ["/spec/none", "/spec/list/9", "/spec/list/x", "/spec/n/deeper", "spec/n", "/spec/m~"],
      ["spec.n", 'spec.m["x/y"]', 'spec.m["p~q"]', "spec.list[0].v", "spec.list[1].v"],
    ],
  ])("do not count: %s", (_case, jsonPointers, expected) => {
    expect(left(a, b, pointers(...jsonPointers))).toEqual(expected);
    expect(left(b, a, pointers(...jsonPointers))).toEqual(expected);
  });

  it("may be on one side only", () => {
    expect(left(custom({ n: 1 }), custom({}), pointers("/spec/n"))).toEqual([]);
  });

  it("are counted for objects of other rules", () => {
    expect(left(a, b, { group: "apps", kind: "Deployment", jsonPointers: ["/spec"] })).not.toEqual([]);
  });

  it("may be a key of a Secret that the target writes as text", () => {
    const live = secret({ data: { a: "eA==" } });
    expect(left(secret({ stringData: { a: "y" } }), live, pointers("/data/a"))).toEqual([]);
  });
});

describe("differences that a manager owns", () => {
  const replicas = { "f:spec": { "f:replicas": {} } };

  it("do not count, by whatever name and subresource", () => {
    const live = managed(deployment({}, {}, { replicas: 5 }), { hpa: replicas });
    const target = deployment({ image: "web:2" }, {}, { replicas: 1 });
    expect(left(target, live, managers("hpa"))).toEqual(["spec.template.spec.containers[name=web].image"]);
    expect(left(target, live, managers("other"))).toContain("spec.replicas");
  });

  it("may be a field of a container, a member of a set, or a whole list", () => {
    const live = managed(deployment({ image: "web:9" }, { tolerations: [{ key: "x" }] }, { list: ["a"] }), {
      agent: {
        "f:spec": {
          "f:list": { 'v:"a"': {} },
          "f:template": {
            "f:spec": {
              "f:tolerations": {},
              "f:containers": { 'k:{"name":"web"}': { "f:image": {} } },
            },
          },
        },
      },
    });
    const target = deployment({ tty: true }, { tolerations: [{ key: "y" }] }, { list: [] });
    expect(left(target, live, managers("agent"))).toEqual(["spec.template.spec.containers[name=web].tty"]);
  });

  it("may be a whole container", () => {
    const containers = [
      { name: "web", image: "web:1" },
      { name: "sidecar", image: "s:1" },
    ];
    const owned = { 'k:{"name":"sidecar"}': { ".": {}, "f:name": {}, "f:image": {} } };
    const live = managed(deployment({}, { containers }), {
      injector: { "f:spec": { "f:template": { "f:spec": { "f:containers": owned } } } },
    });
    const target = deployment(
      {},
      {
        containers: [
          { name: "web", image: "web:1" },
          { name: "sidecar", image: "s:2" },
        ],
      },
    );
    expect(left(target, live, managers("injector"))).toEqual([]);
  });
});

describe("keeping ignored differences", () => {
  it.each<[string, unknown, unknown, string[], unknown]>([
    ["takes the live value", { n: 1, m: 1 }, { n: 2, m: 2 }, ["/spec/n"], { n: 2, m: 1 }],
    ["takes what the target leaves out", {}, { a: { b: 1, c: 2 } }, ["/spec/a/b"], { a: { b: 1 } }],
    ["keeps the target's where live has none", { n: 1 }, {}, ["/spec/n"], { n: 1 }],
    ["invents no parents", {}, {}, ["/spec/a/b"], {}],
    [
      "keeps siblings in a list",
      { l: [{ a: 1, b: 1 }, { a: 1 }] },
      { l: [{ a: 2, b: 2 }, { a: 2 }] },
      ["/spec/l/0/a"],
      { l: [{ a: 2, b: 1 }, { a: 1 }] },
    ],
    ["takes a whole list", { l: [1] }, { l: [2, 3] }, ["/spec/l"], { l: [2, 3] }],
    ["leaves elements alone that one side lacks", { l: [1] }, { l: [2, 3] }, ["/spec/l/1"], { l: [1] }],
    ["leaves another shape alone", { n: 1 }, { n: { a: 1 } }, ["/spec/n/a"], { n: 1 }],
  ])("%s", (_case, target, live, jsonPointers, expected) => {
    expect(keepIgnored(custom(target), custom(live), [pointers(...jsonPointers)])).toEqual(custom(expected));
  });

  it("never takes the status, the identity or what the server writes", () => {
    const live = {
      ...custom({}, { name: "b", uid: "u", resourceVersion: "7", labels: { a: "b" } }),
      status: { ready: true },
    };
    const kept = keepIgnored(custom({}), live, [pointers("/status", "/status/ready", "/metadata", "/kind")]);
    expect(kept).toEqual(custom({}, { labels: { a: "b" } }));
  });

  it("takes what ignored managers own", () => {
    const live = managed(deployment({ image: "web:9", tty: true }, {}, { replicas: 5 }), {
      agent: {
        "f:metadata": { "f:annotations": { ".": {} } },
        "f:spec": {
          "f:replicas": {},
          "f:template": { "f:spec": { "f:containers": { 'k:{"name":"web"}': { "f:image": {} } } } },
        },
        "f:status": { "f:replicas": {} },
      },
    });
    expect(keepIgnored(deployment(), { ...live, status: { replicas: 5 } }, [managers("agent")])).toEqual(
      deployment({ image: "web:9" }, {}, { replicas: 5 }),
    );
  });

  it("takes an element and a member that ignored managers have added", () => {
    const live = managed(custom({ list: [{ id: 1 }, { id: 2, a: 1 }], set: ["x", "y"] }), {
      agent: { "f:spec": { "f:list": { 'k:{"id":2}': { ".": {}, "f:id": {} } }, "f:set": { 'v:"y"': {} } } },
    });
    const kept = keepIgnored(custom({ list: [{ id: 1 }], set: ["x"] }), live, [managers("agent")]);
    expect(kept).toEqual(custom({ list: [{ id: 1 }, { id: 2, a: 1 }], set: ["x", "y"] }));
  });

  it("replaces a Secret's text by the data that is there", () => {
    const kept = keepIgnored(secret({ stringData: { a: "x", b: "x" } }), secret({ data: { a: "eQ==" } }), [
      pointers("/data/a"),
    ]);
    expect(kept).toEqual(secret({ data: { a: "eQ==", b: "eA==" } }));
  });

  it("is the target itself where no rule is about it", () => {
    const target = custom({ n: 1 });
    expect(keepIgnored(target, custom({ n: 2 }), [{ kind: "ConfigMap", jsonPointers: ["/spec"] }])).toBe(
      target,
    );
  });

  it("leaves no difference that is ignored, and changes nothing else", () => {
    const value = fc.oneof(fc.nat(3), fc.array(fc.nat(3), { maxLength: 3 }), fc.record({ x: fc.nat(3) }));
    const spec = fc.dictionary(fc.constantFrom("a", "b", "c"), value);
    const path = fc.constantFrom("/spec/a", "/spec/b", "/spec/b/x", "/spec/c/0");
    fc.assert(
      fc.property(spec, spec, fc.array(path), (target, live, jsonPointers) => {
        const rule = pointers(...jsonPointers);
        const kept = keepIgnored(custom(target), custom(live), [rule]);
        const ignored = compareObject(custom(target), custom(live), { ignore: [rule] });
        expect(compareObject(kept, custom(live), { ignore: [rule] })).toEqual(ignored);
        const taken = ["/spec/a", "/spec/b"].filter((pointer) =>
          jsonPointers.some((given) => given === pointer),
        );
        for (const change of compareObject(kept, custom(live)).changes) {
          const isTaken = taken.includes(`/${change.path.replace(".", "/")}`);
          expect(isTaken && change.live !== undefined).toBe(false);
        }
      }),
    );
  });
});
