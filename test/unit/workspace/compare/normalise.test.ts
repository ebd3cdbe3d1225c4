import fc from "fast-check";
import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";
import { normaliseForComparison } from "../../../../model/workspace/compare/normalise.js";
import { configMap, custom, lastApplied, object, secret } from "./objects.js";

describe("what never counts", () => {
  it("is status and what only the server writes in the metadata", () => {
    const live = object("v1", "Service", {
      metadata: {
        labels: { a: "b" },
        uid: "u",
        resourceVersion: "7",
        generation: 3,
        creationTimestamp: null,
        managedFields: [{ manager: "x" }],
      },
      spec: { type: "ClusterIP" },
      status: { loadBalancer: {} },
    });
    expect(normaliseForComparison(live)).toEqual(
      object("v1", "Service", { metadata: { labels: { a: "b" } }, spec: { type: "ClusterIP" } }),
    );
  });

  it("is the last applied manifest, and a map of annotations that is empty without it", () => {
    expect(normaliseForComparison(lastApplied(configMap({ a: "1" }), {}))).toEqual(configMap({ a: "1" }));
    expect(normaliseForComparison(configMap({}, { annotations: {} }))).toEqual(configMap({}));
    expect(normaliseForComparison(lastApplied(configMap({}, { annotations: { a: "b" } }), {}))).toEqual(
      configMap({}, { annotations: { a: "b" } }),
    );
  });

  it("is what an aggregated ClusterRole names as its rules", () => {
    const role = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "a" } };
    const rules = [{ verbs: ["get"] }];
    expect(normaliseForComparison({ ...role, aggregationRule: {}, rules })).toEqual({
      ...role,
      aggregationRule: {},
    });
    expect(normaliseForComparison({ ...role, rules })).toEqual({ ...role, rules });
  });

  it("is the outcome of a StatefulSet's claims", () => {
    const claim = { metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"] } };
    const live = {
      ...claim,
      metadata: { name: "data", creationTimestamp: null },
      status: { phase: "Pending" },
    };
    expect(
      normaliseForComparison(object("apps/v1", "StatefulSet", { spec: { volumeClaimTemplates: [live] } })),
    ).toEqual(object("apps/v1", "StatefulSet", { spec: { volumeClaimTemplates: [claim] } }));
  });

  it("is the order of Endpoints, whose ports are TCP unless they say otherwise", () => {
    const a = {
      addresses: [{ ip: "10.0.0.2" }, { ip: "10.0.0.1" }],
      ports: [{ port: 2 }, { port: 1, protocol: "UDP" }],
    };
    const b = {
      addresses: [{ ip: "10.0.0.1" }, { ip: "10.0.0.2" }],
      ports: [
        { port: 1, protocol: "UDP" },
        { port: 2, protocol: "TCP" },
      ],
    };
    const other = { addresses: [{ ip: "10.0.0.3" }], notReadyAddresses: [{ ip: "10.0.0.9" }] };
    expect(normaliseForComparison(object("v1", "Endpoints", { subsets: [a, other] }))).toEqual(
      normaliseForComparison(object("v1", "Endpoints", { subsets: [other, b] })),
    );
  });
});

describe("a Secret's text", () => {
  it.each([
    ["is data", { stringData: { a: "x" } }, { data: { a: "eA==" } }],
    [
      "wins over data",
      { data: { a: "eQ==", b: "eg==" }, stringData: { a: "x" } },
      { data: { a: "eA==", b: "eg==" } },
    ],
    [
      "may be null, which is empty",
      { stringData: { a: null }, data: { b: null } },
      { data: { a: "", b: "" } },
    ],
    ["may be beyond ASCII", { stringData: { a: "ä" } }, { data: { a: "w6Q=" } }],
    ["that is no text stays what it is", { stringData: { a: 1 } }, { data: { a: 1 } }],
    ["that is no map is left to the server", { stringData: "x" }, { stringData: "x" }],
    ["without data", { data: null }, { data: {} }],
  ])("%s", (_case, fields, expected) => {
    expect(normaliseForComparison(secret(fields))).toEqual(secret(expected));
  });
});

describe("normalising", () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  const anything: fc.Arbitrary<KubeObject> = fc.oneof(
    value.map((spec) => custom(spec)),
    fc.tuple(value, value).map(([data, stringData]) => secret({ data, stringData })),
    value.map((subsets) => object("v1", "Endpoints", { subsets })),
    value.map((volumeClaimTemplates) => object("apps/v1", "StatefulSet", { spec: { volumeClaimTemplates } })),
  );

  it("twice is the same as once, and leaves the object as it is", () => {
    fc.assert(
      fc.property(anything, (given) => {
        const before = structuredClone(given);
        const once = normaliseForComparison(given);
        expect(normaliseForComparison(once)).toEqual(once);
        expect(given).toEqual(before);
      }),
    );
  });
});
