import { objectKey } from "../../../../model/shared/kubernetes-object.js";
import { type PlannedChange, planText } from "../../../../model/workspace/sync/plan-lines.js";
import { progressLine } from "../../../../model/workspace/sync/progress.js";
import { hook, manifest, widgetDefinition, withOptions } from "./manifests.js";
import { MemoryCluster } from "./memory-cluster.js";
import { Operation, tasksOf } from "./operation.js";

const web = manifest("Deployment", "web", { wave: 1 });

describe("the plan that a reviewer reads", () => {
  it("is by phase and wave, tells each field, and lets removals and hooks stand out", () => {
    const cluster = new MemoryCluster();
    cluster.put(web);
    cluster.put(manifest("ConfigMap", "same"));
    const owned = [
      cluster.put(manifest("ConfigMap", "old")),
      cluster.put(withOptions(manifest("ConfigMap", "kept"), "Prune=false")),
      cluster.put(manifest("PersistentVolumeClaim", "data")),
    ];
    const { tasks } = tasksOf(
      cluster,
      [
        web,
        manifest("ConfigMap", "new"),
        manifest("ConfigMap", "same"),
        hook("PreSync", "migrate"),
        hook("SyncFail", "tell"),
      ],
      { owned, differs: (key) => !key.endsWith("/same") },
    );
    const changes: PlannedChange[] = [
      { path: "spec.replicas", live: 2, target: 3 },
      { path: "metadata.labels.tier", live: undefined, target: "front" },
    ];
    const text = planText(tasks, (key) => (key === objectKey(web) ? changes : []));
    expect(text.lines).toEqual([
      "▶ PreSync wave 0  run hook  Job shop/migrate",
      "+ Sync wave 0  create  ConfigMap shop/new",
      "- Sync wave 0  prune  ConfigMap shop/old",
      '~ Sync wave 1  change  Deployment shop/web  spec.replicas: 2 → 3; metadata.labels.tier: (none) → "front"',
      "▶ SyncFail wave 0  run hook  Job shop/tell",
      "= keep  ConfigMap shop/kept  (no prune)",
      "= keep  PersistentVolumeClaim shop/data  (a PersistentVolumeClaim is removed only if it says groundplan.dev/sync-options: Prune=true)",
    ]);
    expect(text.summary).toBe("1 to create, 1 to change, 1 to prune, 2 hooks, 2 kept");
  });

  it("says what could not be tried, what is replaced, and which hook does not run again", () => {
    const cluster = new MemoryCluster();
    const reused = hook("PreSync", "once", { policy: "HookFailed" });
    cluster.put(reused);
    const widget = withOptions(manifest("Widget", "w"), "Replace=true");
    const { tasks } = tasksOf(cluster, [widget, widgetDefinition(), reused], {
      cluster: { serves: ({ kind }) => kind !== "Widget", hasNamespace: () => true },
    });
    expect(planText(tasks, () => []).lines).toEqual([
      "▶ PreSync wave 0  run hook  Job shop/once  (there is one from an earlier run: it is applied over and does not run again unless it changes)",
      "+ Sync wave 0  create  CustomResourceDefinition widgets.example.org",
      "+ Sync wave 0  create  Widget shop/w  (replaced, not applied); (not tried: its kind is defined by CustomResourceDefinition widgets.example.org of this sync)",
    ]);
  });

  it("cuts long values", () => {
    const cluster = new MemoryCluster();
    cluster.put(web);
    const { tasks } = tasksOf(cluster, [web]);
    const [line = ""] = planText(tasks, () => [{ path: "data", live: "x".repeat(200), target: 1 }]).lines;
    expect(line).toHaveLength(
      "~ Sync wave 1  change  Deployment shop/web  data: ".length + 60 + " → 1".length,
    );
    expect(line).toContain("…");
  });

  it("says when there is nothing to do", () => {
    expect(planText([], () => [])).toEqual({ lines: [], summary: "nothing to do" });
  });
});

describe("progress", () => {
  it("tells the wave, how many are healthy, and what is waited for and why", () => {
    const cluster = new MemoryCluster();
    const api = manifest("Deployment", "api", { wave: 1 });
    const targets = [hook("PreSync", "migrate"), web, api, manifest("ConfigMap", "c", { wave: 2 })];
    const operation = Operation.sync(cluster, targets);
    const line = (): string => progressLine(operation.state, cluster.observed());
    operation.step();
    expect(line()).toBe("wave 1/3: 0/1 healthy, waiting for Job shop/migrate: starting");
    cluster.setHealth("batch/Job/shop/migrate", "Healthy");
    operation.step();
    cluster.setHealth(objectKey(api), "Healthy");
    operation.step();
    cluster.setHealth(objectKey(web), "Progressing", "1 of 3 updated");
    expect(line()).toBe("wave 2/3: 1/2 healthy, waiting for Deployment shop/web: 1 of 3 updated");
  });

  it("tells of what runs after a failure", () => {
    const cluster = new MemoryCluster();
    cluster.failing.set("/ConfigMap/shop/c", "denied");
    const operation = Operation.sync(cluster, [manifest("ConfigMap", "c"), hook("SyncFail", "tell")]);
    operation.step();
    expect(progressLine(operation.state, cluster.observed())).toBe(
      "after the failure: 0/1 healthy, waiting for Job shop/tell: starting",
    );
  });
});
