import { secret, startPlugin, UNKNOWN, type PluginProcess } from "../../support/plugin-process.js";
import { unreachableKubeconfig } from "./kubeconfigs.js";

jest.setTimeout(30_000);

const CONFIG_MAP = { type: "kubernetes:core/v1:ConfigMap", name: "settings" };
const AUTONAMED = { "pulumi.com/autonamed": "true" };

const configMap = (metadata = {}, data = { colour: "blue" }) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata,
  data,
});

describe("check of the kubernetes stand-in", () => {
  let plugin: PluginProcess;

  beforeAll(async () => {
    plugin = await startPlugin("kubernetes");
    await plugin.configure({ kubeconfig: unreachableKubeconfig(), namespace: "shop" });
  });

  afterAll(async () => {
    await plugin.stop();
  });

  it("names an object without a name after the resource, the same in preview and update", async () => {
    const first = await plugin.check(CONFIG_MAP, configMap(), undefined, "seed-1");
    const again = await plugin.check(CONFIG_MAP, configMap(), undefined, "seed-1");
    const other = await plugin.check(CONFIG_MAP, configMap(), undefined, "seed-2");
    expect(first.inputs["metadata"]).toEqual({
      name: expect.stringMatching(/^settings-[0-9a-z]{8}$/) as string,
      namespace: "shop",
      annotations: AUTONAMED,
    });
    expect(again.inputs).toEqual(first.inputs);
    expect(other.inputs).not.toEqual(first.inputs);
  });

  it("keeps the automatic name that an object has", async () => {
    const olds = configMap({ name: "settings-0badcafe", namespace: "shop", annotations: AUTONAMED });
    const { inputs } = await plugin.check(CONFIG_MAP, configMap({ labels: { team: "red" } }), olds);
    expect(inputs["metadata"]).toEqual({
      name: "settings-0badcafe",
      namespace: "shop",
      annotations: AUTONAMED,
      labels: { team: "red" },
    });
  });

  it("makes a new automatic name where the old one was the user's", async () => {
    const olds = configMap({ name: "chosen", namespace: "shop" });
    const { inputs } = await plugin.check(CONFIG_MAP, configMap(), olds);
    expect(inputs["metadata"]).toMatchObject({ name: expect.stringMatching(/^settings-/) as string });
  });

  it("leaves given names and namespaces as they are", async () => {
    const given = configMap({ name: "chosen", namespace: "elsewhere" });
    expect(await plugin.check(CONFIG_MAP, given)).toEqual({ inputs: given, reasons: [] });
  });

  it.each([
    ["kubernetes:core/v1:Namespace", "v1", "Namespace"],
    ["kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", "rbac.authorization.k8s.io/v1", "ClusterRole"],
    ["kubernetes:storage.k8s.io/v1:StorageClass", "storage.k8s.io/v1", "StorageClass"],
  ])("gives no namespace to %s", async (type, apiVersion, kind) => {
    const given = { apiVersion, kind, metadata: { name: "one" } };
    expect((await plugin.check({ type, name: "one" }, given)).inputs).toEqual(given);
  });

  it("knows the scope of a kind whose definition is in the same program", async () => {
    const definition = (kind: string, scope: string) => ({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `${kind.toLowerCase()}s.example.com` },
      spec: { group: "example.com", scope, names: { kind, plural: `${kind.toLowerCase()}s` }, versions: [] },
    });
    const type = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
    await plugin.check({ type, name: "hub" }, definition("Hub", "Cluster"));
    await plugin.check({ type, name: "spoke" }, definition("Spoke", "Namespaced"));
    const object = (kind: string) => ({ apiVersion: "example.com/v1", kind, metadata: { name: "one" } });
    const checked = (kind: string) =>
      plugin.check({ type: `kubernetes:example.com/v1:${kind}`, name: "one" }, object(kind));
    expect((await checked("Hub")).inputs["metadata"]).toEqual({ name: "one" });
    expect((await checked("Spoke")).inputs["metadata"]).toEqual({ name: "one", namespace: "shop" });
  });

  it("keeps secrets secret, and the contents of a Secret always", async () => {
    const given = configMap({ name: "one", namespace: "shop" }, { colour: secret("blue") as string });
    expect((await plugin.check(CONFIG_MAP, given)).inputs["data"]).toEqual({ colour: secret("blue") });

    const plain = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, stringData: { key: "value" } };
    const { inputs } = await plugin.check({ type: "kubernetes:core/v1:Secret", name: "s" }, plain);
    expect(inputs["stringData"]).toEqual(secret({ key: "value" }));
  });

  it("passes unknown values through, at any depth", async () => {
    const given = configMap({ name: UNKNOWN, namespace: "shop" }, { colour: UNKNOWN });
    expect((await plugin.check(CONFIG_MAP, given)).inputs).toEqual(given);
    const vague = { apiVersion: "v1", kind: "ConfigMap", metadata: UNKNOWN };
    expect((await plugin.check(CONFIG_MAP, vague)).inputs).toEqual(vague);
  });

  it("drops what only a server writes, and nulls", async () => {
    const pasted = configMap({
      name: "one",
      namespace: "shop",
      uid: "1",
      resourceVersion: "2",
      creationTimestamp: null,
      managedFields: [],
    });
    expect((await plugin.check(CONFIG_MAP, pasted)).inputs["metadata"]).toEqual({
      name: "one",
      namespace: "shop",
    });
  });

  it("refuses a Patch resource without a name and a generated name", async () => {
    const patch = { type: "kubernetes:core/v1:ConfigMapPatch", name: "p" };
    expect((await plugin.check(patch, configMap())).reasons).toEqual([
      expect.stringContaining("a Patch resource needs metadata.name"),
    ]);
    expect((await plugin.check(CONFIG_MAP, configMap({ generateName: "x-" }))).reasons).toEqual([
      expect.stringContaining("generateName does not go with server-side apply"),
    ]);
  });

  it("previews an object of an unreachable cluster as its inputs, and fails for real", async () => {
    const { inputs } = await plugin.check(CONFIG_MAP, configMap({ name: "one" }));
    expect(await plugin.create(CONFIG_MAP, inputs, { preview: true })).toEqual({
      id: "",
      properties: inputs,
    });
    await expect(plugin.create(CONFIG_MAP, inputs)).rejects.toThrow(
      "configured Kubernetes cluster is unreachable",
    );
  });
});
