import { type KubeObject, objectKey } from "../../../../model/shared/kubernetes-object.js";
import { hook, manifest, type Traits, widgetDefinition, withOptions } from "./manifests.js";
import { MemoryCluster } from "./memory-cluster.js";
import { Operation, type Sync } from "./operation.js";

let cluster: MemoryCluster;
beforeEach(() => {
  cluster = new MemoryCluster();
});

const config = manifest("ConfigMap", "config");
const CONFIG = objectKey(config);

function result(
  object: KubeObject,
  sync: Sync = {},
  targets: readonly KubeObject[] = [],
): string | undefined {
  const operation = Operation.sync(cluster, targets, { ...sync, owned: [cluster.put(object)] });
  operation.finish();
  return operation.results()[`Sync ${object.kind}/${object.metadata.name ?? ""}`];
}

describe("pruning", () => {
  it("removes an object that no manifest names", () => {
    expect(result(config)).toBe("Pruned Succeeded pruned");
    expect(cluster.objects.size).toBe(0);
  });

  const rows: [string, KubeObject, Sync, string][] = [
    ["pruning is off", config, { prune: false }, "PruneSkipped Succeeded ignored (requires pruning)"],
    [
      "the object says Prune=true, but pruning is off",
      withOptions(config, "Prune=true"),
      { prune: false },
      "PruneSkipped Succeeded ignored (requires pruning)",
    ],
    [
      "the object says Prune=false",
      withOptions(config, "Prune=false"),
      {},
      "PruneSkipped Succeeded ignored (no prune)",
    ],
    [
      "the workspace says Prune=false",
      config,
      { syncOptions: ["Prune=false"] },
      "PruneSkipped Succeeded ignored (no prune)",
    ],
    [
      "the object overrides it",
      withOptions(config, "Prune=true"),
      { syncOptions: ["Prune=false"] },
      "Pruned Succeeded pruned",
    ],
    [
      "the object says nonsense",
      withOptions(config, "Prune=flase"),
      {},
      'PruneSkipped Succeeded ignored (sync option Prune cannot be "flase")',
    ],
    [
      "Helm keeps it",
      manifest("ConfigMap", "config", { annotations: { "helm.sh/resource-policy": "keep" } }),
      {},
      "PruneSkipped Succeeded ignored (helm.sh/resource-policy: keep)",
    ],
    [
      "the object waits for confirmation",
      withOptions(config, "Prune=confirm"),
      {},
      `PruneSkipped Succeeded waiting for pruning confirmation of ConfigMap/config: list ${CONFIG} under approvePrune`,
    ],
    [
      "the workspace waits for confirmation",
      config,
      { syncOptions: ["Prune=confirm"] },
      `PruneSkipped Succeeded waiting for pruning confirmation of ConfigMap/config: list ${CONFIG} under approvePrune`,
    ],
    [
      "the removal is confirmed",
      withOptions(config, "Prune=confirm"),
      { approvePrune: [CONFIG] },
      "Pruned Succeeded pruned",
    ],
    [
      "another removal is confirmed",
      withOptions(config, "Prune=confirm"),
      { approvePrune: [`${CONFIG}2`] },
      `PruneSkipped Succeeded waiting for pruning confirmation of ConfigMap/config: list ${CONFIG} under approvePrune`,
    ],
  ];
  it.each(rows)("when %s", (_name, object, sync, expected) => {
    expect(result(object, sync)).toBe(expected);
    expect(cluster.objects.size).toBe(expected.startsWith("Pruned") ? 0 : 1);
  });

  const protectedKinds: [string, (traits?: Traits) => KubeObject][] = [
    ["Namespace", (traits) => manifest("Namespace", "old", traits)],
    ["CustomResourceDefinition", widgetDefinition],
    ["PersistentVolumeClaim", (traits) => manifest("PersistentVolumeClaim", "data", traits)],
  ];
  describe.each(protectedKinds)("of a %s", (kind, make) => {
    it("happens only when the object itself says so", () => {
      const stays = `PruneSkipped Succeeded ignored (a ${kind} is removed only if it says groundplan.dev/sync-options: Prune=true)`;
      expect(result(make())).toBe(stays);
      expect(result(make(), { approvePrune: [objectKey(make())] })).toBe(stays);
      expect(result(make(), { syncOptions: ["Prune=true"] })).toBe(stays);
      expect(result(withOptions(make(), "Prune=confirm"))).toContain("waiting for pruning confirmation");
      expect(result(withOptions(make(), "Prune=confirm"), { approvePrune: [objectKey(make())] })).toBe(
        "Pruned Succeeded pruned",
      );
      expect(result(withOptions(make(), "Prune=true"))).toBe("Pruned Succeeded pruned");
    });
  });

  it("never takes a namespace or a definition in which something stays", () => {
    const namespace = withOptions(manifest("Namespace", "shop"), "Prune=true");
    expect(result(namespace, {}, [config])).toBe(
      "PruneSkipped Succeeded ignored (ConfigMap shop/config stays)",
    );
    const definition = withOptions(widgetDefinition(), "Prune=true");
    const widget = withOptions(manifest("Widget", "w", { namespace: "other" }), "Prune=false");
    const operation = Operation.sync(cluster, [], { owned: [cluster.put(definition), cluster.put(widget)] });
    operation.finish();
    expect(operation.results()["Sync CustomResourceDefinition/widgets.example.org"]).toBe(
      "PruneSkipped Succeeded ignored (Widget other/w stays)",
    );
  });

  it("does not delete twice what is going already, nor what is gone", () => {
    const going = cluster.put({
      ...config,
      metadata: { ...config.metadata, finalizers: ["example.org/slow"] },
    });
    cluster.delete(CONFIG);
    const gone = { ...cluster.put(manifest("ConfigMap", "gone")) };
    cluster.remove(objectKey(gone));
    const operation = Operation.sync(cluster, [], { owned: [going, gone] });
    expect(operation.step()?.message).toBe("waiting for deletion of ConfigMap/config");
    cluster.release(CONFIG, "example.org/slow");
    expect(operation.step()).toBeUndefined();
    expect(cluster.writes).toEqual([]);
    expect(operation.results()).toEqual({
      "Sync ConfigMap/config": "Pruned Succeeded pruned",
      "Sync ConfigMap/gone": "Pruned Succeeded pruned",
    });
  });

  it("does not take an object that was made anew meanwhile", () => {
    const owned = [cluster.put(config)];
    const operation = Operation.sync(cluster, [], { owned });
    cluster.remove(CONFIG);
    cluster.put(config);
    operation.finish();
    expect(cluster.writes).toEqual([]);
    expect(cluster.objects.has(CONFIG)).toBe(true);
  });

  it("that fails, fails the sync", () => {
    cluster.failing.set(CONFIG, "forbidden");
    const operation = Operation.sync(cluster, [], { owned: [cluster.put(config)] });
    operation.finish();
    expect(operation.results()).toEqual({ "Sync ConfigMap/config": "SyncFailed Failed forbidden" });
    expect(operation.state).toMatchObject({
      phase: "Failed",
      message: "one or more objects failed to apply, reason: forbidden",
    });
  });

  it("waits for a wave to be gone before the next, and no longer than a wave may take", () => {
    const slow = manifest("ConfigMap", "slow", { wave: 1 });
    const held = { ...slow, metadata: { ...slow.metadata, finalizers: ["example.org/slow"] } };
    const early = manifest("ConfigMap", "early", { wave: 0 });
    const operation = Operation.sync(cluster, [], { owned: [cluster.put(held), cluster.put(early)] });
    const wait = operation.step();
    expect(wait).toMatchObject({
      message: "waiting for deletion of ConfigMap/slow",
      watch: [objectKey(slow)],
    });
    expect(cluster.log()).toEqual(["delete ConfigMap/shop/slow"]);
    operation.passTime(wait);
    expect(operation.step()).toBeUndefined();
    expect(operation.state.message).toBe(
      "one or more synchronization tasks completed unsuccessfully, reason: " +
        "ConfigMap/slow: is still being deleted after 10m, held by example.org/slow",
    );
  });

  it("comes last with PruneLast, wave by wave otherwise the other way round", () => {
    const owned = [1, 2, 3].map((wave) => cluster.put(manifest("ConfigMap", `old${wave}`, { wave })));
    Operation.sync(cluster, [manifest("ConfigMap", "new", { wave: 2 })], { owned }).finish();
    expect(cluster.log()).toEqual([
      "delete ConfigMap/shop/old3",
      "delete ConfigMap/shop/old2",
      "apply ConfigMap/shop/new",
      "delete ConfigMap/shop/old1",
    ]);
    const other = new MemoryCluster();
    const still = [1, 2, 3].map((wave) => other.put(manifest("ConfigMap", `old${wave}`, { wave })));
    Operation.sync(other, [manifest("ConfigMap", "new", { wave: 2 })], {
      owned: still,
      syncOptions: ["PruneLast=true"],
    }).finish();
    expect(other.log()[0]).toBe("apply ConfigMap/shop/new");
  });
});

