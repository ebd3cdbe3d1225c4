import { normaliseTargets } from "../../../../model/workspace/compare/normalise-target.js";
import type { GroupVersionKind, KubeObject } from "../../../../model/shared/kubernetes-object.js";

const SCOPES: Readonly<Record<string, boolean>> = { ConfigMap: true, Namespace: false, ClusterRole: false };
const CONTEXT = {
  destinationNamespace: "shop",
  isNamespaced: ({ kind }: GroupVersionKind) => SCOPES[kind],
};

function named(kind: string, metadata: KubeObject["metadata"], apiVersion = "v1"): KubeObject {
  return { apiVersion, kind, metadata };
}

describe("targets before they are compared", () => {
  it.each([
    ["a namespaced object without a namespace", "ConfigMap", undefined, "shop"],
    ["an empty namespace", "ConfigMap", "", "shop"],
    ["a namespace of its own", "ConfigMap", "other", "other"],
    ["a cluster-scoped object", "ClusterRole", "other", undefined],
    ["a kind that nobody knows", "Widget", undefined, "shop"],
  ])("puts %s where it belongs", (_case, kind, namespace, expected) => {
    const object = named(kind, { name: "a", ...(namespace !== undefined && { namespace }) });
    const { objects, warnings } = normaliseTargets([object], CONTEXT);
    expect(objects.map((target) => target.metadata)).toEqual([
      { name: "a", ...(expected !== undefined && { namespace: expected }) },
    ]);
    expect(warnings).toEqual([]);
  });

  it("leaves the namespace open where there is no destination", () => {
    const { objects } = normaliseTargets([named("ConfigMap", { name: "a" })], {
      ...CONTEXT,
      destinationNamespace: "",
    });
    expect(objects[0]?.metadata).toEqual({ name: "a" });
  });

  it("keeps the last of several, whatever version they are written in, and says so", () => {
    const first = { ...named("ConfigMap", { name: "a", namespace: "shop" }), data: { n: "1" } };
    const between = named("ConfigMap", { name: "b" });
    const last = { ...named("ConfigMap", { name: "a" }), data: { n: "2" } };
    const { objects, warnings } = normaliseTargets([first, between, last], CONTEXT);
    expect(objects.map(({ metadata, data }) => [metadata.name, data])).toEqual([
      ["b", undefined],
      ["a", { n: "2" }],
    ]);
    expect(warnings).toMatchObject([
      { condition: "RepeatedResourceWarning", severity: "warning", path: "/ConfigMap/shop/a" },
    ]);
    expect(warnings[0]?.reason).toContain("appears 2 times");
  });

  it("takes objects without a name for different ones", () => {
    const job = named("Job", { generateName: "migrate-" }, "batch/v1");
    expect(normaliseTargets([job, job], CONTEXT)).toMatchObject({ objects: [{}, {}], warnings: [] });
  });

  it.each([
    ["v1", "Endpoints"],
    ["discovery.k8s.io/v1", "EndpointSlice"],
    ["coordination.k8s.io/v1", "Lease"],
    ["authentication.k8s.io/v1", "SelfSubjectReview"],
    ["authentication.k8s.io/v1", "TokenReview"],
    ["authorization.k8s.io/v1", "LocalSubjectAccessReview"],
    ["authorization.k8s.io/v1", "SelfSubjectAccessReview"],
    ["authorization.k8s.io/v1", "SelfSubjectRulesReview"],
    ["authorization.k8s.io/v1", "SubjectAccessReview"],
    ["certificates.k8s.io/v1", "CertificateSigningRequest"],
    ["cert-manager.io/v1", "CertificateRequest"],
    ["wgpolicyk8s.io/v1alpha2", "PolicyReport"],
    ["wgpolicyk8s.io/v1alpha2", "ClusterPolicyReport"],
    ["reports.kyverno.io/v1", "EphemeralReport"],
    ["reports.kyverno.io/v1", "ClusterEphemeralReport"],
    ["kyverno.io/v1", "AdmissionReport"],
    ["kyverno.io/v1", "ClusterAdmissionReport"],
    ["kyverno.io/v1", "BackgroundScanReport"],
    ["kyverno.io/v1", "ClusterBackgroundScanReport"],
    ["kyverno.io/v1", "UpdateRequest"],
    ["cilium.io/v2", "CiliumIdentity"],
    ["cilium.io/v2", "CiliumEndpoint"],
    ["cilium.io/v2", "CiliumEndpointSlice"],
  ])("leaves out %s %s with a warning", (apiVersion, kind) => {
    const { objects, warnings } = normaliseTargets([named(kind, { name: "a" }, apiVersion)], CONTEXT);
    expect(objects).toEqual([]);
    expect(warnings).toMatchObject([{ condition: "ExcludedResourceWarning", severity: "warning" }]);
  });

  it("applies a kind of the same name in another group", () => {
    expect(normaliseTargets([named("Lease", { name: "a" }, "example.com/v1")], CONTEXT).objects).toHaveLength(
      1,
    );
  });
});
