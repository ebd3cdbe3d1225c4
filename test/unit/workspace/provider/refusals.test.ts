import type { KubeObject } from "../../../../clients/kubernetes/types.js";
import { KubeError } from "../../../../clients/kubernetes/errors.js";
import { Failure } from "../../../../model/shared/errors.js";
import { configMap, hook } from "../../../contract/workspace/objects.js";
import { World } from "./world.js";

const foreign: KubeObject = configMap("a", { x: "theirs" });

describe("what a plan refuses, before anything is written", () => {
  test("an object that somebody else has made, unless it is adopted", async () => {
    const world = new World();
    world.cluster.seed(foreign);
    const inputs = world.inputs([configMap("a", { x: "ours" }), configMap("b")]);
    await expect(world.plan(inputs)).rejects.toThrow(/ConfigMap shop\/a: it exists already.*adopt: true/s);
    await expect(world.up(inputs)).rejects.toThrow(/adopt: true/);
    expect(world.writesSince(0)).toEqual([]);
  });

  test("an object of another stack, and with FailOnSharedResource even when adopted", async () => {
    const world = new World();
    const other = "other/shop/prod/workspaces/shop/shop//ConfigMap/shop/a";
    world.cluster.seed({
      ...foreign,
      metadata: { ...foreign.metadata, annotations: { "groundplan.dev/owner": other } },
    });
    const objects = [configMap("a", { x: "ours" })];
    await expect(world.plan(world.inputs(objects))).rejects.toThrow(`belongs to ${other}`);
    const strict = world.inputs(objects, { adopt: true, syncOptions: ["FailOnSharedResource=true"] });
    await expect(world.plan(strict)).rejects.toThrow("Shared resource found");
    expect((await world.plan(world.inputs(objects, { adopt: true, force: true })))?.notes?.join()).toContain(
      "taken over",
    );
  });

  test("unknown kinds, missing namespaces, bad objects and refusals of the server, all at once", async () => {
    const world = new World();
    world.cluster.inject((request) =>
      request.name === "denied"
        ? new KubeError("Forbidden", {
            what: "the policy says no",
            where: "ConfigMap shop/denied",
            status: 403,
          })
        : undefined,
    );
    const elsewhere = { ...configMap("b"), metadata: { name: "b", namespace: "nowhere" } };
    const unknown = {
      apiVersion: "example.com/v1",
      kind: "Thing",
      metadata: { name: "t", namespace: "shop" },
    };
    const failure = await world
      .plan(world.inputs([configMap("denied"), elsewhere, unknown, hook("denied", "PreSync")]))
      .catch((error: unknown) => String(error));
    expect(failure).toContain("the policy says no");
    expect(failure).toContain('namespace "nowhere" does not exist');
    expect(failure).toContain("the server does not serve Thing in example.com/v1");
    expect(failure).toContain("hook Job.batch shop/denied");
    expect(failure).toContain("4 things stand in the way, and nothing was done");
  });

  test.each(["Unreachable", "Unavailable"] as const)(
    "everything when the cluster is %s, with the way to preview without it",
    async (reason) => {
      const world = new World();
      const inputs = world.inputs([configMap("a")]);
      world.cluster.inject(
        () => new KubeError(reason, { what: "no answer", where: "https://lab", status: 0 }),
      );
      const error: unknown = await world.plan(inputs).catch((thrown: unknown) => thrown);
      // What is merely unreachable lets the rest of the stack go on.
      expect(error).toBeInstanceOf(Failure);
      expect(error).not.toBeInstanceOf(KubeError);
      expect(String(error)).toMatch(/https:\/\/lab.*no answer.*preview: offline/);
      const offline = await world.plan({ ...inputs, preview: "offline" });
      expect(offline?.steps).toEqual([expect.stringContaining("ConfigMap shop/a")]);
    },
  );

  test("nothing at all, unless that is meant", async () => {
    const world = new World();
    await expect(world.plan(world.inputs([]))).rejects.toThrow("allowEmpty");
    expect(await world.plan(world.inputs([], { allowEmpty: true }))).toMatchObject({ steps: [] });
  });
});

