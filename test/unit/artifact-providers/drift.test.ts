import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { ArtifactWorld, leaseInputs, NAMESPACE, OTHER_STACK, poolInputs } from "./world.js";

const POOL = { apiVersion: "v1", kind: "ConfigMap", namespace: NAMESPACE, name: "pool-carv01" };

function peek(world: ArtifactWorld, kind: string, name: string): KubeObject {
  const found = world.kubernetes.peek({ apiVersion: "v1", kind, namespace: NAMESPACE, name });
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

describe("a refresh", () => {
  test("finds a pool as it is, whoever has borrowed from it meanwhile", async () => {
    const world = new ArtifactWorld();
    const pool = world.pool();
    await pool.up(poolInputs({ total: 2 }));
    await world.lease().up(leaseInputs());
    expect(await pool.refresh()).toBe(true);
    expect(pool.state).toMatchObject({
      inputs: { inStep: true },
      outputs: { counts: { borrowed: 1, clean: 1 }, phase: "Succeeded" },
    });
    expect(world.lines.filter((line) => line.includes("drift"))).toEqual([]);
  });

  test("finds that a pool is gone", async () => {
    const world = new ArtifactWorld();
    const pool = world.pool();
    await pool.up(poolInputs({ total: 1, target: 0 }));
    world.kubernetes.vanish(POOL);
    expect(await pool.refresh()).toBe(false);
  });

  test.each<[string, (world: ArtifactWorld) => void, RegExp]>([
    [
      "is gone",
      (world) => {
        world.kubernetes.vanish(POOL);
      },
      /ConfigMap pool-carv01 is gone/,
    ],
    [
      "was edited",
      (world) => {
        const object = peek(world, "ConfigMap", "pool-carv01");
        world.kubernetes.seed({ ...object, data: { ...(object["data"] as object), settings: "{}" } });
      },
      /ConfigMap pool-carv01 was changed by hand/,
    ],
    [
      "was damaged",
      (world) => {
        const object = peek(world, "ConfigMap", "pool-carv01");
        world.kubernetes.seed({ ...object, data: {} });
      },
      /ConfigMap pool-carv01 was changed by hand/,
    ],
    [
      "has lost its spec",
      (world) => {
        const spec = world.kubernetes
          .objects("ConfigMap")
          .find(({ metadata }) => metadata.name?.startsWith("spec-"));
        world.kubernetes.vanish({ ...POOL, name: spec?.metadata.name ?? "" });
      },
      /the spec of its instances is gone/,
    ],
  ])(
    "sees that the ledger %s, and the next update restores it and builds nothing",
    async (_what, damage, said) => {
      const world = new ArtifactWorld();
      const pool = world.pool();
      await pool.up(poolInputs());
      damage(world);
      expect(await pool.refresh()).toBe(true);
      expect(pool.state).toMatchObject({ inputs: { inStep: false }, outputs: { counts: { clean: 1 } } });
      expect(world.lines).toContainEqual(expect.stringMatching(said));
      await pool.up(poolInputs());
      expect(await pool.refresh()).toBe(true);
      expect(pool.state?.inputs.inStep).toBe(true);
      expect(world.tekton.began).toHaveLength(1);
      await pool.down();
      expect(world.left()).toEqual([]);
    },
  );

  test("finds a build whose record is gone; the next update cleans what it made", async () => {
    const world = new ArtifactWorld();
    world.tekton.script = () => ({ ends: "never" });
    const pool = world.pool();
    await pool.up(poolInputs({ wait: { build: false } }));
    world.kubernetes.vanish({ ...POOL, kind: "Secret", name: "inst-carv01-0" });
    expect(await pool.refresh()).toBe(true);
    expect(world.lines).toContainEqual(expect.stringMatching(/the record of instance 0-r0001 is gone/));
    world.tekton.script = () => ({ ends: "well" });
    await pool.up(poolInputs());
    expect(world.tekton.began).toContain("clean-carv01-0-r0001-1");
    expect(world.ledger().map(({ record }) => record.state)).toEqual(["clean"]);
    expect(world.runs()).toEqual([]);
  });
});

describe("a pool of somebody else", () => {
  test("is not taken over, unless that is asked for", async () => {
    const world = new ArtifactWorld();
    await world.pool().up(poolInputs());
    const other = world.pool("theirs", OTHER_STACK);
    await expect(other.plan(poolInputs())).rejects.toThrow(/belongs to abc123\/shop\/dev\/carv01/);
    await expect(other.up(poolInputs())).rejects.toThrow(/set `adopt: true`/);
    await other.up(poolInputs({}, { adopt: true }));
    expect(world.tekton.began).toHaveLength(1);
  });

  test("stays when a state that it was taken over from is destroyed", async () => {
    const world = new ArtifactWorld();
    const first = world.pool();
    await first.up(poolInputs());
    await world.pool("theirs", OTHER_STACK).up(poolInputs({}, { adopt: true }));
    await first.down();
    expect(world.states()).toBe("0 clean");
    expect(world.lines).toContainEqual(expect.stringMatching(/stays: a later declaration holds it/));
  });

  test("is changed by its owner or an administrator only, and handed over by its owner", async () => {
    const world = new ArtifactWorld();
    const pool = world.pool();
    await pool.up(poolInputs({}, { team: "infra", whitelist: ["platform"] }));
    const foreign = world.pool("carv01");
    await expect(foreign.up(poolInputs({ total: 2 }))).rejects.toThrow(/not owned by team platform/);
    await pool.up(poolInputs({ total: 2 }, { team: "platform" }));
    expect(peek(world, "ConfigMap", "pool-carv01").metadata.annotations?.["groundplan.dev/team"]).toBe(
      "platform",
    );
    await world.pool("carv01").up(poolInputs({ total: 3 }, { team: "root", admin: true }));
    expect(peek(world, "ConfigMap", "pool-carv01").metadata.annotations?.["groundplan.dev/team"]).toBe(
      "root",
    );
  });
});

test("a pool whose ConfigMap is gone is deleted all the same", async () => {
  const world = new ArtifactWorld();
  const pool = world.pool();
  await pool.up(poolInputs());
  world.kubernetes.vanish(POOL);
  await pool.down();
  expect(world.left()).toEqual([]);
});

test("a run that was left behind is let go and removed by the next update", async () => {
  const world = new ArtifactWorld();
  const pool = world.pool();
  await pool.up(poolInputs({ keepRuns: "all" }));
  expect(world.runs()).toEqual(["build-carv01-0-r0001-1"]);
  await pool.up(poolInputs());
  expect(world.runs()).toEqual([]);
});

test("what a step printed is told where all logs are asked for, without secrets", async () => {
  const world = new ArtifactWorld();
  const annotations = { "groundplan.dev/team": "platform" };
  world.secret("shared-dns", { token: "hunter22" }, { annotations });
  world.tekton.script = () => ({ ends: "well", log: "made it\nwith hunter22\n" });
  await world.pool().up(poolInputs({ logs: "all" }, { secrets: ["dns"] }));
  expect(world.lines).toContain("[carv01/0-r0001] make: step go\n    | made it\n    | with [secret]");
});
