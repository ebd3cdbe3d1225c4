import { KubeError } from "../../../clients/kubernetes/errors.js";
import { FakeKubernetes } from "../../../clients/kubernetes/fake/client.js";
import { refOf } from "../../../clients/kubernetes/objects.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";

function configMap(name: string, extra: Partial<KubeObject["metadata"]> = {}): KubeObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: "default", ...extra },
    data: { x: "1" },
  };
}

describe("the fake's own abilities", () => {
  test("requests are kept in order, with what was sent", async () => {
    const kube = new FakeKubernetes();
    await kube.apply(configMap("a"), { fieldManager: "m", force: true });
    await kube.get(refOf(configMap("a")));
    await kube.list(
      { group: "", version: "v1", kind: "ConfigMap" },
      { namespace: "default", labelSelector: "a=b" },
    );
    expect(kube.requests).toMatchObject([
      {
        verb: "apply",
        kind: "ConfigMap",
        namespace: "default",
        name: "a",
        options: { fieldManager: "m", force: true },
        body: { data: { x: "1" } },
      },
      { verb: "get", name: "a" },
      { verb: "list", namespace: "default", options: { labelSelector: "a=b" } },
    ]);
  });

  test("a fault before the effect leaves nothing, one after it loses only the answer", async () => {
    const kube = new FakeKubernetes();
    const lost = new KubeError("Unreachable", { what: "gone", where: "wire", status: 0 });
    const before = kube.inject((request, moment) =>
      request.verb === "create" && moment === "before" ? lost : undefined,
    );
    await expect(kube.create(configMap("a"))).rejects.toBe(lost);
    expect(kube.objects()).toEqual([]);
    before();
    const after = kube.inject((request, moment) =>
      request.verb === "create" && moment === "after" ? lost : undefined,
    );
    await expect(kube.create(configMap("a"))).rejects.toBe(lost);
    expect(kube.objects()).toHaveLength(1);
    after();
    await expect(kube.create(configMap("a"))).rejects.toMatchObject({ reason: "AlreadyExists" });
  });

  test("what is answered cannot be used to reach into the cluster", async () => {
    const kube = new FakeKubernetes();
    const created = await kube.create(configMap("a"));
    created.metadata.name = "other";
    (created["data"] as Record<string, string>)["x"] = "2";
    expect(kube.peek(refOf(configMap("a")))).toMatchObject({ metadata: { name: "a" }, data: { x: "1" } });
  });

  test("seeds are somebody else's work: another manager, statuses and namespaces included", async () => {
    const kube = new FakeKubernetes({ kinds: [{ group: "example.com", version: "v1", kind: "Widget" }] });
    const widget = {
      apiVersion: "example.com/v1",
      kind: "Widget",
      metadata: { name: "w", namespace: "shop" },
      spec: { a: 1 },
      status: { ready: true },
    };
    const [seeded] = kube.seed(widget);
    expect(seeded).toMatchObject({ status: { ready: true }, metadata: { generation: 1 } });
    const { apiVersion, kind, metadata } = widget;
    const changed = { apiVersion, kind, metadata, spec: { a: 2 } };
    await expect(kube.apply(changed, { fieldManager: "m" })).rejects.toMatchObject({
      detail: { conflicts: [{ manager: "seed", field: ".spec.a" }] },
    });
    const [again] = kube.seed({ ...widget, spec: { a: 3 } });
    expect(again).toMatchObject({ spec: { a: 3 }, metadata: { uid: seeded?.metadata.uid, generation: 2 } });
  });

  describe("with garbage collection", () => {
    const family = async (): Promise<{ kube: FakeKubernetes; owner: KubeObject }> => {
      const kube = new FakeKubernetes({ garbageCollection: true });
      const owner = await kube.create(configMap("owner"));
      const reference = { apiVersion: "v1", kind: "ConfigMap", name: "owner", uid: owner.metadata.uid ?? "" };
      const child = await kube.create(configMap("child", { ownerReferences: [reference] }));
      await kube.create(
        configMap("grandchild", {
          ownerReferences: [{ ...reference, name: "child", uid: child.metadata.uid ?? "" }],
        }),
      );
      return { kube, owner };
    };
    const names = (kube: FakeKubernetes): (string | undefined)[] =>
      kube.objects().map((object) => object.metadata.name);

    test("dependents go with their owner", async () => {
      const { kube, owner } = await family();
      await kube.delete(refOf(owner), { propagation: "Background" });
      expect(names(kube)).toEqual([]);
    });

    test("orphans stay", async () => {
      const { kube, owner } = await family();
      await kube.delete(refOf(owner), { propagation: "Orphan" });
      expect(names(kube)).toEqual(["child", "grandchild"]);
      expect(kube.peek(refOf(configMap("child")))?.metadata.ownerReferences ?? []).toEqual([]);
    });

    test("in the foreground the owner waits for its dependents", async () => {
      const { kube, owner } = await family();
      await kube.patch(
        refOf(configMap("child")),
        { metadata: { finalizers: ["example.com/hold"] } },
        { type: "merge" },
      );
      await kube.delete(refOf(owner), { propagation: "Foreground" });
      expect(kube.peek(refOf(owner))?.metadata.deletionTimestamp).toBeDefined();
      await kube.patch(refOf(configMap("child")), { metadata: { finalizers: null } }, { type: "merge" });
      expect(names(kube)).toEqual([]);
    });
  });

  test("a namespace takes its objects with it, and waits for those that are held", async () => {
    const kube = new FakeKubernetes({ namespaces: ["shop"] });
    const namespace = { apiVersion: "v1", kind: "Namespace", name: "shop" };
    kube.seed({ ...configMap("free"), metadata: { name: "free", namespace: "shop" } });
    kube.seed({
      ...configMap("held"),
      metadata: { name: "held", namespace: "shop", finalizers: ["example.com/hold"] },
    });
    await kube.delete(namespace);
    expect(kube.peek(namespace)).toMatchObject({ status: { phase: "Terminating" } });
    await expect(
      kube.create({ ...configMap("late"), metadata: { name: "late", namespace: "shop" } }),
    ).rejects.toMatchObject({ reason: "Forbidden" });
    await kube.patch(
      { ...namespace, kind: "ConfigMap", namespace: "shop", name: "held" },
      { metadata: { finalizers: null } },
      { type: "merge" },
    );
    expect(kube.peek(namespace)).toBeUndefined();
    expect(kube.objects()).toEqual([]);
  });

  test("a list whose snapshot expires between pages starts over", async () => {
    const kube = new FakeKubernetes();
    kube.seed(configMap("a"), configMap("b"), configMap("c"));
    let expired = false;
    kube.inject(({ verb, options }, moment) => {
      if (verb !== "list" || moment !== "before" || !("continue" in options) || expired) return undefined;
      expired = true;
      kube.seed(configMap("d"));
      return new KubeError("Expired", { what: "too old", where: "page", status: 410 });
    });
    const { items } = await kube.list({ group: "", version: "v1", kind: "ConfigMap" }, { pageSize: 2 });
    expect(items.map((item) => item.metadata.name)).toEqual(["a", "b", "c", "d"]);
  });

  test("logs and raw answers are what the test says", async () => {
    const kube = new FakeKubernetes({
      respond: (method, path) => (path === "/mine" ? { status: 200, body: method } : undefined),
    });
    kube.setLogs({ namespace: "default", name: "p" }, "one\ntwo\n");
    expect(await kube.logs({ namespace: "default", name: "p" }, { tailLines: 1 })).toBe("two\n");
    await expect(kube.logs({ namespace: "default", name: "absent" })).rejects.toMatchObject({
      reason: "NotFound",
    });
    expect(await kube.request("GET", "/mine")).toEqual({ status: 200, body: "GET" });
    expect((await kube.request("GET", "/readyz")).status).toBe(200);
  });
});