describe("adoption", () => {
  test("takes the fields of kubectl and removes what is not declared any more", async () => {
    const world = new World();
    await world.cluster.apply(configMap("a", { x: "1", old: "2" }), { fieldManager: "kubectl" });
    const inputs = world.inputs([configMap("a", { x: "3" })], { adopt: true });
    const [line = ""] = (await world.plan(inputs))?.steps ?? [];
    expect(line).toContain('data.x: "1" → "3"');
    expect(line).toContain('data.old: "2" → (none)');
    expect(line).not.toContain("groundplan.dev/owner");
    const known = await world.up(inputs);
    const adopted = world.cluster.peek({ apiVersion: "v1", kind: "ConfigMap", namespace: "shop", name: "a" });
    expect(adopted?.["data"]).toEqual({ x: "3" });
    expect(await world.plan(inputs, known)).toMatchObject({ steps: [] });
  });
});

describe("what stays", () => {
  test("objects that are not declared any more are kept and told unless prune is set", async () => {
    const world = new World();
    const known = await world.up(world.inputs([configMap("a"), configMap("b")]));
    const fewer = world.inputs([configMap("a")]);
    const plan = await world.plan(fewer, known);
    expect(plan?.steps).toEqual([]);
    expect(plan?.notes?.join()).toContain("ConfigMap shop/b");
    const second = await world.up(fewer, known);
    expect(second.outputs.status).toMatchObject({ sync: { status: "OutOfSync" } });
    const third = await world.up({ ...fewer, prune: true }, second);
    expect(world.present()).toEqual(["ConfigMap/a", "ConfigMap/groundplan-workspace-shop"]);
    expect(third.outputs.status).toMatchObject({ sync: { status: "Synced" } });
  });

  test("copies of the marks on objects that controllers made, and marked objects that are not in the inventory", async () => {
    const world = new World();
    const known = await world.up(world.inputs([configMap("a")], { prune: true }));
    const own = world.cluster.peek({ apiVersion: "v1", kind: "ConfigMap", namespace: "shop", name: "a" });
    const copy = { ...own?.metadata, name: "copy" };
    world.cluster.seed({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: "copy",
        namespace: "shop",
        labels: copy.labels ?? {},
        annotations: copy.annotations ?? {},
      },
    });
    const owner = String(copy.annotations?.["groundplan.dev/owner"]).replace(/a$/, "stray");
    world.cluster.seed({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: "stray",
        namespace: "shop",
        labels: copy.labels ?? {},
        annotations: { ...copy.annotations, "groundplan.dev/owner": owner },
      },
    });
    const plan = await world.plan(known.inputs, known);
    expect(plan?.steps).toEqual([]);
    expect(plan?.notes?.join()).toContain("ConfigMap shop/stray bears this workspace's marks");
    await world.delete(known);
    expect(world.present()).toEqual(["ConfigMap/copy", "ConfigMap/stray"]);
  });
});

test("a namespace and a definition that the sync makes come first, and what needs them is not tried beforehand", async () => {
  const world = new World();
  const crd: KubeObject = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "things.example.com", annotations: { "groundplan.dev/sync-options": "Prune=true" } },
    spec: {
      group: "example.com",
      names: { kind: "Thing", plural: "things" },
      scope: "Namespaced",
      versions: [{ name: "v1", served: true, storage: true }],
    },
  };
  const thing = { apiVersion: "example.com/v1", kind: "Thing", metadata: { name: "t", namespace: "fresh" } };
  const inputs = world.inputs([thing, crd], { namespace: "fresh", createNamespace: true });
  const plan = await world.plan(inputs);
  expect(plan?.steps.join("\n")).toMatch(
    /Namespace fresh[^]*CustomResourceDefinition[^]*Thing fresh\/t.*not tried/,
  );
  const known = await world.up(inputs);
  expect(world.writesSince(0)).toEqual([
    "apply Namespace/fresh",
    "apply CustomResourceDefinition/things.example.com",
    "apply Thing/t",
  ]);
  expect(await world.plan(inputs, known)).toMatchObject({ steps: [] });
  await world.delete(known);
  expect(world.present()).toEqual([]);
});
