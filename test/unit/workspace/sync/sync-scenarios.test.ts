import { objectKey } from "../../../../model/shared/kubernetes-object.js";
import { hook, manifest, widgetDefinition, withOptions } from "./manifests.js";
import { MemoryCluster } from "./memory-cluster.js";
import { Operation } from "./operation.js";

let cluster: MemoryCluster;
beforeEach(() => {
  cluster = new MemoryCluster();
});

const web = manifest("Deployment", "web");
const WEB = objectKey(web);

describe("a sync", () => {
  it("of nothing succeeds", () => {
    const operation = Operation.sync(cluster, []);
    expect(operation.finish()).toMatchObject({
      phase: "Succeeded",
      message: "successfully synced (no more tasks)",
      finishedAt: "2026-01-01T00:00:00.000Z",
    });
    expect(operation.recorded).toHaveLength(1);
  });

  it("writes kind after kind, with results in that order", () => {
    const targets = [web, manifest("ConfigMap", "b"), manifest("Secret", "s"), manifest("ConfigMap", "a")];
    const operation = Operation.sync(cluster, targets);
    operation.finish();
    expect(cluster.writes.map(({ key, group }) => `${group} ${key}`)).toEqual([
      "2 /Secret/shop/s",
      "3 /ConfigMap/shop/a",
      "3 /ConfigMap/shop/b",
      "4 apps/Deployment/shop/web",
    ]);
    const orders = Object.entries(operation.state.results).sort(
      ([, left], [, right]) => left.order - right.order,
    );
    expect(orders.map(([id, { order }]) => `${order} ${id}`)).toEqual([
      "1 Sync:/Secret/shop/s",
      "2 Sync:/ConfigMap/shop/a",
      "3 Sync:/ConfigMap/shop/b",
      "4 Sync:apps/Deployment/shop/web",
    ]);
  });

  it("waits for the health of a wave before the next, and of the last one", () => {
    const api = manifest("Deployment", "api", { wave: 1 });
    const operation = Operation.sync(cluster, [web, manifest("ConfigMap", "c"), api]);
    expect(operation.step()).toMatchObject({
      message: "waiting for healthy state of apps/Deployment/web",
      watch: [WEB],
      until: "2026-01-01T00:10:00.000Z",
    });
    expect(operation.state.message).toBe("waiting for healthy state of apps/Deployment/web");
    expect(cluster.objects.has(objectKey(api))).toBe(false);
    cluster.setHealth(WEB, "Healthy");
    expect(operation.step()?.watch).toEqual([objectKey(api)]);
    cluster.setHealth(objectKey(api), "Healthy");
    expect(operation.step()).toBeUndefined();
    expect(operation.state).toMatchObject({
      phase: "Succeeded",
      message: "successfully synced (no more tasks)",
    });
    expect(operation.results()).toEqual({
      "Sync ConfigMap/c": "Synced Succeeded created",
      "Sync Deployment/web": "Synced Succeeded created",
      "Sync Deployment/api": "Synced Succeeded created",
    });
  });

  it("does not wait for the last wave when nobody asks for it", () => {
    const api = manifest("Deployment", "api", { wave: 1 });
    const operation = Operation.sync(cluster, [web, api], { settings: { waitForHealth: false } });
    expect(operation.step()?.watch).toEqual([WEB]);
    cluster.setHealth(WEB, "Healthy");
    expect(operation.step()).toBeUndefined();
    expect(operation.state).toMatchObject({
      phase: "Succeeded",
      message: "successfully synced (all tasks run)",
    });
    expect(operation.results()["Sync Deployment/api"]).toBe("Synced Running created");
  });

  it("counts what else it waits for", () => {
    const operation = Operation.sync(cluster, [
      web,
      manifest("Deployment", "a"),
      manifest("Deployment", "b"),
    ]);
    expect(operation.step()?.message).toBe(
      "waiting for healthy state of apps/Deployment/a and 2 more resources",
    );
  });

  it("leaves what is unchanged alone, but waits for its health", () => {
    cluster.put(web);
    const operation = Operation.sync(cluster, [web, manifest("ConfigMap", "c", { wave: 1 })], {
      differs: (key) => key !== WEB,
    });
    expect(operation.step()?.watch).toEqual([WEB]);
    cluster.setHealth(WEB, "Healthy");
    expect(operation.step()).toBeUndefined();
    expect(cluster.log()).toEqual(["apply ConfigMap/shop/c"]);
    expect(operation.results()["Sync Deployment/web"]).toBe("Synced Succeeded unchanged");
  });

  it("has no result for what is in sync with ApplyOutOfSyncOnly, cluster-scoped objects included", () => {
    const role = manifest("ClusterRole", "r");
    const operation = Operation.sync(cluster, [web, role, manifest("ConfigMap", "c")], {
      syncOptions: ["ApplyOutOfSyncOnly=true"],
      differs: (key) => key !== WEB && key !== objectKey(role),
    });
    operation.finish();
    expect(Object.keys(operation.results())).toEqual(["Sync ConfigMap/c"]);
  });

  it("pauses between waves, but not before the first nor after the last", () => {
    const operation = Operation.sync(
      cluster,
      [manifest("ConfigMap", "a"), manifest("ConfigMap", "b", { wave: 1 })],
      {
        settings: { waveDelayMs: 2000 },
      },
    );
    const wait = operation.step();
    expect(cluster.log()).toEqual(["apply ConfigMap/shop/a"]);
    expect(wait).toMatchObject({
      message: "waiting before the next wave",
      until: "2026-01-01T00:00:02.000Z",
    });
    cluster.now += 1000;
    expect(operation.step()?.until).toBe("2026-01-01T00:00:02.000Z");
    operation.passTime(wait);
    expect(operation.step()).toBeUndefined();
    expect(operation.state).toMatchObject({ phase: "Succeeded", finishedAt: "2026-01-01T00:00:02.000Z" });
  });
});

