import { connectKubernetes } from "../../../clients/kubernetes/connect.js";
import type { KubernetesClient } from "../../../clients/kubernetes/types.js";
import { type FakeEngine, startFakeEngine } from "../../support/fake-engine.js";
import {
  ProviderError,
  secret,
  startPlugin,
  urnOf,
  type PluginProcess,
  type Properties,
  type Resource,
} from "../../support/plugin-process.js";
import { until } from "../../support/until.js";
import { testKubeconfig } from "../kubernetes-client/kubeconfig.js";

jest.setTimeout(180_000);

const NAMESPACE = `plugin-${process.pid}`;
const CONFIG_MAP: Resource = { type: "kubernetes:core/v1:ConfigMap", name: "settings" };

/** One resource as the engine takes it through its life. */
class Life {
  id = "";
  state: Properties = {};
  inputs: Properties = {};

  constructor(
    private readonly plugin: PluginProcess,
    readonly resource: Resource,
  ) {}

  async check(news: Properties): Promise<Properties> {
    const olds = this.id === "" ? undefined : this.inputs;
    const { inputs, reasons } = await this.plugin.check(this.resource, news, olds);
    expect(reasons).toEqual([]);
    return inputs;
  }

  async create(news: Properties, timeout?: number): Promise<this> {
    this.inputs = await this.check(news);
    const options = timeout === undefined ? {} : { timeout };
    const { id, properties } = await this.plugin.create(this.resource, this.inputs, options);
    this.id = id;
    this.state = properties;
    return this;
  }

  async diff(news: Properties) {
    return this.plugin.diff(this.resource, this.id, this.state, await this.check(news));
  }

  async update(news: Properties, ignoreChanges: string[] = []): Promise<this> {
    this.inputs = await this.check(news);
    this.state = await this.plugin.update(this.resource, this.id, this.state, this.inputs, { ignoreChanges });
    return this;
  }

  async preview(news: Properties): Promise<Properties> {
    return this.plugin.update(this.resource, this.id, this.state, await this.check(news), { preview: true });
  }

  async refresh(): Promise<boolean> {
    const found = await this.plugin.read(this.resource, this.id, this.state, this.inputs);
    if (found === undefined) return false;
    this.state = found.properties;
    this.inputs = found.inputs;
    return true;
  }

  async delete(timeout?: number): Promise<void> {
    await this.plugin.delete(this.resource, this.id, this.state, timeout);
  }
}

const configMap = (name: string, data: Properties, metadata: Properties = {}): Properties => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: NAMESPACE, ...metadata },
  data,
});