describe("the deletion of everything", () => {
  it("goes from the highest wave down, one wave at a time, hooks around it", () => {
    const before = hook("PreDelete", "before");
    const after = hook("PostDelete", "after");
    for (const wave of [-1, 0, 2]) cluster.put(manifest("ConfigMap", `c${wave}`, { wave }));
    const operation = Operation.deletion(cluster, [before, after, config]);
    expect(operation.step()?.message).toBe("waiting for completion of hook batch/Job/before");
    expect(cluster.objects.size).toBe(4);
    cluster.setHealth(objectKey(before), "Healthy");
    expect(operation.step()?.watch).toEqual([objectKey(after)]);
    expect(cluster.log().filter((line) => line.startsWith("delete "))).toEqual([
      "delete ConfigMap/shop/c2",
      "delete ConfigMap/shop/c0",
      "delete ConfigMap/shop/c-1",
    ]);
    cluster.setHealth(objectKey(after), "Healthy");
    expect(operation.step()).toBeUndefined();
    expect(operation.state).toMatchObject({ phase: "Succeeded", message: "successfully deleted" });
    expect([...cluster.objects.keys()]).toEqual([]);
  });

  it("is blocked by a PreDelete hook that fails, which is removed so that it can run again", () => {
    const before = hook("PreDelete", "before");
    cluster.put(config);
    const operation = Operation.deletion(cluster, [before]);
    operation.step();
    cluster.setHealth(objectKey(before), "Degraded", "backup failed");
    expect(operation.step()).toBeUndefined();
    expect(operation.state.phase).toBe("Failed");
    expect(operation.state.message).toContain("batch/Job/before: backup failed");
    expect([...cluster.objects.keys()]).toEqual([CONFIG]);
  });

  it("waits until what is held is gone, and takes hooks of earlier syncs with it", () => {
    const old = hook("PreSync", "old");
    cluster.put({ ...old, metadata: { ...old.metadata, finalizers: ["groundplan.dev/hook-finalizer"] } });
    cluster.put({ ...config, metadata: { ...config.metadata, finalizers: ["example.org/slow"] } });
    const operation = Operation.deletion(cluster, []);
    expect(operation.step()).toMatchObject({ message: "waiting for deletion of ConfigMap/config" });
    expect(cluster.objects.has(objectKey(old))).toBe(false);
    cluster.release(CONFIG, "example.org/slow");
    expect(operation.step()).toBeUndefined();
    expect(operation.state.phase).toBe("Succeeded");
  });

  it.each([
    [withOptions(config, "Delete=false"), [], "ignored (Delete=false)"],
    [config, ["Delete=false"], "ignored (Delete=false)"],
    [
      manifest("ConfigMap", "config", { annotations: { "helm.sh/resource-policy": "keep" } }),
      [],
      "ignored (helm.sh/resource-policy: keep)",
    ],
    [
      manifest("PersistentVolumeClaim", "config"),
      [],
      "ignored (a PersistentVolumeClaim is removed only if it says groundplan.dev/sync-options: Delete=true)",
    ],
  ])("leaves %j with options %j", (object, syncOptions, reason) => {
    cluster.put(object);
    const operation = Operation.deletion(cluster, [], syncOptions);
    operation.finish();
    expect(operation.results()).toEqual({
      [`Sync ${object.kind}/config`]: `PruneSkipped Succeeded ${reason}`,
    });
    expect(cluster.objects.size).toBe(1);
  });

  it("takes definitions and namespaces that say so after everything else", () => {
    cluster.put(withOptions(manifest("Namespace", "shop"), "Prune=true"));
    cluster.put(withOptions(widgetDefinition({ wave: 9 }), "Delete=true"));
    cluster.put(manifest("Widget", "w", { wave: -4 }));
    const operation = Operation.deletion(cluster, []);
    operation.finish();
    expect(cluster.log()).toEqual([
      "delete Widget/shop/w",
      "delete CustomResourceDefinition//widgets.example.org",
      "delete Namespace//shop",
    ]);
  });

  it("takes a namespace after the PostDelete hooks that run in it", () => {
    const after = hook("PostDelete", "after", { wave: 4 });
    cluster.put(withOptions(manifest("Namespace", "shop"), "Delete=true"));
    const operation = Operation.deletion(cluster, [after]);
    operation.finish();
    expect(cluster.log()).toEqual([
      "apply Job/shop/after",
      "remove-finalizer Job/shop/after",
      "delete Namespace//shop",
      "delete-hook Job/shop/after",
    ]);
  });
});
