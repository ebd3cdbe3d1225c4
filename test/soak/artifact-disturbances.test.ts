import { ArtifactScene, request } from "../support/artifact-scene.js";
import { expectConverged, killed } from "../support/artifact-kill-points.js";
import { finished } from "../support/stack.js";
import { until } from "../support/until.js";

jest.setTimeout(300_000);

const RUN = { apiVersion: "tekton.dev/v1", kind: "PipelineRun" };

/** Slow enough for something to happen while it runs. */
const SLOW = { build: 'sleep 4; printf "built $(params.inst_id)" > $(results.endpoint.path)' };

describe("disturbances while a pool is built", () => {
  const scene = new ArtifactScene("disturbances");
  const numbers = { total: 3, target: 2 };

  beforeEach(async () => {
    scene.declare({ pools: { pool: scene.pool(request("pool", SLOW), { total: 0, target: 0 }) } });
    await scene.make("up");
    scene.declare({ pools: { pool: scene.pool(request("pool", SLOW), numbers) } });
    await scene.recorder.mostSlots();
  });

  test("a run that somebody deletes makes its instance dirty; it is cleaned and another one built", async () => {
    const up = finished(scene.stack.startMake("up"));
    const run = await until("a running build", () =>
      scene.recorder
        .runsOf("build")
        .find(({ name, succeeded }) => !seen.has(name) && succeeded === "Unknown"),
    );
    const ref = { ...RUN, namespace: scene.namespace, name: run.name };
    await scene.kubernetes.delete(ref);
    // Ours is the only finalizer: whoever deletes by force takes it away.
    await scene.kubernetes
      .patch(ref, { metadata: { finalizers: null } }, { type: "merge" })
      .catch(() => undefined);
    await up;
    await expectConverged(scene, "pool", numbers);
    expect(scene.recorder.runsOf("clean").map(({ instance }) => instance)).toContain(run.instance);
    expect(await scene.instances("pool")).not.toContain(run.instance);
  });

  test("an API server that restarts", async () => {
    const up = finished(scene.stack.startMake("up"));
    await until("a running build", () =>
      scene.recorder
        .runsOf("build")
        .some(({ name, succeeded }) => !seen.has(name) && succeeded === "Unknown"),
    );
    await scene.lab.kill("kube-apiserver");
    await scene.lab.up();
    const { code, output } = await up;
    if (code !== 0) throw new Error(output);
    await expectConverged(scene, "pool", numbers);
  });

  // The long form, at twenty points, runs in the soak tier.
  test("provider processes killed after five writes", async () => {
    expect((await killed(scene, "up", 5)).killed).toBeGreaterThan(0);
    await expectConverged(scene, "pool", numbers);
  });

  const seen = new Set<string>();
  afterEach(() => {
    for (const { name } of scene.recorder.runsOf("build")) seen.add(name);
  });
});