describe("a sync that fails", () => {
  it("goes on with the other groups of the wave, but not with the next wave", () => {
    cluster.failing.set("/ConfigMap/shop/a", "ConfigMap shop/a: admission denied");
    const operation = Operation.sync(cluster, [
      manifest("ConfigMap", "a"),
      web,
      manifest("ConfigMap", "z", { wave: 1 }),
    ]);
    expect(operation.step()).toBeUndefined();
    expect(cluster.log()).toEqual(["apply ConfigMap/shop/a", "apply Deployment/shop/web"]);
    expect(operation.state).toMatchObject({
      phase: "Failed",
      message: "one or more objects failed to apply, reason: ConfigMap shop/a: admission denied",
    });
    expect(operation.results()).toEqual({
      "Sync ConfigMap/a": "SyncFailed Failed ConfigMap shop/a: admission denied",
      "Sync Deployment/web": "Synced Running created",
    });
  });

  it("names each reason once", () => {
    cluster.failing.set("/ConfigMap/shop/a", "quota").set("/ConfigMap/shop/b", "quota").set(WEB, "denied");
    const operation = Operation.sync(cluster, [manifest("ConfigMap", "a"), manifest("ConfigMap", "b"), web]);
    expect(operation.finish().message).toBe("one or more objects failed to apply, reason: quota, denied");
  });

  it("names the first 20 reasons and counts the others", () => {
    const maps = Array.from({ length: 23 }, (_, index) => manifest("ConfigMap", `m${index + 10}`));
    for (const map of maps) cluster.failing.set(objectKey(map), `${map.metadata.name ?? ""} denied`);
    const { message } = Operation.sync(cluster, maps).finish();
    expect(message).toContain("reason: m10 denied, m11 denied");
    expect(message).toMatch(/m29 denied, and 3 more$/);
  });

  it("does so when an object is degraded, and says why", () => {
    const operation = Operation.sync(cluster, [web]);
    operation.step();
    cluster.setHealth(WEB, "Degraded", "crash loop");
    expect(operation.step()).toBeUndefined();
    expect(operation.state).toMatchObject({
      phase: "Failed",
      message:
        "one or more synchronization tasks completed unsuccessfully, reason: apps/Deployment/web: crash loop",
    });
  });

  it("gives a degraded object some time, since its status may be from before", () => {
    const operation = Operation.sync(cluster, [web], { settings: { degradedGraceMs: 5000 } });
    operation.step();
    cluster.setHealth(WEB, "Degraded", "old trouble");
    expect(operation.step()?.until).toBe("2026-01-01T00:00:05.000Z");
    cluster.now += 3000;
    cluster.setHealth(WEB, "Progressing");
    expect(operation.step()?.until).toBe("2026-01-01T00:10:00.000Z");
    cluster.setHealth(WEB, "Degraded", "new trouble");
    const wait = operation.step();
    expect(wait?.until).toBe("2026-01-01T00:00:08.000Z");
    operation.passTime(wait);
    expect(operation.step()).toBeUndefined();
    expect(operation.state.message).toContain("new trouble");
  });

  it("does so when a wave takes too long", () => {
    const operation = Operation.sync(cluster, [web]);
    operation.passTime(operation.step());
    expect(operation.step()).toBeUndefined();
    expect(operation.state).toMatchObject({ phase: "Failed" });
    expect(operation.state.message).toContain("apps/Deployment/web: is not healthy after 10m: starting");
  });

  it("does so when an object vanishes meanwhile", () => {
    const operation = Operation.sync(cluster, [web]);
    operation.step();
    cluster.remove(WEB);
    expect(operation.step()).toBeUndefined();
    expect(operation.results()["Sync Deployment/web"]).toBe(
      "SyncFailed Error Resource apps/Deployment/web is missing, it might have been deleted",
    );
    expect(operation.state).toMatchObject({
      phase: "Failed",
      message:
        "one or more synchronization tasks completed unsuccessfully, reason: Resource apps/Deployment/web is missing, it might have been deleted",
    });
  });
});

