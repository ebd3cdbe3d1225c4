import fc from "fast-check";
import { compareObject } from "../../../../model/workspace/compare/compare.js";
import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";
import { configMap, custom, deployment, lastApplied, object, secret } from "./objects.js";

/** Each change as `path: live → target`. */
function changes(target: KubeObject, live: KubeObject | undefined): string[] {
  const diff = compareObject(target, live);
  expect(diff.modified).toBe(diff.changes.length > 0);
  return diff.changes.map(
    ({ path, live: before, target: after }) =>
      `${path}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
  );
}

describe("a target that the live object has", () => {
  it.each<[string, KubeObject, KubeObject]>([
    ["is the same", configMap({ a: "1" }), configMap({ a: "1" })],
    ["leaves other fields to the server", custom({ a: 1 }), custom({ a: 1, b: 2, c: { d: [] } })],
    [
      "leaves other labels to others",
      configMap({}, { labels: { a: "1" } }),
      configMap({}, { labels: { a: "1", b: "2" } }),
    ],
    [
      "has its defaults",
      deployment(),
      deployment({ imagePullPolicy: "Always" }, { restartPolicy: "Always" }, { replicas: 1 }),
    ],
    [
      "has no status",
      object("v1", "Pod", { status: { phase: "x" } }),
      object("v1", "Pod", { status: { phase: "y" } }),
    ],
    [
      "names nothing with null",
      deployment({}, { nodeSelector: null }),
      deployment({}, { nodeSelector: { a: "b" } }),
    ],
    [
      "names nothing with null in metadata",
      custom({}, { creationTimestamp: null, labels: null }),
      custom({}, { labels: { a: "b" } }),
    ],
    ["has null where a custom kind has nothing", custom({ a: null }), custom({})],
    ["has empty annotations", configMap({}, { annotations: {} }), configMap({})],
    ["has annotations that are all null", configMap({}, { annotations: { a: null } }), configMap({})],
    ["has empty lists", deployment({ args: [], env: [] }, { tolerations: [] }), deployment()],
    [
      "has empty text that is not stored",
      deployment({ env: [{ name: "A", value: "" }] }),
      deployment({ env: [{ name: "A" }] }),
    ],
    ["has false that is not stored", deployment({}, { hostNetwork: false }), deployment()],
    [
      "leaves the choice of address",
      object("v1", "Service", { spec: { clusterIP: "" } }),
      object("v1", "Service", { spec: { clusterIP: "10.0.0.1" } }),
    ],
    [
      "has quantities in other units",
      deployment({ resources: { limits: { cpu: "1000m", memory: "1Gi" } } }),
      deployment({ resources: { limits: { cpu: "1", memory: "1024Mi" } } }),
    ],
    [
      "has quantities as numbers",
      deployment({ resources: { requests: { cpu: 0.2 } } }),
      deployment({ resources: { requests: { cpu: "200m" } } }),
    ],
    ["has text as text", secret({ stringData: { a: "x" } }), secret({ data: { a: "eA==" } })],
    ["has base64 in lines", secret({ data: { a: "eHh4\neHh4\n" } }), secret({ data: { a: "eHh4eHh4" } })],
    [
      "has no rules",
      object("rbac.authorization.k8s.io/v1", "Role", { rules: [] }),
      object("rbac.authorization.k8s.io/v1", "Role", { rules: null }),
    ],
    [
      "has null for no rules",
      object("rbac.authorization.k8s.io/v1", "Role", { rules: null }),
      object("rbac.authorization.k8s.io/v1", "Role", { rules: [] }),
    ],
    ["names the group of a service account", binding({ apiGroup: "" }), binding({})],
    [
      "has a sidecar from elsewhere",
      deployment(),
      deployment({}, { containers: [{ name: "web", image: "web:1" }, { name: "sidecar" }] }),
    ],
    [
      "has ports without a protocol",
      deployment({ ports: [{ containerPort: 80 }] }),
      deployment({ ports: [{ containerPort: 80, protocol: "TCP" }] }),
    ],
    [
      "has finalizers in another order",
      configMap({}, { finalizers: ["x/a", "x/b"] }),
      configMap({}, { finalizers: ["x/b", "x/c", "x/a"] }),
    ],
    ["has no namespace where the kind has none", configMap({}), withoutNamespace(configMap({}))],
    ["leaves its namespace open", withoutNamespace(configMap({})), configMap({})],
    [
      "has a duration in other units",
      object("cert-manager.io/v1", "Certificate", { spec: { duration: "2160h" } }),
      object("cert-manager.io/v1", "Certificate", { spec: { duration: "2160h0m0s" } }),
    ],
    ["is a rollout with quantities", rollout("1000m"), rollout("1")],
    [
      "has claims with their outcome",
      claims({}),
      claims({ status: { phase: "Pending" }, apiVersion: "v1", kind: "PersistentVolumeClaim" }),
    ],
  ])("%s", (_case, target, live) => {
    expect(changes(target, live)).toEqual([]);
  });

  it.each<[string, object, object]>([
    [
      "v1 of v2",
      { targetCPUUtilizationPercentage: 80, maxReplicas: 3 },
      { maxReplicas: 3, metrics: [cpu(80)] },
    ],
    ["v1 without a target", { maxReplicas: 3 }, { maxReplicas: 3, metrics: [cpu(80)] }],
  ])("is an autoscaler in version %s", (_case, spec1, spec2) => {
    const target = object("autoscaling/v1", "HorizontalPodAutoscaler", { spec: spec1 });
    const live = object("autoscaling/v2", "HorizontalPodAutoscaler", { spec: spec2 });
    expect(changes(target, live)).toEqual([]);
  });
});

describe("a target that the live object has not", () => {
  it("is one change where there is no live object", () => {
    const target = configMap({ a: "1" });
    expect(compareObject(target, undefined)).toEqual({
      modified: true,
      changes: [{ path: "", live: undefined, target }],
    });
  });

  it.each<[string, KubeObject, KubeObject, string[]]>([
    ["another value", configMap({ a: "2" }), configMap({ a: "1" }), ['data.a: "1" → "2"']],
    ["another field", configMap({ a: "1", b: "2" }), configMap({ a: "1" }), ['data.b: undefined → "2"']],
    [
      "an inherited name",
      configMap({ constructor: "x" }),
      configMap({}),
      ['data.constructor: undefined → "x"'],
    ],
    ["an empty value in a map", configMap({ a: "" }), configMap({ b: "" }), ['data.a: undefined → ""']],
    [
      "an empty class, which is a choice",
      object("v1", "PersistentVolumeClaim", { spec: { storageClassName: "" } }),
      object("v1", "PersistentVolumeClaim", { spec: {} }),
      ['spec.storageClassName: undefined → ""'],
    ],
    [
      "an empty struct",
      object("networking.k8s.io/v1", "NetworkPolicy", {
        spec: { ingress: [{ from: [{ namespaceSelector: {} }] }] },
      }),
      object("networking.k8s.io/v1", "NetworkPolicy", { spec: { ingress: [{ from: [{}] }] } }),
      ["spec.ingress[0].from[0].namespaceSelector: undefined → {}"],
    ],
    ["null where a custom kind has a value", custom({ a: null }), custom({ a: 1 }), ["spec.a: 1 → null"]],
    ["an empty list of a custom kind", custom({ a: [] }), custom({}), ["spec.a: undefined → []"]],
    [
      "another image",
      deployment({ image: "web:2" }),
      deployment(),
      ['spec.template.spec.containers[name=web].image: "web:1" → "web:2"'],
    ],
    [
      "another container",
      deployment({}, { initContainers: [{ name: "i" }] }),
      deployment({}, { initContainers: [] }),
      ['spec.template.spec.initContainers[name=i]: undefined → {"name":"i"}'],
    ],
    [
      "another variable",
      deployment({ env: [{ name: "A", value: "2" }] }),
      deployment({
        env: [
          { name: "B", value: "1" },
          { name: "A", value: "1" },
        ],
      }),
      ['spec.template.spec.containers[name=web].env[name=A].value: "1" → "2"'],
    ],
    [
      "another order of variables",
      deployment({ env: [{ name: "A" }, { name: "B" }] }),
      deployment({ env: [{ name: "B" }, { name: "X" }, { name: "A" }] }),
      [
        'spec.template.spec.containers[name=web].env: [{"name":"B"},{"name":"A"}] → [{"name":"A"},{"name":"B"}]',
      ],
    ],
    [
      "another port",
      deployment({ ports: [{ containerPort: 80, name: "b" }] }),
      deployment({ ports: [{ containerPort: 80, name: "a", protocol: "TCP" }] }),
      ['spec.template.spec.containers[name=web].ports[containerPort=80,protocol=TCP].name: "a" → "b"'],
    ],
    [
      "another quantity",
      deployment({ resources: { limits: { cpu: "1" } } }),
      deployment({ resources: { limits: { cpu: "2" } } }),
      ['spec.template.spec.containers[name=web].resources.limits.cpu: "2" → "1"'],
    ],
    [
      "what is no quantity",
      deployment({ resources: { limits: { cpu: "lots" } } }),
      deployment({ resources: { limits: { cpu: "more" } } }),
      ['spec.template.spec.containers[name=web].resources.limits.cpu: "more" → "lots"'],
    ],
    [
      "the same digits where no quantity is",
      configMap({ a: "1000m" }),
      configMap({ a: "1" }),
      ['data.a: "1" → "1000m"'],
    ],
    [
      "another argument",
      deployment({ args: ["a", "c"] }),
      deployment({ args: ["a", "b"] }),
      ['spec.template.spec.containers[name=web].args[1]: "b" → "c"'],
    ],
    [
      "more arguments",
      deployment({ args: ["a", "b"] }),
      deployment({ args: ["a"] }),
      ['spec.template.spec.containers[name=web].args[1]: undefined → "b"'],
    ],
    [
      "fewer arguments",
      deployment({ args: ["a"] }),
      deployment({ args: ["a", "b"] }),
      ['spec.template.spec.containers[name=web].args[1]: "b" → undefined'],
    ],
    [
      "fewer elements of a custom kind",
      custom({ list: [{ a: 1 }] }),
      custom({ list: [{ a: 1, b: 2 }, { a: 2 }] }),
      ['spec.list[1]: {"a":2} → undefined'],
    ],
    ["a list for a map", custom({ a: [1] }), custom({ a: { b: 1 } }), ['spec.a: {"b":1} → [1]']],
    ["a map for text", custom({ a: { b: 1 } }), custom({ a: "x" }), ['spec.a: "x" → {"b":1}']],
    [
      "another finalizer",
      configMap({}, { finalizers: ["x/a"] }),
      configMap({}, { finalizers: ["x/b"] }),
      ['metadata.finalizers[=x/a]: undefined → "x/a"'],
    ],
    [
      "two variables of one name",
      deployment({
        env: [
          { name: "A", value: "1" },
          { name: "A", value: "2" },
        ],
      }),
      deployment({ env: [{ name: "A", value: "1" }] }),
      ['spec.template.spec.containers[name=web].env[1]: undefined → {"name":"A","value":"2"}'],
    ],
    [
      "another version of the kind",
      object("apps/v1beta1", "Deployment"),
      object("apps/v1", "Deployment"),
      ['apiVersion: "apps/v1" → "apps/v1beta1"'],
    ],
    [
      "masked data that is none",
      secret({ data: { a: "++++++++" } }),
      secret({ data: { a: "++++++++++++" } }),
      ['data.a: "++++++++++++" → "++++++++"'],
    ],
  ])("is %s", (_case, target, live, expected) => {
    expect(changes(target, live)).toEqual(expected);
  });

  it("shows an autoscaler of version 1 by its metric", () => {
    const target = object("autoscaling/v1", "HorizontalPodAutoscaler", {
      spec: { targetCPUUtilizationPercentage: 50 },
    });
    const live = object("autoscaling/v2", "HorizontalPodAutoscaler", { spec: { metrics: [cpu(80)] } });
    expect(changes(target, live)).toEqual(["spec.metrics[0].resource.target.averageUtilization: 80 → 50"]);
  });
});

describe("what client-side apply recorded", () => {
  const annotated = { annotations: { foo: "bar" } };

  it("tells a removed field from a default", () => {
    expect(changes(configMap({}), configMap({}, annotated))).toEqual([]);
    expect(changes(configMap({}), lastApplied(configMap({}, annotated), configMap({}, annotated)))).toEqual([
      'metadata.annotations.foo: "bar" → undefined',
    ]);
    expect(
      changes(configMap({}, annotated), lastApplied(configMap({}, annotated), configMap({}, annotated))),
    ).toEqual([]);
  });

  it("tells a removed container from a sidecar", () => {
    const containers = [{ name: "web", image: "web:1" }, { name: "old" }, { name: "sidecar" }];
    const live = lastApplied(
      deployment({}, { containers }),
      deployment({}, { containers: containers.slice(0, 2) }),
    );
    expect(changes(deployment(), live)).toEqual([
      'spec.template.spec.containers[name=old]: {"name":"old"} → undefined',
    ]);
  });

  it("tells a removed field inside an element that only its index names", () => {
    const live = lastApplied(custom({ list: [{ a: 1, b: 2, c: 3 }] }), custom({ list: [{ a: 1, b: 2 }] }));
    expect(changes(custom({ list: [{ a: 1 }] }), live)).toEqual(["spec.list[0].b: 2 → undefined"]);
  });

  it("tells a removed key of a Secret's text", () => {
    const live = lastApplied(
      secret({ data: { a: "eA==", b: "eA==" } }),
      secret({ stringData: { a: "x", b: "x" } }),
    );
    expect(changes(secret({ stringData: { a: "x" } }), live)).toEqual(['data.b: "eA==" → undefined']);
  });

  it("does not count as a removal what is gone already, nor the namespace", () => {
    const recorded = configMap({ a: "1" });
    expect(changes(withoutNamespace(configMap({})), lastApplied(configMap({}), recorded))).toEqual([]);
  });

  it.each(["{", "[]", "null"])("tells nothing when it is %s", (text) => {
    expect(changes(configMap({}), lastApplied(configMap({ a: "1" }), text))).toEqual([]);
  });
});

describe("comparing", () => {
  const value = fc.jsonValue({ maxDepth: 4 });

  it("finds nothing between an object and itself", () => {
    fc.assert(
      fc.property(value, (spec) => {
        expect(changes(custom(spec), custom(spec))).toEqual([]);
        expect(
          changes(object("apps/v1", "Deployment", { spec }), object("apps/v1", "Deployment", { spec })),
        ).toEqual([]);
        expect(changes(secret({ data: spec }), secret({ data: spec }))).toEqual([]);
      }),
    );
  });

  it("finds something wherever a text changes", () => {
    const data = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { minKeys: 1 });
    fc.assert(
      fc.property(data, fc.nat(), (texts, at) => {
        const keys = Object.keys(texts);
        const key = keys[at % keys.length]!;
        const other = { ...texts, [key]: `${texts[key]}!` };
        expect(compareObject(configMap(other), configMap(texts)).changes).toHaveLength(1);
      }),
    );
  });

  it("leaves both objects as they are", () => {
    const target = deployment({ image: "web:2" });
    const live = lastApplied(deployment(), deployment({ tty: true }));
    const before = structuredClone([target, live]);
    compareObject(target, live, {
      ignore: [{ group: "apps", kind: "Deployment", jsonPointers: ["/spec/template"] }],
    });
    expect([target, live]).toEqual(before);
  });
});

function withoutNamespace(given: KubeObject): KubeObject {
  const { namespace, ...metadata } = given.metadata;
  expect(namespace).toBe("ns");
  return { ...given, metadata };
}

function binding(subject: object): KubeObject {
  return object("rbac.authorization.k8s.io/v1", "RoleBinding", {
    subjects: [{ kind: "ServiceAccount", name: "a", namespace: "ns", ...subject }],
  });
}

function rollout(cpuLimit: string): KubeObject {
  const containers = [{ name: "web", resources: { limits: { cpu: cpuLimit } } }];
  return object("argoproj.io/v1alpha1", "Rollout", { spec: { template: { spec: { containers } } } });
}

function claims(more: object): KubeObject {
  const claim = {
    metadata: { name: "data" },
    spec: { resources: { requests: { storage: "1Gi" } } },
    ...more,
  };
  return object("apps/v1", "StatefulSet", { spec: { volumeClaimTemplates: [claim] } });
}

function cpu(averageUtilization: number): object {
  return { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization } } };
}
