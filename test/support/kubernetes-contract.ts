import { randomBytes } from "node:crypto";
import { isKubeError, type KubeError } from "../../clients/kubernetes/errors.js";
import { refOf } from "../../clients/kubernetes/objects.js";
import type { KubernetesClient, KubeObject, WatchEvent } from "../../clients/kubernetes/types.js";

const CONFIG_MAP = { group: "", version: "v1", kind: "ConfigMap" };
const CRD = { group: "apiextensions.k8s.io", version: "v1", kind: "CustomResourceDefinition" };

/** What a failing call threw, for assertions on its reason and words. */
async function errorOf(call: Promise<unknown>): Promise<KubeError> {
  try {
    await call;
  } catch (error) {
    if (isKubeError(error)) return error;
    throw error;
  }
  throw new Error("the call succeeded");
}

/** Reads events until one satisfies the condition; answers all of them as `TYPE name`. */
async function eventsUntil(
  events: AsyncIterable<WatchEvent>,
  done: (event: WatchEvent) => boolean,
): Promise<string[]> {
  const seen: string[] = [];
  for await (const event of events) {
    seen.push(`${event.type} ${event.object.metadata.name ?? ""}`);
    if (done(event)) break;
  }
  return seen;
}

/** A custom kind with a status subresource, an associative list and a set, in a group of its own. */
function widgetDefinition(group: string): KubeObject {
  const object = (properties: object): object => ({ type: "object", properties });
  const tags = { type: "array", "x-kubernetes-list-type": "set", items: { type: "string" } };
  const parts = {
    type: "array",
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": ["id"],
    items: { ...object({ id: { type: "string" }, size: { type: "integer" } }), required: ["id"] },
  };
  const spec = object({
    size: { type: "integer" },
    parts,
    tags,
    labels: { type: "object", additionalProperties: { type: "string" } },
  });
  const schema = { openAPIV3Schema: object({ spec, status: object({ phase: { type: "string" } }) }) };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { plural: "widgets", singular: "widget", kind: "Widget", listKind: "WidgetList" },
      versions: [{ name: "v1", served: true, storage: true, schema, subresources: { status: {} } }],
    },
  };
}

/**
 * What every implementation of {@link KubernetesClient} has to do. It runs against the fake and against a real API
 * server, so that tests on the fake mean something.
 */
