import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";
import { inApplyOrder } from "../../../../model/workspace/render/apply-order.js";
import { knownScope } from "../../../../model/workspace/render/known-scope.js";

const object = (kind: string, name: string, annotations: Record<string, string> = {}): KubeObject => ({
  apiVersion: "v1",
  kind,
  metadata: { name, annotations },
});

test("hooks, waves and kinds decide the order; what no sync applies comes last", () => {
  const objects = [
    object("Job", "deleted", { "argocd.argoproj.io/hook": "PreDelete" }),
    object("Job", "after", { "argocd.argoproj.io/hook": "PostSync" }),
    object("Deployment", "late", { "argocd.argoproj.io/sync-wave": "1" }),
    object("Deployment", "web"),
    object("ConfigMap", "settings"),
    object("Job", "before", { "helm.sh/hook": "pre-install" }),
    object("ConfigMap", "skipped", { "groundplan.dev/hook": "Skip" }),
    object("Job", "both", { "groundplan.dev/hook": "PostSync,PreSync" }),
  ];
  expect(inApplyOrder(objects).map(({ metadata }) => metadata.name)).toEqual([
    "before",
    "both",
    "settings",
    "web",
    "late",
    "after",
    "deleted",
    "skipped",
  ]);
});

test("the scope of kinds without a cluster", () => {
  const definition: KubeObject = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "tenants.example.com" },
    spec: { group: "example.com", names: { kind: "Tenant" }, scope: "Cluster", versions: [] },
  };
  const isNamespaced = knownScope([definition]);
  const scopeOf = (group: string, kind: string) => isNamespaced({ group, version: "v1", kind });
  expect(scopeOf("", "Namespace")).toBe(false);
  expect(scopeOf("", "Secret")).toBe(true);
  expect(scopeOf("apps", "Deployment")).toBe(true);
  expect(scopeOf("rbac.authorization.k8s.io", "ClusterRole")).toBe(false);
  expect(scopeOf("rbac.authorization.k8s.io", "Role")).toBe(true);
  expect(scopeOf("example.com", "Tenant")).toBe(false);
  expect(scopeOf("example.com", "Other")).toBeUndefined();
});
