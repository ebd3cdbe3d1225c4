import fc from "fast-check";
import { type KubeObject, objectKey } from "../../../../model/shared/kubernetes-object.js";
import { KIND_ORDER, orderTasks } from "../../../../model/workspace/sync/order.js";
import type { PlannedTask } from "../../../../model/workspace/sync/task.js";
import { pruneWaves } from "../../../../model/workspace/sync/waves.js";
import { manifest, widgetDefinition } from "./manifests.js";

function task(target: KubeObject, place: Partial<PlannedTask> = {}): PlannedTask {
  return {
    key: objectKey(target),
    apiVersion: target.apiVersion,
    phase: "Sync",
    wave: 0,
    action: "apply",
    target,
    ...place,
  };
}

function names(tasks: readonly PlannedTask[]): string[] {
  return orderTasks(tasks).map(
    ({ key, phase, wave }) => `${phase} ${wave} ${key.split("/").slice(1).join("/")}`,
  );
}

describe("order of tasks", () => {
  it("has the 35 kinds in their order, whatever the order before, and others after them", () => {
    expect(KIND_ORDER).toHaveLength(35);
    const kinds = [...KIND_ORDER, "Zebra"];
    fc.assert(
      fc.property(fc.shuffledSubarray(kinds, { minLength: kinds.length }), (shuffled) => {
        const tasks = shuffled.map((kind) => task(manifest(kind, "a", { namespace: "other" })));
        expect(orderTasks(tasks).map(({ target }) => target?.kind)).toEqual(kinds);
      }),
      { numRuns: 30 },
    );
  });

  it("orders by phase, wave, kind, name, namespace and group", () => {
    const job = (name: string): KubeObject => manifest("Job", name);
    expect(
      names([
        task(job("e"), { phase: "SyncFail", wave: -9 }),
        task(job("d"), { phase: "PostSync", wave: -9 }),
        task(job("c"), { phase: "PreSync", wave: 9 }),
        task(manifest("ConfigMap", "late"), { wave: 1 }),
        task(job("a"), { wave: -1 }),
        task(manifest("ConfigMap", "b", { namespace: "y" })),
        task(manifest("ConfigMap", "b", { namespace: "x" })),
        task(manifest("ConfigMap", "a")),
        task(manifest("Secret", "z")),
      ]),
    ).toEqual([
      "PreSync 9 Job/shop/c",
      "Sync -1 Job/shop/a",
      "Sync 0 Secret/shop/z",
      "Sync 0 ConfigMap/shop/a",
      "Sync 0 ConfigMap/x/b",
      "Sync 0 ConfigMap/y/b",
      "Sync 1 ConfigMap/shop/late",
      "PostSync -9 Job/shop/d",
      "SyncFail -9 Job/shop/e",
    ]);
  });

  it("moves a namespace and a definition in front of what needs them, into its phase and wave", () => {
    expect(
      names([
        task(manifest("Namespace", "shop"), { wave: 5 }),
        task(widgetDefinition(), { wave: 3 }),
        task(manifest("Job", "migrate"), { phase: "PreSync", wave: -2, action: "hook" }),
        task(manifest("Widget", "w"), { wave: 1 }),
        task(manifest("ConfigMap", "c"), { wave: 0 }),
      ]),
    ).toEqual([
      "PreSync -2 Namespace//shop",
      "PreSync -2 Job/shop/migrate",
      "Sync 0 ConfigMap/shop/c",
      "Sync 1 CustomResourceDefinition//widgets.example.org",
      "Sync 1 Widget/shop/w",
    ]);
  });

  it("does not move what precedes already, nor for the sake of a removal, nor a hook", () => {
    const removal = task(manifest("ConfigMap", "old"), { wave: -3, action: "prune" });
    delete (removal as { target?: KubeObject }).target;
    expect(
      names([
        task(manifest("Namespace", "shop"), { wave: -1 }),
        removal,
        task(manifest("Namespace", "hooked"), { phase: "PostSync", action: "hook" }),
        task(manifest("ConfigMap", "c", { namespace: "hooked" })),
        task(manifest("ConfigMap", "a")),
      ]),
    ).toEqual([
      "Sync -3 ConfigMap/shop/old",
      "Sync -1 Namespace//shop",
      "Sync 0 ConfigMap/shop/a",
      "Sync 0 ConfigMap/hooked/c",
      "PostSync 0 Namespace//hooked",
    ]);
  });

  it("makes the destination namespace before anything else", () => {
    expect(
      names([
        task(manifest("ConfigMap", "c", { namespace: "other" }), { wave: -9 }),
        task(manifest("Job", "early", { namespace: "other" }), {
          phase: "PreSync",
          wave: -5,
          action: "hook",
        }),
        task(manifest("Namespace", "shop"), { phase: "PreSync", action: "create-namespace" }),
      ]),
    ).toEqual(["PreSync -5 Namespace//shop", "PreSync -5 Job/other/early", "Sync -9 ConfigMap/other/c"]);
  });
});

describe("waves of removals", () => {
  type Row = [string, string, readonly number[], boolean?];
  const rows: Row[] = [
    ["all are removed", "p0 p1 p2 p3 p4", [4, 3, 2, 1, 0]],
    ["mixed", "a0 p1 a2 p3 p4", [0, 4, 2, 3, 1]],
    ["one wave", "p0 a0 p0 p0", [0, 0, 0, 0]],
    ["all last", "a0 p1 p2 p3 p4", [0, 5, 5, 5, 5], true],
    ["one last", "a0 p1 l2 p3 p4", [0, 4, 5, 2, 1]],
    ["two in one wave", "p1 p3 p3 p4 p5", [5, 4, 4, 3, 1]],
    ["last after negative waves", "a-3 l-2", [-3, 1]],
    ["nothing is removed", "a0 a1", [0, 1]],
    ["last does not count for what is applied", "a0 a1", [0, 1], true],
  ];
  it.each(rows)("%s: %s become %j", (_name, text, expected, allLast = false) => {
    const entries = text.split(" ").map((entry) => ({
      wave: Number(entry.slice(1)),
      prune: !entry.startsWith("a"),
      pruneLast: allLast || entry.startsWith("l"),
    }));
    expect(pruneWaves(entries)).toEqual(expected);
  });
});
