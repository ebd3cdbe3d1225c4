import { configMap, job, yaml } from "../../support/workspace-manifests.js";
import { workspaceScene } from "../../support/workspace-scene.js";
import { createdSince } from "../../support/workspace-traffic.js";

const NAME = "hooks";

const successes = yaml(
  configMap("made-anew", {}, { hook: "PreSync", "hook-delete-policy": "BeforeHookCreation" }),
  configMap("without-policy", {}, { hook: "PostSync" }),
  configMap("goes-with-success", {}, { hook: "PreSync", "hook-delete-policy": "HookSucceeded" }),
  configMap("goes-with-failure", {}, { hook: "PostSync", "hook-delete-policy": "HookFailed" }),
  job("vanishes", "true", { hook: "PreSync" }, { ttlSecondsAfterFinished: 0 }),
  configMap("alarm", {}, { hook: "SyncFail" }),
  unnamed(),
);

/** A hook that the sync names. */
function unnamed() {
  const hook = configMap("", {}, { hook: "PreSync" });
  const { annotations = {} } = hook.metadata;
  return { ...hook, metadata: { generateName: "run-", annotations } };
}

describe("hooks", () => {
  const scene = workspaceScene(NAME, { makesNamespace: false });
  let revision: string;

  beforeAll(async () => {
    scene.declare({
      prune: true,
      syncOptions: ["CreateNamespace=true"],
      namespaceMetadata: { labels: { team: "blue" } },
    });
    scene.repository.commit({
      "value.yaml": yaml(configMap("value", { is: "one" })),
      "hooks.yaml": successes,
    });
    await scene.make("up");
  });

  const uidOf = async (name: string): Promise<string | undefined> =>
    (await scene.find("ConfigMap", name))?.metadata.uid;
  const valueIs = async (): Promise<unknown> => (await scene.find("ConfigMap", "value"))?.["data"];
  const runs = async (): Promise<string[]> =>
    (
      await scene.kubernetes.list({ group: "", version: "v1", kind: "ConfigMap" }, { namespace: NAME })
    ).items.flatMap(({ metadata: { name = "" } }) => (name.startsWith("run-") ? [name] : []));

  test("each delete policy does what it says when hooks succeed; SyncFail does not run", async () => {
    expect(await uidOf("made-anew")).toBeDefined();
    expect(await uidOf("without-policy")).toBeDefined();
    expect(await uidOf("goes-with-failure")).toBeDefined();
    expect(await uidOf("goes-with-success")).toBeUndefined();
    expect(await uidOf("alarm")).toBeUndefined();
  });

  test("a Job that vanishes as soon as it is done does not hold the sync up", async () => {
    await scene.kubernetes.waitFor(
      { apiVersion: "batch/v1", kind: "Job", namespace: NAME, name: "vanishes" },
      (object) => object === undefined,
      { timeoutMs: 30_000 },
    );
    expect(await scene.summary()).toMatchObject({ sync: "Synced" });
  });

  test("another commit runs them anew: the old ones go first, and unnamed ones get names of their own", async () => {
    const before = await Promise.all(["made-anew", "without-policy", "goes-with-failure"].map(uidOf));
    revision = scene.repository.commit({ "value.yaml": yaml(configMap("value", { is: "two" })) });
    await scene.make("up");
    const after = await Promise.all(["made-anew", "without-policy", "goes-with-failure"].map(uidOf));
    expect(after.map((uid, index) => uid === before[index])).toEqual([false, false, true]);
    const names = await runs();
    expect(names).toHaveLength(2);
    expect(names).toContainEqual(
      expect.stringMatching(new RegExp(`^run-${revision.slice(0, 7)}-presync-\\d+$`)),
    );
  });

  test("one that fails before the sync stops it; SyncFail runs, and the failed one goes", async () => {
    scene.repository.commit({
      "value.yaml": yaml(configMap("value", { is: "three" })),
      "failing.yaml": yaml(
        job("failing", "exit 3", { hook: "PreSync", "sync-wave": "1", "hook-delete-policy": "HookFailed" }),
      ),
    });
    const mark = scene.audit.mark();
    const run = await scene.stack.make("up");
    expect(run.code).not.toBe(0);
    expect(run.output).toContain("one or more synchronization tasks completed unsuccessfully");
    expect(run.output).toContain("batch/Job/failing");
    expect(await valueIs()).toEqual({ is: "two" });
    const created = createdSince(scene.audit, mark);
    expect(created).toContain("jobs/failing");
    expect(created.at(-1)).toBe("configmaps/alarm");
    expect(created).not.toContain("configmaps/without-policy");
    expect(await scene.find("Job", "failing", "batch/v1")).toBeUndefined();
  });

  test("the next commit puts it right", async () => {
    scene.repository.commit({ "failing.yaml": undefined });
    await scene.make("up");
    expect(await valueIs()).toEqual({ is: "three" });
    expect((await scene.stack.preview()).changes).toEqual([]);
  });

  test("destroy leaves no hook behind, and the namespace that the sync has made", async () => {
    await scene.make("destroy");
    const { items } = await scene.kubernetes.list(
      { group: "", version: "v1", kind: "ConfigMap" },
      { namespace: NAME },
    );
    expect(items.map(({ metadata }) => metadata.name)).toEqual(["kube-root-ca.crt"]);
    expect(await scene.find("Job", "failing", "batch/v1")).toBeUndefined();
    const namespace = await scene.find("Namespace", NAME);
    expect(namespace?.metadata.labels).toMatchObject({ team: "blue" });
    expect(namespace?.metadata.deletionTimestamp).toBeUndefined();
  });
});
