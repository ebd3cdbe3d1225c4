import ensureBuilt from "../../support/built.js";
import { onStages } from "../../support/kind-stage.js";
import { until } from "../../support/until.js";
import { Stage } from "./stage.js";

beforeAll(() => {
  ensureBuilt();
});

const onStage = onStages(() => Stage.open());

test("a pool and a lease live through the provider process as the engine drives it", async () => {
  await onStage(async (stage) => {
    const checked = await stage.provider.check({}, stage.pool({ total: 3, target: 4 }));
    expect(checked.failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/settings\.target: must be at most total/),
    ]);

    const inputs = stage.pool({ total: 3, target: 2 });
    const tellsStepOf = (instance: string): boolean =>
      stage
        .progress("ArtifactPool", "carv01")
        .includes(`[carv01/${instance}] build Running 0/1 make: step go`);
    stage.tekton.work = async ({ instance }) => {
      await until(`the step of ${instance} to be told`, () => tellsStepOf(instance));
    };
    const pool = await stage.up(inputs);
    stage.tekton.work = () => Promise.resolve();
    expect(pool.id).toBe("train/carv01");
    expect(pool.properties).toMatchObject({ phase: "Succeeded", counts: { clean: 2 } });
    expect(stage.said("ArtifactPool", "carv01")).toContain("2 to build");
    expect(stage.progress("ArtifactPool", "carv01")).toContainEqual(
      expect.stringMatching(/^\[carv01\/\d-\w{5}\] build Running 0\/1 make: step go$/),
    );
    // What was asked for is there: neither a plan nor a write.
    expect((await stage.up(inputs, pool)).changed).toBe(false);

    const lease = await stage.up(stage.lease());
    expect(stage.states()).toMatch(/^(0 borrowed, 1 clean|0 clean, 1 borrowed), 2 clean$/);
    expect((await stage.refresh(lease)).drifted).toBe(false);
    await expect(stage.provider.delete(pool.id, pool.properties)).rejects.toThrow(
      /while instances are borrowed/,
    );
    await stage.provider.delete(lease.id, lease.properties);
    expect(stage.states()).toMatch(/^[01] clean, 2 clean$/);

    await stage.nextCommand();
    const refreshed = await stage.refresh(pool);
    expect(refreshed.drifted).toBe(false);
    await stage.provider.delete(pool.id, refreshed.properties);
    expect(stage.cluster.objects()).toEqual([]);
  });
});

test("provided results are in no state, and what a failed build leaves is", async () => {
  await onStage(async (stage) => {
    const provided = stage.inputs("ArtifactPool", "db", {
      ...{ name: "db", settings: {}, provided: { password: "hunter22" } },
    });
    const pool = await stage.up(provided);
    const { results, ...rest } = pool.properties;
    expect(JSON.stringify(results)).toContain("hunter22");
    expect(JSON.stringify(rest)).not.toContain("hunter22");
    expect((await stage.up(provided, pool)).changed).toBe(false);
    expect((await stage.refresh(pool)).drifted).toBe(false);
    await stage.provider.delete(pool.id, pool.properties);
    expect(stage.cluster.objects()).toEqual([]);

    stage.tekton.script = ({ phase }) =>
      phase === "build" ? { ends: "badly", exitCode: 3 } : { ends: "well" };
    const inputs = stage.pool({ retry: { maxFailed: 0 }, logTailLines: 0 });
    const checked = await stage.provider.check({}, inputs);
    const error: unknown = await stage.provider.create(checked.inputs).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      saved: {
        id: "train/carv01",
        properties: { phase: "Maintenance" },
        reasons: [
          expect.stringMatching(/task make, step go, exit code 3 \(StepFailed\)/),
          expect.stringMatching(/0 of 1 instances are there/),
        ],
      },
    });
  });
});

test.each([6, 11])(
  "kill -9 at write %i of a pool's creation: the next command goes on and builds nothing twice",
  async (write) => {
    await onStage(async (stage) => {
      let seen = 0;
      let most = 0;
      stage.api.interrupt = (arrival, moment) => {
        if (moment === "after") most = Math.max(most, stage.states().split(", ").filter(Boolean).length);
        if (!arrival.write || moment !== "after" || (seen += 1) !== write) return false;
        stage.provider.signal("SIGKILL");
        return true;
      };
      const inputs = stage.pool({ total: 2, target: 2 });
      await expect(stage.up(inputs)).rejects.toThrow();
      await stage.nextCommand();
      const pool = await stage.up(inputs);
      expect(pool.properties).toMatchObject({ phase: "Succeeded", counts: { clean: 2 } });
      expect(most).toBeLessThanOrEqual(2);
      expect(stage.tekton.began.filter((name) => name.startsWith("build-"))).toHaveLength(2);
      expect(stage.runs()).toEqual([]);
      await stage.provider.delete(pool.id, pool.properties);
      expect(stage.cluster.objects()).toEqual([]);
    });
  },
);

test("an update that is interrupted leaves its runs to the next one", async () => {
  await onStage(async (stage) => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    stage.tekton.gate = () => gate;
    const creation = stage.up(stage.pool()).then(
      () => undefined,
      (error: unknown) => error,
    );
    await until("the run", () => stage.runs().length === 1);
    stage.provider.signal("SIGINT");
    expect(await creation).toMatchObject({ saved: { id: "train/carv01", properties: { phase: "Running" } } });
    await stage.nextCommand();
    release();
    const pool = await stage.up(stage.pool());
    expect(pool.properties).toMatchObject({ phase: "Succeeded", counts: { clean: 1 } });
    expect(stage.tekton.began).toHaveLength(1);
  });
});