export function kubernetesContract(open: () => Promise<KubernetesClient>): void {
  const run = randomBytes(4).toString("hex");
  const group = `c${run}.contract.groundplan.dev`;
  let client: KubernetesClient;
  let namespace: string;
  let count = 0;

  const configMap = (
    name: string,
    data: Record<string, string>,
    labels: Record<string, string> = {},
  ): KubeObject => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace, ...(Object.keys(labels).length === 0 ? {} : { labels }) },
    data,
  });
  const ref = (name: string): { apiVersion: string; kind: string; namespace: string; name: string } => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    namespace,
    name,
  });
  const widget = (name: string, spec: unknown): KubeObject => ({
    apiVersion: `${group}/v1`,
    kind: "Widget",
    metadata: { name, namespace },
    spec,
  });

  beforeAll(async () => {
    client = await open();
    await client.apply(widgetDefinition(group), { fieldManager: "contract" });
    const gvk = { group, version: "v1", kind: "Widget" };
    await client.waitFor(
      { apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", name: `widgets.${group}` },
      (crd) => JSON.stringify(crd?.["status"] ?? {}).includes('"Established"'),
      { timeoutMs: 20_000 },
    );
    for (let tries = 0; (await client.resource(gvk)) === undefined && tries < 1000; tries++) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });

  beforeEach(async () => {
    count += 1;
    namespace = `contract-${run}-${count}`;
    await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  });

  afterAll(async () => {
    await client.delete({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      name: `widgets.${group}`,
    });
    const { items } = await client.list(
      { group: "", version: "v1", kind: "Namespace" },
      { metadataOnly: true },
    );
    const ours = items.filter((item) => item.metadata.name?.startsWith(`contract-${run}-`) === true);
    await Promise.all(ours.map((item) => client.delete(refOf(item))));
    await client.close();
  });

  describe("discovery", () => {
    test("knows built-in kinds with scope, plural and subresources", async () => {
      expect(await client.resource(CONFIG_MAP)).toMatchObject({
        plural: "configmaps",
        namespaced: true,
        group: "",
      });
      const deployment = await client.resource({ group: "apps", version: "v1", kind: "Deployment" });
      expect(deployment?.subresources).toEqual(expect.arrayContaining(["scale", "status"]));
      expect(await client.resource(CRD)).toMatchObject({ namespaced: false });
      const all = await client.resources();
      expect(all.map((resource) => resource.kind)).toEqual(
        expect.arrayContaining(["ConfigMap", "ClusterRole"]),
      );
    });

    test("knows a kind that was installed after the first question, and does not invent one", async () => {
      const gvk = { group, version: "v1", kind: "Widget" };
      expect(await client.resource(gvk)).toMatchObject({
        plural: "widgets",
        namespaced: true,
        subresources: ["status"],
      });
      expect(await client.resource({ ...gvk, kind: "Gadget" })).toBeUndefined();
      expect(await client.resource({ ...gvk, version: "v2" })).toBeUndefined();
    });
  });

  describe("reading", () => {
    test("what does not exist is undefined: object, namespace, kind", async () => {
      expect(await client.get(ref("nothing"))).toBeUndefined();
      expect(await client.get({ ...ref("nothing"), namespace: `${namespace}-absent` })).toBeUndefined();
      expect(await client.get({ ...ref("nothing"), apiVersion: "absent.example/v1" })).toBeUndefined();
    });

    test("a namespaced kind needs a namespace", async () => {
      const error = await errorOf(client.get({ apiVersion: "v1", kind: "ConfigMap", name: "a" }));
      expect(error.reason).toBe("BadRequest");
      expect(error.message).toContain("metadata.namespace");
    });

    test("pages are joined, and items say what they are", async () => {
      const names = ["a", "b", "c", "d", "e"];
      await Promise.all(names.map((name) => client.create(configMap(name, { name }))));
      const { items, resourceVersion } = await client.list(CONFIG_MAP, { namespace, pageSize: 2 });
      const ours = items.filter((item) => item.metadata.name !== "kube-root-ca.crt");
      expect(ours.map((item) => item.metadata.name)).toEqual(names);
      expect(ours.every((item) => item.apiVersion === "v1" && item.kind === "ConfigMap")).toBe(true);
      expect(Number(resourceVersion)).toBeGreaterThan(0);
    });

    test("labels and fields select, metadata comes alone on demand", async () => {
      await client.create(configMap("web", { a: "1" }, { app: "web", tier: "front" }));
      await client.create(configMap("api", { a: "1" }, { app: "api" }));
      await client.create(configMap("bare", { a: "1" }));
      const selected = async (labelSelector: string): Promise<(string | undefined)[]> =>
        (await client.list(CONFIG_MAP, { namespace, labelSelector })).items
          .map((item) => item.metadata.name)
          .sort();
      expect(await selected("app=web")).toEqual(["web"]);
      expect(await selected("app in (web, api),tier!=front")).toEqual(["api"]);
      expect(await selected("app,!tier")).toEqual(["api"]);
      expect(await selected("app notin (web),tier notin (x),app")).toEqual(["api"]);
      expect((await errorOf(client.list(CONFIG_MAP, { namespace, labelSelector: "a b" }))).reason).toBe(
        "BadRequest",
      );

      const one = await client.list(CONFIG_MAP, {
        namespace,
        fieldSelector: "metadata.name=web",
        metadataOnly: true,
      });
      expect(one.items).toHaveLength(1);
      expect(one.items[0]).toMatchObject({
        kind: "ConfigMap",
        metadata: { name: "web", labels: { app: "web" } },
      });
      expect(one.items[0]).not.toHaveProperty("data");
    });

    test("a kind that is not served is an empty list", async () => {
      const list = await client.list({ group: "absent.example", version: "v1", kind: "Absent" });
      expect(list).toEqual({ items: [], resourceVersion: "" });
    });
  });

  describe("creating", () => {
    test("gives uid, version and time, and refuses a taken name", async () => {
      const created = await client.create(configMap("a", { x: "1" }));
      expect(created).toMatchObject({
        kind: "ConfigMap",
        data: { x: "1" },
        metadata: { name: "a", namespace },
      });
      expect(created.metadata.uid).toMatch(/^[0-9a-f-]{36}$/);
      expect(created.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(await client.get(ref("a"))).toEqual(created);
      const error = await errorOf(client.create(configMap("a", {})));
      expect([error.reason, error.detail.status]).toEqual(["AlreadyExists", 409]);
      expect(error.message).toContain(`ConfigMap ${namespace}/a on ${client.server}`);
    });

    test("generateName makes different names", async () => {
      const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { generateName: "made-", namespace } };
      const [one, two] = [await client.create(object), await client.create(object)];
      expect(one.metadata.name).toMatch(/^made-.{5}$/);
      expect(two.metadata.name).not.toBe(one.metadata.name);
    });

    test("refuses absent namespaces and kinds, a resourceVersion, a bad name, a bad label", async () => {
      const elsewhere = { ...configMap("a", {}), metadata: { name: "a", namespace: `${namespace}-absent` } };
      expect((await errorOf(client.create(elsewhere))).reason).toBe("NotFound");
      expect((await errorOf(client.create({ ...configMap("a", {}), kind: "Absent" }))).reason).toBe(
        "NotFound",
      );
      const versioned = { ...configMap("a", {}), metadata: { name: "a", namespace, resourceVersion: "1" } };
      expect(["BadRequest", "Internal"]).toContain((await errorOf(client.create(versioned))).reason);
      const misnamed = await errorOf(client.create(configMap("Not_A_Name", {})));
      expect(misnamed.reason).toBe("Invalid");
      expect(misnamed.detail.causes?.map(({ field }) => field)).toEqual(["metadata.name"]);
      expect((await errorOf(client.create(configMap("a", {}, { app: "no spaces" })))).reason).toBe("Invalid");
    });

    test("a dry run stores nothing", async () => {
      expect(await client.create(configMap("a", { x: "1" }), { dryRun: true })).toMatchObject({
        data: { x: "1" },
      });
      expect(await client.get(ref("a"))).toBeUndefined();
    });
  });

  describe("replacing and patching", () => {
    test("a version makes a replacement a compare-and-swap", async () => {
      const created = await client.create(configMap("a", { x: "1" }));
      const replaced = await client.replace({ ...created, data: { x: "2" } });
      expect(replaced["data"]).toEqual({ x: "2" });
      expect(replaced.metadata.uid).toBe(created.metadata.uid);
      const error = await errorOf(client.replace({ ...created, data: { x: "3" } }));
      expect([error.reason, error.detail.conflicts]).toEqual(["Conflict", undefined]);
      expect((await errorOf(client.replace(configMap("absent", {})))).reason).toBe("NotFound");
    });

    test("a replacement that changes nothing keeps the version", async () => {
      const created = await client.create(configMap("a", { x: "1" }));
      expect((await client.replace(created)).metadata.resourceVersion).toBe(created.metadata.resourceVersion);
    });

    test("a merge patch sets and removes", async () => {
      await client.create(configMap("a", { x: "1", y: "2" }));
      const patched = await client.patch(ref("a"), { data: { x: null, z: "3" } }, { type: "merge" });
      expect(patched["data"]).toEqual({ y: "2", z: "3" });
      expect((await errorOf(client.patch(ref("absent"), {}, { type: "merge" }))).reason).toBe("NotFound");
    });

    test("a JSON patch applies as a whole or not at all", async () => {
      await client.create(configMap("a", { x: "1" }));
      const patched = await client.patch(
        ref("a"),
        [
          { op: "test", path: "/data/x", value: "1" },
          { op: "add", path: "/metadata/annotations", value: {} },
          { op: "add", path: "/metadata/annotations/example.com~1b", value: "2" },
          { op: "remove", path: "/data/x" },
        ],
        { type: "json" },
      );
      expect(patched.metadata.annotations).toEqual({ "example.com/b": "2" });
      expect(patched["data"] ?? {}).toEqual({});
    });

    test("a JSON patch whose test fails changes nothing", async () => {
      const created = await client.create(configMap("a", { x: "1" }));
      const operations = [
        { op: "add", path: "/data/y", value: "2" },
        { op: "test", path: "/data/x", value: "other" },
      ];
      expect((await errorOf(client.patch(ref("a"), operations, { type: "json" }))).reason).toBe("Invalid");
      expect(await client.get(ref("a"))).toEqual(created);
    });

    test("a patch with a stale version is refused", async () => {
      const created = await client.create(configMap("a", { x: "1" }));
      await client.patch(ref("a"), { data: { x: "2" } }, { type: "merge" });
      const patch = { metadata: { resourceVersion: created.metadata.resourceVersion }, data: { x: "3" } };
      expect((await errorOf(client.patch(ref("a"), patch, { type: "merge" }))).reason).toBe("Conflict");
    });
  });

  describe("server-side apply", () => {
    const as = (fieldManager: string, force = false): { fieldManager: string; force: boolean } => ({
      fieldManager,
      force,
    });

    test("creates, removes what is applied no more, and changes nothing when repeated", async () => {
      const first = await client.apply(configMap("a", { x: "1", y: "2" }), as("one"));
      expect(first["data"]).toEqual({ x: "1", y: "2" });
      const second = await client.apply(configMap("a", { x: "1" }), as("one"));
      expect(second["data"]).toEqual({ x: "1" });
      const third = await client.apply(configMap("a", { x: "1" }), as("one"));
      expect(third.metadata.resourceVersion).toBe(second.metadata.resourceVersion);
    });

    test("writes down who owns what", async () => {
      const applied = await client.apply(configMap("a", { x: "1" }, { app: "web" }), as("one"));
      expect(applied.metadata["managedFields"]).toMatchObject([
        {
          manager: "one",
          operation: "Apply",
          apiVersion: "v1",
          fieldsType: "FieldsV1",
          fieldsV1: { "f:data": { "f:x": {} }, "f:metadata": { "f:labels": { "f:app": {} } } },
        },
      ]);
    });

    test("a conflict names manager and field, and force takes the field", async () => {
      await client.apply(configMap("a", { x: "1", y: "1" }), as("one"));
      const error = await errorOf(client.apply(configMap("a", { x: "2" }), as("two")));
      expect([error.reason, error.detail.status]).toEqual(["Conflict", 409]);
      expect(error.detail.conflicts).toEqual([{ manager: "one", field: ".data.x" }]);
      expect(error.message).toContain('"one" (.data.x)');

      const forced = await client.apply(configMap("a", { x: "2" }), as("two", true));
      expect(forced["data"]).toEqual({ x: "2", y: "1" });
      const back = await errorOf(client.apply(configMap("a", { x: "1", y: "1" }), as("one")));
      expect(back.detail.conflicts).toEqual([{ manager: "two", field: ".data.x" }]);
    });

    test("a field with two owners stays until both have let go", async () => {
      await client.apply(configMap("a", { shared: "1", one: "1" }), as("one"));
      await client.apply(configMap("a", { shared: "1", two: "1" }), as("two"));
      const left = await client.apply(configMap("a", { one: "1" }), as("one"));
      expect(left["data"]).toEqual({ shared: "1", one: "1", two: "1" });
      const gone = await client.apply(configMap("a", { two: "1" }), as("two"));
      expect(gone["data"]).toEqual({ one: "1", two: "1" });
    });

    test("an ordinary write takes ownership", async () => {
      await client.apply(configMap("a", { x: "1" }), as("one"));
      await client.patch(ref("a"), { data: { x: "2" } }, { type: "merge", fieldManager: "editor" });
      const error = await errorOf(client.apply(configMap("a", { x: "1" }), as("one")));
      expect(error.detail.conflicts).toEqual([{ manager: "editor", field: ".data.x" }]);
    });

    test("a whole map that is applied no more disappears", async () => {
      await client.apply(configMap("a", { x: "1" }, { app: "web" }), as("one"));
      const bare = await client.apply(
        { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace } },
        as("one"),
      );
      expect(bare).not.toHaveProperty("data");
      expect(bare.metadata).not.toHaveProperty("labels");
    });

    test("finalizers are a set, and containers are told apart by name", async () => {
      const withFinalizers = (finalizers: string[]): KubeObject => {
        const { apiVersion, kind, metadata } = configMap("a", {});
        return {
          apiVersion,
          kind,
          metadata: finalizers.length === 0 ? metadata : { ...metadata, finalizers },
        };
      };
      await client.apply(withFinalizers(["example.com/one"]), as("one"));
      const both = await client.apply(withFinalizers(["example.com/two"]), as("two"));
      expect([...(both.metadata.finalizers ?? [])].sort()).toEqual(["example.com/one", "example.com/two"]);
      await client.apply(withFinalizers([]), as("one"));
      expect((await client.apply(withFinalizers([]), as("two"))).metadata.finalizers ?? []).toEqual([]);

      const deployment = (containers: object[]): KubeObject => ({
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name: "web", namespace },
        spec: {
          selector: { matchLabels: { app: "web" } },
          template: { metadata: { labels: { app: "web" } }, spec: { containers } },
        },
      });
      await client.apply(deployment([{ name: "web", image: "web:1" }]), as("one"));
      const sidecar = await client.apply(deployment([{ name: "proxy", image: "proxy:1" }]), as("two"));
      expect(sidecar).toMatchObject({
        spec: {
          template: {
            spec: {
              containers: expect.arrayContaining([expect.objectContaining({ name: "web" })]) as unknown,
            },
          },
        },
      });
      const error = await errorOf(client.apply(deployment([{ name: "web", image: "web:2" }]), as("two")));
      expect(error.detail.conflicts).toEqual([
        { manager: "one", field: '.spec.template.spec.containers[name="web"].image' },
      ]);
    });

    test("lists of custom resources follow their schema", async () => {
      await client.apply(widget("w", { parts: [{ id: "a", size: 1 }], tags: ["x"], size: 1 }), as("one"));
      const both = await client.apply(widget("w", { parts: [{ id: "b", size: 2 }], tags: ["y"] }), as("two"));
      expect(both["spec"]).toMatchObject({ size: 1 });
      const spec = both["spec"] as { parts: { id: string }[]; tags: string[] };
      expect(spec.parts.map(({ id }) => id).sort()).toEqual(["a", "b"]);
      expect([...spec.tags].sort()).toEqual(["x", "y"]);
      const left = await client.apply(widget("w", {}), as("one"));
      expect(left["spec"]).toEqual({ parts: [{ id: "b", size: 2 }], tags: ["y"] });
    });

    test("a stale version is refused, a dry run stores nothing, managedFields are not applied", async () => {
      const applied = await client.apply(configMap("a", { x: "1" }), as("one"));
      const planned = await client.apply(configMap("a", { x: "2" }), { ...as("one"), dryRun: true });
      expect(planned["data"]).toEqual({ x: "2" });
      expect(await client.get(ref("a"))).toEqual(applied);
      await client.apply(configMap("a", { x: "2" }), as("one"));
      const stale = configMap("a", { x: "3" });
      stale.metadata.resourceVersion = applied.metadata.resourceVersion ?? "";
      expect((await errorOf(client.apply(stale, as("one")))).reason).toBe("Conflict");
      expect((await errorOf(client.apply(applied, as("one")))).reason).toBe("BadRequest");
    });
  });

  describe("status and generation", () => {
    test("the status has its own door, and only the rest counts generations", async () => {
      const withStatus = { ...widget("w", { size: 1 }), status: { phase: "Ready" } };
      const created = await client.create(withStatus);
      expect(created).not.toHaveProperty("status");
      expect(created.metadata.generation).toBe(1);
      const patched = await client.patch(
        refOf(created),
        { status: { phase: "Ready" }, spec: { size: 9 } },
        { type: "merge", subresource: "status" },
      );
      expect(patched).toMatchObject({
        spec: { size: 1 },
        status: { phase: "Ready" },
        metadata: { generation: 1 },
      });
      const changed = await client.patch(
        refOf(created),
        { status: { phase: "Lost" }, spec: { size: 2 } },
        { type: "merge" },
      );
      expect(changed).toMatchObject({
        spec: { size: 2 },
        status: { phase: "Ready" },
        metadata: { generation: 2 },
      });
      const labelled = await client.patch(
        refOf(created),
        { metadata: { labels: { a: "b" } } },
        { type: "merge" },
      );
      expect(labelled.metadata.generation).toBe(2);
    });

    test("a custom resource is only replaced with its version", async () => {
      await client.create(widget("w", { size: 1 }));
      expect((await errorOf(client.replace(widget("w", { size: 2 })))).reason).toBe("Invalid");
    });
  });

  describe("deleting", () => {
    test("answers whether there was anything", async () => {
      await client.create(configMap("a", {}));
      expect(await client.delete(ref("a"), { dryRun: true })).toBe(true);
      expect(await client.delete(ref("a"))).toBe(true);
      expect(await client.delete(ref("a"))).toBe(false);
      expect(await client.delete({ ...ref("a"), apiVersion: "absent.example/v1" })).toBe(false);
    });

    test("a uid or version that is not the object's protects it", async () => {
      const created = await client.create(configMap("a", {}));
      expect(
        (await errorOf(client.delete(ref("a"), { uid: "00000000-0000-0000-0000-000000000000" }))).reason,
      ).toBe("Conflict");
      expect((await errorOf(client.delete(ref("a"), { resourceVersion: "1" }))).reason).toBe("Conflict");
      expect(await client.delete(ref("a"), { uid: created.metadata.uid ?? "" })).toBe(true);
    });

    test("finalizers hold an object back until the last one goes", async () => {
      const object = configMap("a", {});
      await client.create({ ...object, metadata: { ...object.metadata, finalizers: ["example.com/hold"] } });
      expect(await client.delete(ref("a"))).toBe(true);
      const held = await client.get(ref("a"));
      expect(held?.metadata.deletionTimestamp).toBeDefined();
      await client.patch(ref("a"), { metadata: { finalizers: null } }, { type: "merge" });
      expect(await client.get(ref("a"))).toBeUndefined();
    });
  });

  describe("watching", () => {
    test("reports what is there, then every change", async () => {
      await client.create(configMap("a", { x: "1" }, { watched: "yes" }));
      const events = client.watch(CONFIG_MAP, { namespace, labelSelector: "watched=yes" });
      const seen = eventsUntil(
        events,
        (event) => event.type === "DELETED" && event.object.metadata.name === "b",
      );
      await client.create(configMap("b", {}, { watched: "yes" }));
      await client.patch(ref("a"), { data: { x: "2" } }, { type: "merge" });
      await client.patch(ref("a"), { metadata: { labels: { watched: "no" } } }, { type: "merge" });
      await client.delete(ref("b"));
      const all = await seen;
      expect(all.filter((event) => event.endsWith(" a")).at(-1)).toBe("DELETED a");
      expect(all.filter((event) => event.endsWith(" b"))).toEqual(expect.arrayContaining(["DELETED b"]));
    });

    test("starts after a version", async () => {
      await client.create(configMap("before", {}));
      const { resourceVersion } = await client.list(CONFIG_MAP, { namespace });
      await client.create(configMap("after", { x: "1" }));
      await client.patch(ref("after"), { data: { x: "2" } }, { type: "merge" });
      const events = client.watch(CONFIG_MAP, {
        namespace,
        resourceVersion,
        fieldSelector: "metadata.name!=kube-root-ca.crt",
      });
      expect(await eventsUntil(events, (event) => event.type === "MODIFIED")).toEqual([
        "ADDED after",
        "MODIFIED after",
      ]);
    });

    test("ends quietly when it is aborted", async () => {
      const controller = new AbortController();
      await client.create(configMap("a", {}));
      const events = client.watch(CONFIG_MAP, {
        namespace,
        signal: controller.signal,
        fieldSelector: "metadata.name=a",
      });
      const seen: string[] = [];
      for await (const event of events) {
        seen.push(event.type);
        controller.abort();
      }
      expect(seen).toEqual(["ADDED"]);
    });

    test("a kind that is not served cannot be watched", async () => {
      const events = client.watch({ group: "absent.example", version: "v1", kind: "Absent" });
      expect((await errorOf(eventsUntil(events, () => true))).reason).toBe("NotFound");
    });
  });

  describe("waiting", () => {
    const value = (object: KubeObject | undefined): unknown =>
      (object?.["data"] as Record<string, string> | undefined)?.["x"];

    test("sees an object appear, change and go", async () => {
      const progress: unknown[] = [];
      const changed = client.waitFor(ref("a"), (object) => value(object) === "2", {
        timeoutMs: 20_000,
        onProgress: (object) => progress.push(value(object)),
      });
      await client.create(configMap("a", { x: "1" }));
      await client.patch(ref("a"), { data: { x: "2" } }, { type: "merge" });
      expect(value(await changed)).toBe("2");
      const gone = client.waitFor(ref("a"), (object) => object === undefined, { timeoutMs: 20_000 });
      await client.delete(ref("a"));
      expect(await gone).toBeUndefined();
    });

    test("gives up in time and says what it saw", async () => {
      const wait = client.waitFor(ref("a"), (object) => object !== undefined, {
        timeoutMs: 300,
        describe: (object) => (object === undefined ? "nobody has made it" : "it is there"),
      });
      const error = await errorOf(wait);
      expect(error.reason).toBe("Timeout");
      expect(error.message).toContain("not as expected after 0.3 s: nobody has made it");
      expect(error.message).toContain(`ConfigMap ${namespace}/a`);
    });

    test("ends with what the predicate throws, and when it is aborted", async () => {
      await expect(
        client.waitFor(
          ref("a"),
          () => {
            throw new RangeError("has failed");
          },
          { timeoutMs: 20_000 },
        ),
      ).rejects.toThrow("has failed");
      const controller = new AbortController();
      const wait = client.waitFor(ref("a"), (object) => object !== undefined, {
        timeoutMs: 20_000,
        signal: controller.signal,
        onProgress: () => {
          controller.abort();
        },
      });
      expect((await errorOf(wait)).message).toContain("stopped waiting");
    });
  });

  test("raw requests answer with status and body", async () => {
    expect((await client.request("GET", "/readyz")).status).toBe(200);
    expect((await client.request("GET", "/version")).body).toMatchObject({ major: "1" });
    expect((await client.request("GET", "/absent")).status).toBe(404);
    const review = {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes: { verb: "get", resource: "configmaps", namespace } },
    };
    const answer = await client.request(
      "POST",
      "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
      review,
    );
    expect(answer.body).toMatchObject({ status: { allowed: true } });
  });
}