describe("the destination namespace", () => {
  const namespaceToMake = { name: "shop", labels: { team: "a" } };

  it("is made before anything else", () => {
    const operation = Operation.sync(cluster, [hook("PreSync", "early", { wave: -3 }), web], {
      namespaceToMake,
    });
    operation.finish();
    expect(cluster.log().slice(0, 2)).toEqual(["apply Namespace//shop", "apply Job/shop/early"]);
    expect(operation.results()["PreSync Namespace/shop"]).toBe("Synced Succeeded created");
  });

  it("is brought up to date when its labels differ, and else left out", () => {
    cluster.put(manifest("Namespace", "shop", { annotations: {} }));
    const changed = Operation.sync(cluster, [web], { namespaceToMake });
    changed.finish();
    expect(changed.results()["PreSync Namespace/shop"]).toBe("Synced Succeeded configured");
    const again = Operation.sync(cluster, [web], { namespaceToMake });
    again.finish();
    expect(Object.keys(again.results())).toEqual(["Sync Deployment/web"]);
  });

  it("is nobody's task when it is among the objects", () => {
    const operation = Operation.sync(cluster, [manifest("Namespace", "shop"), web], { namespaceToMake });
    operation.finish();
    expect(Object.keys(operation.results())).toEqual(["Sync Namespace/shop", "Sync Deployment/web"]);
  });

  it("that cannot be made leaves everything untouched", () => {
    cluster.failing.set("/Namespace//shop", "forbidden");
    const operation = Operation.sync(cluster, [web, hook("SyncFail", "tell")], { namespaceToMake });
    operation.finish();
    expect(operation.state).toMatchObject({
      phase: "Failed",
      message: "the namespace failed to apply, reason: forbidden",
    });
    expect(cluster.objects.has(WEB)).toBe(false);
  });
});

describe("how objects are written", () => {
  it.each([
    ["nothing is said", web, false, "apply"],
    ["the rendered object says Replace=true", withOptions(web, "Replace=true"), true, "replace"],
    ["there is no live object to replace", withOptions(web, "Replace=true"), false, "create"],
    ["nothing is said and there is a live object", web, true, "apply"],
  ])("%s", (_name, target, isThere, verb) => {
    if (isThere) cluster.put(web);
    Operation.sync(cluster, [target]).finish();
    expect(cluster.writes.map((write) => write.do)).toEqual([verb]);
  });

  it("is by the live object's annotation as well", () => {
    cluster.put(withOptions(web, "Replace=true"));
    Operation.sync(cluster, [web]).finish();
    expect(cluster.log()).toEqual(["replace Deployment/shop/web"]);
  });

  it("is a definition before its objects", () => {
    Operation.sync(cluster, [manifest("Widget", "w", { wave: -1 }), widgetDefinition()]).finish();
    expect(cluster.log()).toEqual([
      "apply CustomResourceDefinition//widgets.example.org",
      "apply Widget/shop/w",
    ]);
    expect(cluster.writes.map(({ group }) => group)).toEqual([2, 3]);
  });
});