describe("the kubernetes stand-in against a real API server", () => {
  let plugin: PluginProcess;
  let engine: FakeEngine;
  let client: KubernetesClient;
  let kubeconfig: string;
  const life = (resource: Resource = CONFIG_MAP) => new Life(plugin, resource);
  const live = (name: string) =>
    client.get({ apiVersion: "v1", kind: "ConfigMap", namespace: NAMESPACE, name });

  beforeAll(async () => {
    kubeconfig = await testKubeconfig();
    client = await connectKubernetes({ kubeconfig: { path: kubeconfig } });
    await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
    engine = await startFakeEngine();
    plugin = await startPlugin("kubernetes", { engine: engine.address });
    await plugin.configure({ kubeconfig, enableConfigMapMutable: "true" });
  });

  afterAll(async () => {
    await client.delete({ apiVersion: "v1", kind: "Namespace", name: NAMESPACE });
    await client.close();
    await plugin.stop();
    engine.kill();
  });

  it("creates, finds nothing to do, updates in place and deletes", async () => {
    const one = await life().create(configMap("life", { colour: "blue" }));
    expect(one.id).toBe(`${NAMESPACE}/life`);
    expect(one.state).toMatchObject({
      metadata: { uid: expect.any(String) as string },
      data: { colour: "blue" },
    });
    expect(one.state["__fieldManager"]).toMatch(/^pulumi-kubernetes-[0-9a-f]{8}$/);
    expect((await one.diff(configMap("life", { colour: "blue" }))).changes).toBe(false);

    const red = configMap("life", { colour: "red", size: "4" });
    expect((await one.diff(red)).details).toEqual({ "data.colour": "update", "data.size": "add" });
    const previewed = await one.preview(red);
    expect(previewed["data"]).toEqual({ colour: "red", size: "4" });
    expect((await live("life"))?.["data"]).toEqual({ colour: "blue" });

    await one.update(red);
    expect((await live("life"))?.["data"]).toEqual({ colour: "red", size: "4" });
    // What is no longer given goes: server-side apply with the same manager.
    await one.update(configMap("life", { size: "4" }));
    expect((await live("life"))?.["data"]).toEqual({ size: "4" });

    await one.delete();
    expect(await live("life")).toBeUndefined();
    await one.delete();
  });

  it("previews a create with what the server would make of it, and stores nothing", async () => {
    const service = { type: "kubernetes:core/v1:Service", name: "web" };
    const inputs = {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "previewed", namespace: NAMESPACE },
      spec: { ports: [{ port: 80 }], selector: { app: "web" } },
    };
    const { id, properties } = await plugin.create(service, inputs, { preview: true });
    expect(id).toBe("");
    expect(properties).toMatchObject({ spec: { type: "ClusterIP", ports: [{ port: 80, protocol: "TCP" }] } });
    expect(properties["status"]).toBeUndefined();
    expect(
      await client.get({ apiVersion: "v1", kind: "Service", namespace: NAMESPACE, name: "previewed" }),
    ).toBeUndefined();
  });

  it("previews as inputs what the server cannot try: new namespaces, new kinds, objects to be replaced", async () => {
    const elsewhere = configMap("one", {}, { namespace: "not-there-yet" });
    expect(await plugin.create(CONFIG_MAP, elsewhere, { preview: true })).toEqual({
      id: "",
      properties: elsewhere,
    });
    const other = { apiVersion: "example.org/v1", kind: "Nothing", metadata: { name: "one" } };
    const resource = { type: "kubernetes:example.org/v1:Nothing", name: "one" };
    expect(await plugin.create(resource, other, { preview: true })).toEqual({ id: "", properties: other });
    const existing = await life().create(configMap("existing", { a: "1" }));
    const again = configMap("existing", { a: "2" });
    expect(await plugin.create(CONFIG_MAP, again, { preview: true })).toEqual({ id: "", properties: again });
    await existing.delete();
  });

  it("refuses in preview what the server would refuse", async () => {
    const bad = configMap("Not_A_Name", {});
    await expect(plugin.create(CONFIG_MAP, bad, { preview: true })).rejects.toThrow("metadata.name");
  });

  it("does not take over an object that exists, unless told to", async () => {
    await client.create({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "taken", namespace: NAMESPACE },
      data: { a: "1" },
    });
    await expect(life().create(configMap("taken", { b: "2" }))).rejects.toThrow(
      /already exists.*upsertExistingObjects/s,
    );
    expect((await live("taken"))?.["data"]).toEqual({ a: "1" });

    const upserting = await startPlugin("kubernetes");
    await upserting.configure({ kubeconfig, upsertExistingObjects: "true" });
    await new Life(upserting, CONFIG_MAP).create(configMap("taken", { b: "2" }));
    expect((await live("taken"))?.["data"]).toEqual({ a: "1", b: "2" });
    await upserting.stop();
  });

  it("names the managers and the fields of a conflict, and takes the fields with patchForce", async () => {
    const one = await life().create(configMap("contested", { a: "1" }));
    const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: NAMESPACE, name: "contested" };
    await client.patch(ref, { data: { a: "theirs" } }, { type: "merge", fieldManager: "another-tool" });

    await expect(one.update(configMap("contested", { a: "2" }))).rejects.toThrow(
      /Server-Side Apply field conflict.*pulumi-kubernetes-[0-9a-f]{8}.*"another-tool" owns \.data\.a.*patchForce/s,
    );
    expect((await live("contested"))?.["data"]).toEqual({ a: "theirs" });
    await one.update(
      configMap("contested", { a: "2" }, { annotations: { "pulumi.com/patchForce": "true" } }),
    );
    expect((await live("contested"))?.["data"]).toEqual({ a: "2" });
  });

  it("takes over what people have done with kubectl: it sets what is given and removes the rest", async () => {
    const one = await life().create(configMap("edited", { a: "1" }));
    const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: NAMESPACE, name: "edited" };
    const edit = { type: "merge", fieldManager: "kubectl-edit" } as const;
    await client.patch(ref, { data: { a: "theirs", more: "1" } }, edit);
    await client.patch(
      ref,
      { metadata: { labels: { kept: "yes" } } },
      { ...edit, fieldManager: "controller" },
    );
    await one.update(configMap("edited", { a: "2" }));
    const object = await live("edited");
    expect(object?.["data"]).toEqual({ a: "2" });
    expect(object?.metadata.labels).toEqual({ kept: "yes" });
  });

  it("leaves an ignored field to the one who manages it", async () => {
    const one = await life().create(configMap("ignoring", { a: "1", b: "1" }));
    const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: NAMESPACE, name: "ignoring" };
    await client.patch(ref, { data: { a: "theirs" } }, { type: "merge", fieldManager: "another-tool" });
    await one.update(configMap("ignoring", { a: "1", b: "2" }), ["data.a"]);
    expect((await live("ignoring"))?.["data"]).toEqual({ a: "theirs", b: "2" });
  });

  it("shows drift of the given fields, field by field, and nothing that others add", async () => {
    const wanted = configMap("drifting", { a: "1", b: "1" });
    const one = await life().create(wanted);
    const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: NAMESPACE, name: "drifting" };
    await client.patch(
      ref,
      { data: { a: "drifted", c: "new" }, metadata: { labels: { x: "y" } } },
      { type: "merge" },
    );

    expect(await one.refresh()).toBe(true);
    expect(one.inputs).toEqual(configMap("drifting", { a: "drifted", b: "1" }));
    expect((await one.diff(wanted)).details).toEqual({ "data.a": "update" });

    await client.delete(ref);
    expect(await one.refresh()).toBe(false);
  });

  it("reads an object of which only the name is known", async () => {
    await life().create(configMap("imported", { a: "1" }));
    const found = await plugin.read(CONFIG_MAP, `${NAMESPACE}/imported`, {}, {});
    expect(found?.inputs).toEqual(configMap("imported", { a: "1" }));
  });

  it("never shows what a Secret holds", async () => {
    const resource = { type: "kubernetes:core/v1:Secret", name: "secret" };
    const one = await life(resource).create({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "secret", namespace: NAMESPACE },
      stringData: { key: "canary-value" },
    });
    expect(one.state["data"]).toEqual(secret({ key: Buffer.from("canary-value").toString("base64") }));
    expect(one.state["__inputs"]).toMatchObject({ stringData: secret({ key: "canary-value" }) });
    await one.refresh();
    expect(one.inputs["stringData"]).toEqual(secret({ key: "canary-value" }));
    expect((await one.diff(one.inputs)).changes).toBe(false);
    expect(JSON.stringify(engine.lines)).not.toContain("canary-value");
  });

  it("saves an object that does not become ready, with the reason", async () => {
    const resource = { type: "kubernetes:apps/v1:Deployment", name: "stuck" };
    const creating = life(resource).create(deployment("stuck", {}, { "pulumi.com/timeoutSeconds": "1" }));
    const error = await creating.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ProviderError);
    const { saved } = error as ProviderError;
    expect(saved?.id).toBe(`${NAMESPACE}/stuck`);
    expect(saved?.reasons[0]).toMatch(/not ready after 1 s: /);
    expect(saved?.properties).toMatchObject({ kind: "Deployment", __inputs: { kind: "Deployment" } });
    expect(engine.about(urnOf(resource), true)).toContainEqual(expect.stringMatching(/^waiting: /));
  });

  it("does not wait for what asks not to be waited for", async () => {
    const resource = { type: "kubernetes:apps/v1:Deployment", name: "unwaited" };
    const one = await life(resource).create(deployment("unwaited", {}, { "pulumi.com/skipAwait": "true" }));
    await one.delete();
  });

  it("waits for what an object itself says is ready, and gives in to a custom timeout", async () => {
    const wait = {
      "pulumi.com/waitFor": '["jsonpath={.data.state}=done", "jsonpath={.metadata.labels.ready}"]',
    };
    const creating = life().create(configMap("awaited", { a: "1" }, { annotations: wait }));
    await until("the ConfigMap", () => live("awaited"));
    const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: NAMESPACE, name: "awaited" };
    await client.patch(ref, { data: { state: "done" } }, { type: "merge" });
    await client.patch(ref, { metadata: { labels: { ready: "yes" } } }, { type: "merge" });
    expect((await creating).state).toMatchObject({ data: { a: "1", state: "done" } });

    const never = { "pulumi.com/waitFor": "condition=Ready" };
    await expect(life().create(configMap("never", {}, { annotations: never }), 1)).rejects.toThrow(
      "not ready after 1 s: condition Ready=True (now absent)",
    );
  });

  it("waits for a definition, then creates its objects, whatever their scope", async () => {
    const group = `g${process.pid}.example.com`;
    const definition = {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: `hubs.${group}` },
      spec: {
        group,
        scope: "Cluster",
        names: { kind: "Hub", plural: "hubs" },
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: "object", x_kubernetes_preserve_unknown_fields: true } },
          },
        ],
      },
    };
    const type = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
    const hub = { apiVersion: `${group}/v1`, kind: "Hub", metadata: { name: "one" }, spec: { size: 1 } };
    const crd = await life({ type, name: "hubs" }).create(definition);
    const one = await life({ type: `kubernetes:${group}/v1:Hub`, name: "one" }).create(hub);
    expect(one.id).toBe("one");
    expect((await one.diff(hub)).changes).toBe(false);
    expect((await crd.diff(definition)).changes).toBe(false);

    const [version] = definition.spec.versions;
    const more: Properties = {
      ...definition,
      spec: { ...definition.spec, versions: [version, { ...version, name: "v2", storage: false }] },
    };
    await crd.update(more);
    expect((await crd.diff(more)).changes).toBe(false);
    await crd.delete();
    // The kind is gone, and with it the object.
    expect(await one.refresh()).toBe(false);
    await one.delete();
  });

  it("changes fields of someone else's object and gives them up again", async () => {
    await client.create({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "theirs", namespace: NAMESPACE },
      data: { a: "1" },
    });
    const patch = await life({ type: "kubernetes:core/v1:ConfigMapPatch", name: "p" }).create(
      configMap("theirs", { b: "2" }),
    );
    expect((await live("theirs"))?.["data"]).toEqual({ a: "1", b: "2" });
    await patch.delete();
    expect((await live("theirs"))?.["data"]).toEqual({ a: "1" });
  });

  it("waits until an object is really gone, and says what holds it", async () => {
    const held = await life().create(configMap("held", {}, { finalizers: ["example.com/hold"] }));
    await expect(held.delete(1)).rejects.toThrow("held by the finalizers example.com/hold");
    const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: NAMESPACE, name: "held" };
    const deleting = held.delete();
    await client.patch(ref, { metadata: { finalizers: null } }, { type: "merge" });
    await deleting;
    expect(await live("held")).toBeUndefined();
  });

  it("leaves a namespace that cannot be deleted, without what it had set there", async () => {
    const resource = { type: "kubernetes:core/v1:Namespace", name: "default" };
    const upserting = await startPlugin("kubernetes");
    await upserting.configure({ kubeconfig, upsertExistingObjects: "true" });
    const labels = { [`plugin-${process.pid}`]: "x" };
    const one = new Life(upserting, resource);
    await one.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "default", labels } });
    await one.delete();
    const namespace = await client.get({ apiVersion: "v1", kind: "Namespace", name: "default" });
    expect(namespace?.metadata.labels).not.toMatchObject(labels);
    await upserting.stop();
  });

  it("ends its waits when the user interrupts", async () => {
    const other = await startPlugin("kubernetes");
    await other.configure({ kubeconfig });
    const annotations = { "pulumi.com/waitFor": "condition=Ready" };
    const creating = new Life(other, CONFIG_MAP).create(configMap("interrupted", {}, { annotations }));
    await until("the ConfigMap", () => live("interrupted"));
    await other.cancel();
    await expect(creating).rejects.toThrow("interrupted while waiting");
    other.signal("SIGINT");
    expect(await other.exited).toBe(0);
  });

  it("works without server-side apply where it is switched off", async () => {
    const other = await startPlugin("kubernetes");
    await other.configure({ kubeconfig, enableServerSideApply: "false", enableConfigMapMutable: "true" });
    const one = await new Life(other, CONFIG_MAP).create(configMap("client-side", { a: "1", b: "1" }));
    await one.update(configMap("client-side", { a: "2" }));
    expect((await live("client-side"))?.["data"]).toEqual({ a: "2" });
    await one.delete();
    await other.stop();
  });
});

function deployment(name: string, spec: Properties, annotations: Properties): Properties {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: NAMESPACE, annotations },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: "c", image: "nothing:1" }] },
      },
      ...spec,
    },
  };
}
