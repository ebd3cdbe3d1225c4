import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";
import { trackedBy } from "../../../../model/workspace/compare/tracking.js";
import { object } from "./objects.js";

const SERVICE = object("v1", "Service");
const DEPLOYMENT = object("apps/v1", "Deployment");
const CLUSTER_ROLE: KubeObject = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: "system:a:b" },
};

function tracked(id: string, on = DEPLOYMENT): KubeObject {
  const annotations = { "argocd.argoproj.io/tracking-id": id };
  return { ...on, metadata: { ...on.metadata, annotations } };
}

describe("the Argo CD application that a live object belongs to", () => {
  it.each([
    ["its own annotation", tracked("shop:apps/Deployment:ns/a"), "shop"],
    ["an annotation without a group", tracked("shop:/Service:ns/a", SERVICE), "shop"],
    ["an application with its namespace", tracked("argo_shop:/Service:ns/a", SERVICE), "argo_shop"],
    [
      "a name with colons",
      tracked("shop:rbac.authorization.k8s.io/ClusterRole:/system:a:b", CLUSTER_ROLE),
      "shop",
    ],
    [
      "any namespace where the object has none",
      tracked("shop:rbac.authorization.k8s.io/ClusterRole:argocd/system:a:b", CLUSTER_ROLE),
      "shop",
    ],
    ["no annotation", DEPLOYMENT, undefined],
    ["an annotation copied from another name", tracked("shop:apps/Deployment:ns/b"), undefined],
    ["an annotation copied from another namespace", tracked("shop:apps/Deployment:other/a"), undefined],
    ["an annotation copied from another kind", tracked("shop:apps/ReplicaSet:ns/a"), undefined],
    ["an annotation copied from another group", tracked("shop:extensions/Deployment:ns/a"), undefined],
  ])("is told by %s", (_case, live, app) => {
    expect(trackedBy(live)).toBe(app);
  });

  it.each([
    "",
    "shop",
    "shop:apps/Deployment",
    "shop:Deployment:ns/a",
    "shop:a/apps/Deployment:ns/a",
    "shop:apps/Deployment:a",
    "shop:apps/Deployment:ns/a/a",
  ])("is not told by %j", (text) => {
    expect(trackedBy(tracked(text))).toBeUndefined();
  });
});
