import { FakeKubernetes } from "../../../../clients/kubernetes/fake/client.js";
import { type KubeObject, objectKey } from "../../../../model/shared/kubernetes-object.js";
import type { KindContext } from "../../../../providers/runtime/context.js";
import { LiveView } from "../../../../providers/workspace/sync/live-view.js";
import { marked } from "../../../../providers/workspace/sync/marks.js";
import { openWorkspace, type Workspace } from "../../../../providers/workspace/sync/workspace.js";

const CONFIG_MAP = { group: "", version: "v1", kind: "ConfigMap" };
const ref = { apiVersion: "v1", kind: "ConfigMap", namespace: "shop", name: "settings" };

function contextOn(cluster: FakeKubernetes, now: () => number = () => Date.now()): KindContext {
  return {
    urn: "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/workspace:Sync::shop",
    resource: "shop",
    scope: { installation: "abc123", project: "shop", stack: "dev" },
    token: "token",
    signal: new AbortController().signal,
    // The only target that is asked for is a cluster.
    target: <C>() => Promise.resolve(cluster as unknown as C),
    info: () => undefined,
    warn: () => undefined,
    status: () => undefined,
    now,
  };
}

/** Makes the workspace's one object, whatever was there before. */
async function make({ client, marks, fieldManager }: Workspace): Promise<KubeObject> {
  const { namespace, name } = ref;
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace, name } };
  return client.apply(marked(object, objectKey(object), marks), { fieldManager });
}

describe("an object that a watch has told to be gone", () => {
  let workspace: Workspace;
  let view: LiveView;
  let before: KubeObject;

  beforeEach(async () => {
    const cluster = new FakeKubernetes({ namespaces: ["shop"] });
    workspace = await openWorkspace(contextOn(cluster), { cluster: "lab", namespace: "shop", name: "shop" });
    before = await make(workspace);
    const { items, resourceVersion } = await workspace.client.list(CONFIG_MAP);
    view = new LiveView(workspace, {
      objects: new Map(items.map((item) => [objectKey(item), item])),
      scopes: [{ gvk: CONFIG_MAP, namespace: undefined, resourceVersion }],
    });
    const told = view.pause([CONFIG_MAP], 5_000);
    await workspace.client.delete(ref);
    await told;
    expect(view.objects.size).toBe(0);
  });

  afterEach(() => {
    view.close();
  });

  test("does not come back by an answer that was given before", () => {
    view.written(objectKey(before), before);
    expect(view.objects.size).toBe(0);
  });

  test("makes room for a new one of the same name", async () => {
    const after = await make(workspace);
    view.written(objectKey(after), after);
    expect(view.objects.get(objectKey(after))?.metadata.uid).toBe(after.metadata.uid);
  });
});

test("an object whose deletion no watch tells is missed at a later look, and not before one is due", async () => {
  const cluster = new FakeKubernetes({ namespaces: ["shop"] });
  let now = 0;
  const context = contextOn(cluster, () => now);
  const workspace = await openWorkspace(context, { cluster: "lab", namespace: "shop", name: "shop" });
  await make(workspace);
  const { items, resourceVersion } = await workspace.client.list(CONFIG_MAP);
  const view = new LiveView(workspace, {
    objects: new Map(items.map((item) => [objectKey(item), item])),
    scopes: [{ gvk: CONFIG_MAP, namespace: undefined, resourceVersion }],
  });
  jest.spyOn(cluster, "watch").mockImplementation(silence);
  await workspace.client.delete(ref);

  now = 29_000;
  await view.pause([CONFIG_MAP], 1);
  expect(view.objects.size).toBe(1);
  now = 30_000;
  await view.pause([CONFIG_MAP], 1);
  expect(view.objects.size).toBe(0);
  view.close();
});

/** A watch that tells nothing. */
async function* silence(): AsyncGenerator<never, void, undefined> {
  // Nothing is told.
}
