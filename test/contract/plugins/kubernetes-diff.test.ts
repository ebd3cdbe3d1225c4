import {
  secret,
  startPlugin,
  UNKNOWN,
  type PluginProcess,
  type Properties,
} from "../../support/plugin-process.js";
import { unreachableKubeconfig } from "./kubeconfigs.js";

jest.setTimeout(30_000);

/** What is recorded of an object: the live one, with what a server adds, and the inputs beside it. */
function recorded(inputs: Properties, live: Properties = {}): Properties {
  const metadata = {
    namespace: "shop",
    ...(inputs["metadata"] as Properties),
    uid: "1",
    resourceVersion: "2",
    creationTimestamp: "2026-01-01T00:00:00Z",
  };
  return { ...inputs, ...live, metadata, __inputs: inputs, __initialApiVersion: "v1", __fieldManager: "m" };
}

const object = (
  apiVersion: string,
  kind: string,
  fields: Properties,
  metadata: Properties = {},
): Properties => ({
  apiVersion,
  kind,
  metadata: { name: "one", namespace: "shop", ...metadata },
  ...fields,
});

const deployment = (spec: Properties, metadata: Properties = {}): Properties =>
  object(
    "apps/v1",
    "Deployment",
    {
      spec: {
        selector: { matchLabels: { app: "web" } },
        template: {
          metadata: { labels: { app: "web" } },
          spec: {
            containers: [
              { name: "web", image: "web:1", resources: { limits: { cpu: "1000m", memory: "1Gi" } } },
            ],
          },
        },
        ...spec,
      },
    },
    metadata,
  );

const typeOf = (inputs: Properties) => {
  const apiVersion = inputs["apiVersion"] as string;
  const group = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
  return { type: `kubernetes:${group}:${inputs["kind"] as string}`, name: "one" };
};

