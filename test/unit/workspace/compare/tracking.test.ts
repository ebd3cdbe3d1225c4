import fc from "fast-check";
import {
  formatTrackingId,
  INSTANCE_LABEL,
  instanceLabel,
  isSelfReference,
  parseTrackingId,
  trackedBy,
  TRACKING_ANNOTATION,
  trackingIdOf,
  withTrackingAnnotation,
} from "../../../../model/workspace/compare/tracking.js";
import { object } from "./objects.js";

const SERVICE = object("v1", "Service");
const DEPLOYMENT = object("apps/v1", "Deployment");

function tracked(id: string, on = DEPLOYMENT): typeof DEPLOYMENT {
  return { ...on, metadata: { ...on.metadata, annotations: { [TRACKING_ANNOTATION]: id } } };
}

describe("Argo CD's tracking id", () => {
  it.each([
    [
      "app:apps/Deployment:ns/a",
      { app: "app", group: "apps", kind: "Deployment", namespace: "ns", name: "a" },
    ],
    ["app:/Service:ns/a", { app: "app", group: "", kind: "Service", namespace: "ns", name: "a" }],
    ["argo_app:/Namespace:/a", { app: "argo_app", group: "", kind: "Namespace", namespace: "", name: "a" }],
    [
      "app:rbac.authorization.k8s.io/ClusterRole:/system:a:b",
      {
        app: "app",
        group: "rbac.authorization.k8s.io",
        kind: "ClusterRole",
        namespace: "",
        name: "system:a:b",
      },
    ],
  ])("reads and writes %s", (text, id) => {
    expect(parseTrackingId(text)).toEqual(id);
    expect(formatTrackingId(id)).toBe(text);
  });

  it.each([
    "",
    "app",
    "app:apps/Deployment",
    "app:Deployment:ns/a",
    "app:a/b/c:ns/a",
    "app:apps/Deployment:a",
    "app:apps/Deployment:ns/a/b",
  ])("does not take %j for one", (text) => {
    expect(parseTrackingId(text)).toBeUndefined();
  });

  it("reads back whatever it writes", () => {
    const part = fc.stringMatching(/^[a-z0-9.-]*$/);
    fc.assert(
      fc.property(
        fc.record({
          app: part,
          group: part,
          kind: part,
          namespace: part,
          name: fc.stringMatching(/^[a-z:]*$/),
        }),
        (id) => {
          expect(parseTrackingId(formatTrackingId(id))).toEqual(id);
        },
      ),
    );
  });
});

describe("who tracks a live object", () => {
  it.each([
    ["its own annotation", tracked("shop:apps/Deployment:ns/a"), "shop"],
    ["no annotation", DEPLOYMENT, undefined],
    ["a broken annotation", tracked("shop"), undefined],
    ["an annotation copied from another name", tracked("shop:apps/Deployment:ns/b"), undefined],
    ["an annotation copied from another namespace", tracked("shop:apps/Deployment:other/a"), undefined],
    ["an annotation copied from another kind", tracked("shop:apps/ReplicaSet:ns/a"), undefined],
    ["an annotation copied from another group", tracked("shop:extensions/Deployment:ns/a"), undefined],
  ])("is told by %s", (_case, live, app) => {
    expect(trackedBy(live)).toBe(app);
  });

  it("does not mind the namespace of a cluster-scoped object", () => {
    const node = { apiVersion: "v1", kind: "Node", metadata: { name: "a" } };
    expect(trackedBy(tracked("shop:/Node:argocd/a", node))).toBe("shop");
    expect(isSelfReference(trackingIdOf("shop", node), node)).toBe(true);
  });
});

describe("the instance label", () => {
  const long = `${"a".repeat(60)}--b${"c".repeat(10)}`;

  it("is the name where it fits", () => {
    expect(instanceLabel("shop", "label")).toBe("shop");
    expect(instanceLabel("a".repeat(63), "label")).toHaveLength(63);
  });

  it("is refused or cut where the name is too long", () => {
    expect(instanceLabel(long, "label")).toBeUndefined();
    expect(instanceLabel(long, "annotation+label")).toBe(`${"a".repeat(60)}--b`);
    expect(instanceLabel(`${"a".repeat(61)}--b`, "annotation+label")).toBe("a".repeat(61));
  });
});

describe("a change of the tracking method", () => {
  const labelled = { ...SERVICE, metadata: { ...SERVICE.metadata, labels: { [INSTANCE_LABEL]: "shop" } } };

  it("is no drift: the annotation is filled in beside the application's label", () => {
    expect(withTrackingAnnotation(labelled, "shop").metadata.annotations).toEqual({
      [TRACKING_ANNOTATION]: "shop:/Service:ns/a",
    });
  });

  it("leaves alone what is another's, what has an annotation, and definitions of custom kinds", () => {
    expect(withTrackingAnnotation(labelled, "other")).toBe(labelled);
    expect(withTrackingAnnotation(SERVICE, "shop")).toBe(SERVICE);
    const moved = tracked("shop:/Service:old/a", labelled);
    expect(withTrackingAnnotation(moved, "shop")).toBe(moved);
    const definition = { ...labelled, kind: "CustomResourceDefinition" };
    expect(withTrackingAnnotation(definition, "shop")).toBe(definition);
  });
});
