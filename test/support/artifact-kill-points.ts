import type { ArtifactScene } from "./artifact-scene.js";
import { killAfterWrites, type KilledRun } from "./kill-points.js";
import { dynamicProviders, programs } from "./processes.js";
import { until } from "./until.js";

/** What a pool is to be like in the end. */
export interface Numbers {
  readonly total: number;
  readonly target: number;
}

/** Kills the provider processes of an operation after so many writes, and waits until what is left of it has ended. */
export async function killed(
  scene: ArtifactScene,
  operation: "up" | "destroy",
  writes: number,
): Promise<KilledRun> {
  const run = await killAfterWrites(scene.stack, scene.audit, writes, dynamicProviders, operation);
  await until(
    "what the engine has started to end",
    () => [...dynamicProviders(scene.stack.folder), ...programs(scene.stack.folder)].length === 0,
  );
  return run;
}

/**
 * Asserts that the next `up` brings a pool to its numbers, whatever happened before: no instance is lost or doubled,
 * no run is without its instance, nothing is pending, and the total was kept at every instant.
 */
export async function expectConverged(
  scene: ArtifactScene,
  artifact: string,
  { total, target }: Numbers,
): Promise<void> {
  await scene.make("up");
  expect(await scene.states(artifact)).toEqual(Array.from({ length: target }, () => "clean"));
  const instances = await scene.instances(artifact);
  expect(new Set(instances).size).toBe(target);
  expect(await scene.recorder.mostSlots()).toBeLessThanOrEqual(total);
  const run = { group: "tekton.dev", version: "v1", kind: "PipelineRun" };
  await until("runs without an instance to be gone", async () => {
    const { items } = await scene.kubernetes.list(run, { namespace: scene.namespace });
    return items.every(({ metadata }) =>
      instances.includes(metadata.labels?.["groundplan.dev/instance"] ?? ""),
    );
  });
  // Whatever was built and is not there any more was cleaned.
  const built = new Set(scene.recorder.runsOf("build").map(({ instance }) => instance));
  const cleaned = scene.recorder.runsOf("clean").filter(({ succeeded }) => succeeded === "True");
  const gone = [...built].filter((instance) => !instances.includes(instance));
  expect(new Set(cleaned.map(({ instance }) => instance))).toEqual(new Set(gone));
  expect((await scene.stack.state()).pending_operations ?? []).toEqual([]);
  expect((await scene.stack.preview()).changes).toEqual([]);
}