describe("diff of the kubernetes stand-in", () => {
  let plugin: PluginProcess;
  const diff = (olds: Properties, news: Properties, ignoreChanges?: string[]) =>
    plugin.diff(typeOf(news), "shop/one", olds, news, ignoreChanges);

  beforeAll(async () => {
    // No cluster answers at this address: a diff never needs one.
    plugin = await startPlugin("kubernetes");
    await plugin.configure({ kubeconfig: unreachableKubeconfig() });
  });

  afterAll(async () => {
    await plugin.stop();
  });

  it("finds nothing where only the server has added", async () => {
    const inputs = deployment({ replicas: 2 });
    const live = {
      spec: {
        ...(inputs["spec"] as Properties),
        strategy: { type: "RollingUpdate" },
        template: {
          metadata: { labels: { app: "web" }, creationTimestamp: null },
          spec: {
            containers: [
              {
                name: "web",
                image: "web:1",
                resources: { limits: { cpu: "1", memory: "1024Mi" } },
                terminationMessagePath: "/x",
              },
            ],
            dnsPolicy: "ClusterFirst",
          },
        },
      },
      status: { replicas: 2 },
    };
    expect(await diff(recorded(inputs, live), inputs)).toEqual({
      changes: false,
      replaces: [],
      deleteBeforeReplace: false,
      details: {},
    });
  });

  it("finds nothing where the server leaves a zero value out, or keeps a Secret's text as data", async () => {
    const pod = object("v1", "Pod", {
      spec: { hostNetwork: false, nodeSelector: {}, containers: [{ name: "c", args: [] }] },
    });
    const lean = { spec: { containers: [{ name: "c" }] } };
    expect((await diff(recorded(pod, lean), pod)).details).toEqual({});

    const inputs = object("v1", "Secret", { stringData: secret({ key: "välue" }) });
    const data = { data: secret({ key: Buffer.from("välue").toString("base64") }) };
    const live = recorded(inputs, data);
    delete live["stringData"];
    expect((await diff(live, inputs)).details).toEqual({});
    const changed = object("v1", "Secret", { stringData: secret({ key: "other" }) });
    expect((await diff(live, changed)).details).toEqual({ "stringData.key": "update-replace" });
  });

  it("shows each changed field by its path", async () => {
    const before = deployment({ replicas: 2 }, { labels: { "app.kubernetes.io/name": "web", old: "x" } });
    const after = deployment({ replicas: 3, paused: true }, { labels: { "app.kubernetes.io/name": "shop" } });
    expect(await diff(recorded(before), after)).toEqual({
      changes: true,
      replaces: [],
      deleteBeforeReplace: false,
      details: {
        "spec.replicas": "update",
        "spec.paused": "add",
        'metadata.labels["app.kubernetes.io/name"]': "update",
        "metadata.labels.old": "delete",
      },
    });
  });

  it("shows drift that a refresh has recorded", async () => {
    const inputs = deployment({ replicas: 2 });
    const drifted = deployment({ replicas: 5 });
    expect((await diff(recorded(drifted), inputs)).details).toEqual({ "spec.replicas": "update" });
  });

  it.each<[string, Properties, Properties, string[]]>([
    [
      "a Deployment's selector",
      deployment({}),
      deployment({ selector: { matchLabels: { app: "x" } } }),
      ["spec.selector.matchLabels.app"],
    ],
    [
      "a ConfigMap's data",
      object("v1", "ConfigMap", { data: { a: "1" } }),
      object("v1", "ConfigMap", { data: { a: "2" } }),
      ["data.a"],
    ],
    [
      "a ConfigMap's first data",
      object("v1", "ConfigMap", {}),
      object("v1", "ConfigMap", { data: { a: "2" } }),
      ["data"],
    ],
    [
      "a Secret's data",
      object("v1", "Secret", { data: { a: "MQ==" } }),
      object("v1", "Secret", { data: { a: "Mg==" } }),
      ["data.a"],
    ],
    [
      "a Secret's type",
      object("v1", "Secret", { type: "Opaque" }),
      object("v1", "Secret", { type: "x/y" }),
      ["type"],
    ],
    [
      "a Job's template",
      object("batch/v1", "Job", {
        spec: { template: { spec: { containers: [{ name: "c", image: "a" }] } } },
      }),
      object("batch/v1", "Job", {
        spec: { template: { spec: { containers: [{ name: "c", image: "b" }] } } },
      }),
      ["spec.template.spec.containers[0].image"],
    ],
    [
      "a pod's image",
      object("v1", "Pod", { spec: { containers: [{ name: "c", image: "a" }] } }),
      object("v1", "Pod", { spec: { containers: [{ name: "c", image: "b" }] } }),
      ["spec.containers[0].image"],
    ],
    [
      "a claim's storage class",
      object("v1", "PersistentVolumeClaim", { spec: { storageClassName: "a" } }),
      object("v1", "PersistentVolumeClaim", { spec: { storageClassName: "b" } }),
      ["spec.storageClassName"],
    ],
    [
      "a binding's role",
      object("rbac.authorization.k8s.io/v1", "RoleBinding", { roleRef: { name: "a" } }),
      object("rbac.authorization.k8s.io/v1", "RoleBinding", { roleRef: { name: "b" } }),
      ["roleRef.name"],
    ],
    [
      "a storage class's parameters",
      object("storage.k8s.io/v1", "StorageClass", { parameters: { a: "1" } }),
      object("storage.k8s.io/v1", "StorageClass", { parameters: { a: "2" } }),
      ["parameters.a"],
    ],
    [
      "a Service's cluster IP",
      object("v1", "Service", { spec: { clusterIP: "10.0.0.1" } }),
      object("v1", "Service", { spec: { clusterIP: "None" } }),
      ["spec.clusterIP"],
    ],
    [
      "a StatefulSet's claims",
      object("apps/v1", "StatefulSet", { spec: { volumeClaimTemplates: [{ metadata: { name: "a" } }] } }),
      object("apps/v1", "StatefulSet", { spec: { volumeClaimTemplates: [{ metadata: { name: "b" } }] } }),
      ["spec.volumeClaimTemplates[0].metadata.name"],
    ],
  ])(
    "replaces when %s changes, deleting first what has a name of the user's",
    async (_, before, after, replaces) => {
      expect(await diff(recorded(before), after)).toMatchObject({
        changes: true,
        replaces,
        deleteBeforeReplace: true,
      });
    },
  );

  it.each<[string, Properties, Properties]>([
    [
      "a claim's size",
      { spec: { resources: { requests: { storage: "1Gi" } } } },
      { spec: { resources: { requests: { storage: "2Gi" } } } },
    ],
  ])("changes %s in place", async (_, before, after) => {
    const claim = (fields: Properties) => object("v1", "PersistentVolumeClaim", fields);
    expect(await diff(recorded(claim(before)), claim(after))).toMatchObject({ changes: true, replaces: [] });
  });

  it("replaces another name or namespace without deleting first, since both can exist", async () => {
    const before = deployment({});
    expect(await diff(recorded(before), deployment({}, { name: "two" }))).toMatchObject({
      replaces: ["metadata.name"],
      deleteBeforeReplace: false,
    });
    expect(await diff(recorded(before), deployment({}, { namespace: "elsewhere" }))).toMatchObject({
      replaces: ["metadata.namespace"],
      deleteBeforeReplace: false,
    });
  });

  it("creates the successor first where the name was automatic", async () => {
    const annotations = { "pulumi.com/autonamed": "true" };
    const before = object("v1", "ConfigMap", { data: { a: "1" } }, { annotations });
    const after = object("v1", "ConfigMap", { data: { a: "2" } }, { annotations });
    expect(await diff(recorded(before), after)).toMatchObject({
      replaces: ["data.a"],
      deleteBeforeReplace: false,
    });
  });

  it("changes contents in place where the provider is told so, except of immutable objects", async () => {
    const other = await startPlugin("kubernetes", { env: { PULUMI_K8S_ENABLE_SECRET_MUTABLE: "true" } });
    await other.configure({ kubeconfig: unreachableKubeconfig(), enableConfigMapMutable: "true" });
    const change = (kind: string, extra: Properties = {}) => {
      const of = (value: string) => object("v1", kind, { data: { a: value }, ...extra });
      return other.diff(typeOf(of("1")), "shop/one", recorded(of("1")), of("2"));
    };
    expect(await change("ConfigMap")).toMatchObject({ changes: true, replaces: [] });
    expect(await change("Secret")).toMatchObject({ changes: true, replaces: [] });
    expect(await change("ConfigMap", { immutable: true })).toMatchObject({ replaces: ["data.a"] });
    await other.stop();
  });

  it("leaves ignored fields out, and what lies below them", async () => {
    const before = deployment({ replicas: 2 }, { labels: { a: "1" } });
    const after = deployment({ replicas: 3 }, { labels: { a: "2" } });
    expect((await diff(recorded(before), after, ["spec.replicas"])).details).toEqual({
      "metadata.labels.a": "update",
    });
    expect(await diff(recorded(before), after, ["spec", "metadata.labels"])).toMatchObject({
      changes: false,
    });
  });

  it("takes an unknown value for a change, and replaces only where the field demands it", async () => {
    const before = deployment({ replicas: 2 });
    expect(await diff(recorded(before), deployment({ replicas: UNKNOWN }))).toMatchObject({
      details: { "spec.replicas": "update" },
      replaces: [],
    });
    expect(await diff(recorded(before), deployment({ replicas: 2, selector: UNKNOWN }))).toMatchObject({
      replaces: ["spec.selector"],
    });
    expect(await diff(recorded(before), { ...before, metadata: UNKNOWN })).toMatchObject({
      changes: true,
      replaces: [],
      details: { metadata: "update" },
    });
  });

  it("only updates a Patch resource unless it is about another object", async () => {
    const type = { type: "kubernetes:core/v1:ConfigMapPatch", name: "p" };
    const of = (value: string, name = "one") => object("v1", "ConfigMap", { data: { a: value } }, { name });
    expect(await plugin.diff(type, "shop/one", recorded(of("1")), of("2"))).toMatchObject({
      changes: true,
      replaces: [],
    });
    expect(await plugin.diff(type, "shop/one", recorded(of("1")), of("1", "two"))).toMatchObject({
      replaces: ["metadata.name"],
    });
  });

  it("ignores a namespace that a cluster-scoped object cannot have", async () => {
    const inputs = {
      apiVersion: "example.com/v1",
      kind: "Hub",
      metadata: { name: "one", namespace: "default" },
      spec: { a: 1 },
    };
    const live = { ...recorded(inputs), metadata: { name: "one", uid: "1" } };
    expect(await diff(live, inputs)).toMatchObject({ changes: false });
  });

  it("compares the dashed fields of schemas, whatever the SDK calls them", async () => {
    const definition = (schema: Properties) =>
      object("apiextensions.k8s.io/v1", "CustomResourceDefinition", { spec: { schema } });
    const olds = recorded(definition({ "x-kubernetes-preserve-unknown-fields": true }));
    expect(await diff(olds, definition({ x_kubernetes_preserve_unknown_fields: true }))).toMatchObject({
      changes: false,
    });
  });
});
