import fc from "fast-check";
import { idOfKey, type KubeObject, objectKey } from "../../../../model/shared/kubernetes-object.js";
import { textOf } from "../../../../model/workspace/annotations.js";
import type { HealthCode } from "../../../../model/workspace/codes.js";
import { HOOK_RUN_ANNOTATION } from "../../../../model/workspace/sync/hooks.js";
import { kindRank } from "../../../../model/workspace/sync/order.js";
import { phaseRank } from "../../../../model/workspace/sync/task.js";
import { hook, manifest } from "./manifests.js";
import { MemoryCluster } from "./memory-cluster.js";
import { Operation } from "./operation.js";

/** One object of a random sync, and how it fares. */
interface Fate {
  readonly object: KubeObject;
  readonly isPruned: boolean;
  readonly health: HealthCode;
  readonly isRefused: boolean;
}

const wave = fc.integer({ min: -2, max: 2 });
const fate = fc.record({
  what: fc.constantFrom("ConfigMap", "Deployment", "Service", "hook", "hook", "pruned"),
  hookTypes: fc.constantFrom("PreSync", "Sync", "PostSync", "SyncFail", "PreSync,PostSync"),
  policy: fc.constantFrom("BeforeHookCreation", "HookSucceeded", "HookFailed", "HookSucceeded,HookFailed"),
  wave,
  health: fc.oneof(
    { weight: 12, arbitrary: fc.constant<HealthCode>("Healthy") },
    { weight: 1, arbitrary: fc.constant<HealthCode>("Degraded") },
  ),
  isRefused: fc.oneof(
    { weight: 15, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});
const fates = fc.array(fate, { maxLength: 12 }).map((all) =>
  all.map(({ what, hookTypes, policy, wave: inWave, health, isRefused }, index): Fate => ({
    object:
      what === "hook"
        ? hook(hookTypes, `hook${index}`, { policy, wave: inWave })
        : manifest(what === "pruned" ? "ConfigMap" : what, `o${index}`, { wave: inWave }),
    isPruned: what === "pruned",
    health,
    isRefused,
  })),
);

/** A cluster that also holds the hooks of an earlier run, and the sync of it. */
function scene(all: readonly Fate[], waitForHealth: boolean): Operation {
  const cluster = new MemoryCluster();
  for (const { object, isRefused } of all) if (isRefused) cluster.failing.set(objectKey(object), "refused");
  const owned = all.filter(({ isPruned }) => isPruned).map(({ object }) => cluster.put(object));
  const targets = all.filter(({ isPruned }) => !isPruned).map(({ object }) => object);
  return Operation.sync(cluster, targets, { owned, settings: { waitForHealth } });
}

class Killed extends Error {}

/**
 * Runs to the end; what is waited for meets its fate in the order that `picks` says, a few at a time. A process that
 * is killed is followed by another one, which continues from what was recorded.
 */
function run(
  start: Operation,
  all: readonly Fate[],
  picks: readonly number[],
  killedAt: readonly number[],
): Operation {
  const healthOf = new Map(all.map(({ object, health }) => [objectKey(object), health]));
  let operation = start;
  let moments = 0;
  for (let waits = 0; waits < 300; waits += 1) {
    try {
      const wait = operation.step(() => {
        moments += 1;
        if (killedAt.includes(moments)) throw new Killed();
      });
      if (wait === undefined) return operation;
      const key = wait.watch[(picks[waits % picks.length] ?? 0) % wait.watch.length];
      if (key === undefined) throw new Error("waits for nothing");
      operation.cluster.setHealth(key, healthOf.get(key) ?? "Healthy");
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      const next = operation.resumed();
      next.recorded.push(...operation.recorded);
      operation = next;
    }
  }
  throw new Error(`does not end: ${JSON.stringify(operation.state)}`);
}

const picks = fc.array(fc.nat(20), { minLength: 1, maxLength: 20 });

function placeOf(operation: Operation, id: string): number {
  return operation.state.tasks.findIndex((task) => `${task.phase}:${task.key}` === id);
}

describe("any sync, whatever becomes of its objects", () => {
  it("ends, writes what it applies exactly once, and keeps the order of phases, waves and kinds", () => {
    fc.assert(
      fc.property(fates, picks, fc.boolean(), (all, order, waitForHealth) => {
        const operation = run(scene(all, waitForHealth), all, order, []);
        const { state, cluster } = operation;
        expect(["Succeeded", "Failed"]).toContain(state.phase);

        const written = cluster.writes.filter(({ do: verb }) => verb === "apply" || verb === "delete");
        const isHook = (key: string): boolean => idOfKey(key).kind === "Job";
        const plain = written.filter(({ key }) => !isHook(key)).map(({ key }) => key);
        expect(new Set(plain).size).toBe(plain.length);
        if (state.phase === "Succeeded") {
          expect(plain).toHaveLength(all.filter(({ object }) => object.kind !== "Job").length);
        }

        const started = Object.entries(state.results)
          .filter(([id]) => !id.startsWith("SyncFail"))
          .sort(([, left], [, right]) => left.order - right.order)
          .map(([id]) => state.tasks[placeOf(operation, id)]!);
        for (const [index, task] of started.entries()) {
          const before = started[index - 1];
          if (before === undefined) continue;
          const phases = phaseRank(task.phase) - phaseRank(before.phase);
          expect(phases).toBeGreaterThanOrEqual(0);
          if (phases === 0) expect(task.wave).toBeGreaterThanOrEqual(before.wave);
          if (phases === 0 && task.wave === before.wave && task.action === before.action) {
            expect(kindRank(idOfKey(task.key).kind)).toBeGreaterThanOrEqual(
              kindRank(idOfKey(before.key).kind),
            );
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it("begins no wave before everything in the waves before it has succeeded", () => {
    fc.assert(
      fc.property(fates, picks, (all, order) => {
        const finished = run(scene(all, true), all, order, []);
        for (const text of finished.recorded) {
          const state = JSON.parse(text) as Operation["state"];
          if (state.failure !== undefined) continue;
          const unfinished = state.tasks
            .filter((task) => `${task.phase}/${task.wave}` !== state.wave?.id)
            .map((task) => state.results[`${task.phase}:${task.key}`]?.phase)
            .filter((phase) => phase !== undefined && phase !== "Succeeded");
          expect(unfinished).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("ends the same when it is killed at any moment and continued, and creates no hook twice", () => {
    fc.assert(
      fc.property(fates, picks, fc.integer({ min: 1, max: 9 }), (all, order, later) => {
        const calm = run(scene(all, true), all, order, []);
        for (let moment = 1; moment <= 2 * calm.cluster.writes.length; moment += 1) {
          const killed = run(scene(all, true), all, order, [moment, moment + later]);
          expect(killed.state.phase).toBe(calm.state.phase);
          if (calm.state.phase === "Succeeded") expect(verdicts(killed)).toEqual(verdicts(calm));
          expect(left(killed)).toEqual(left(calm));
          expect(createdHooks(killed)).toEqual(createdHooks(calm));
        }
      }),
      { numRuns: 60 },
    );
  });
});

function verdicts({ state }: Operation): Record<string, string> {
  return Object.fromEntries(
    Object.entries(state.results).map(([id, { status, phase }]) => [id, `${status} ${phase}`]),
  );
}

function createdHooks({ cluster }: Operation): string[] {
  return cluster.writes
    .filter(({ do: verb, key }) => verb === "apply" && idOfKey(key).kind === "Job")
    .map(({ key }) => key)
    .filter((key) => !cluster.failing.has(key))
    .sort();
}

/** What is in the cluster in the end, without the ids of objects. */
function left({ cluster }: Operation): string[] {
  return [...cluster.objects.entries()]
    .map(
      ([key, object]) =>
        `${key} ${textOf(object, HOOK_RUN_ANNOTATION) ?? ""} ${(object.metadata.finalizers ?? []).join()}`,
    )
    .sort();
}
