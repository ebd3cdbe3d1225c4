import { killAfterWrites } from "../../support/kill-points.js";
import { dynamicProviders } from "../../support/processes.js";
import { configMap, yaml } from "../../support/workspace-manifests.js";
import { workspaceScene } from "../../support/workspace-scene.js";
import { createdSince } from "../../support/workspace-traffic.js";

const NAME = "faults";
const WAVES = ["0", "1", "2"];
const OF_A_WAVE = 12;

const objects = WAVES.flatMap((wave) =>
  Array.from({ length: OF_A_WAVE }, (_, index) =>
    configMap(`wave-${wave}-${index}`, {}, { "sync-wave": wave }),
  ),
);
const hooks = [
  configMap("before", {}, { hook: "PreSync" }),
  configMap("between", {}, { hook: "Sync", "sync-wave": "1" }),
  configMap("after", {}, { hook: "PostSync" }),
];

describe("a sync that is cut short", () => {
  const scene = workspaceScene(NAME);

  beforeAll(() => {
    scene.repository.commit({ "objects.yaml": yaml(...objects), "hooks.yaml": yaml(...hooks) });
    scene.declare();
  });

  afterEach(async () => {
    await scene.make("destroy");
  });

  // The long form, with more objects and at twenty points, runs in the soak tier.
  test.each([3, 18, 40])(
    "provider processes killed after %i writes: the next up goes on, and no hook runs twice",
    async (writes) => {
      const mark = scene.audit.mark();
      const { killed, run } = await killAfterWrites(scene.stack, scene.audit, writes, dynamicProviders);
      expect(killed).toBeGreaterThan(0);
      expect(run.code).not.toBe(0);
      await scene.make("up");

      const expected = [...hooks, ...objects].map(({ metadata }) => `configmaps/${metadata.name ?? ""}`);
      expect(createdSince(scene.audit, mark).sort()).toEqual(expected.sort());
      expect(await scene.summary()).toMatchObject({ sync: "Synced", health: "Healthy" });
      const quiet = scene.audit.mark();
      expect((await scene.stack.preview()).changes).toEqual([]);
      expect(scene.audit.ourWritesSince(quiet)).toEqual([]);
    },
  );
});
