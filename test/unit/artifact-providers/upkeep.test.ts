import { ArtifactWorld, leaseInputs, poolInputs, units } from "./world.js";

/** A pool with one borrowed and two clean instances of a first spec. */
async function oneBorrowed(strategy: unknown) {
  const world = new ArtifactWorld();
  const pool = world.pool();
  const settings = { total: 4, target: 2, updateStrategy: strategy };
  await pool.up(poolInputs(settings));
  const lease = world.lease();
  await lease.up(leaseInputs());
  const next = poolInputs(settings, units({ image: "newer" }));
  const borrowed = lease.state!.outputs.instance;
  return { world, pool, lease, next, borrowed };
}

describe("another spec, while an instance is borrowed,", () => {
  test.each([
    ["OnReplenish", "3 stale", 3],
    ["Rolling", "2 to build, 2 to clean, 3 stale", 1],
    ["Recreate", "2 to build, 2 to clean, 3 stale", 1],
  ])("is brought about with %s and never touches the borrowed one", async (strategy, summary, stale) => {
    const { world, pool, next, borrowed } = await oneBorrowed(strategy);
    const before = world.ledger().find(({ record }) => record.instance === borrowed);
    expect((await pool.plan(next))?.summary).toBe(summary);
    expect(await pool.up(next)).toMatchObject({ counts: { clean: 2, borrowed: 1 } });
    expect(world.ledger().find(({ record }) => record.instance === borrowed)).toEqual(before);
    const old = before!.record.specHash;
    expect(world.ledger().filter(({ record }) => record.specHash === old)).toHaveLength(stale);
    expect(world.most.get("carv01")).toBeLessThanOrEqual(4);
  });

  test("keeps the old spec as long as an instance needs it", async () => {
    const { world, pool, lease, next } = await oneBorrowed("Recreate");
    await pool.up(next);
    const specs = (): number =>
      world.kubernetes.objects("ConfigMap").filter(({ metadata }) => metadata.name?.startsWith("spec-"))
        .length;
    expect(specs()).toBe(2);
    await lease.down();
    await pool.up(next);
    expect(specs()).toBe(1);
  });
});

test("what a borrower brings back is cleaned, or kept where the pool says so", async () => {
  const world = new ArtifactWorld();
  const pool = world.pool();
  await pool.up(poolInputs({ onReturn: "keep" }));
  const lease = world.lease();
  const { instance } = await lease.up(leaseInputs());
  await lease.down();
  expect(world.ledger().map(({ record }) => [record.instance, record.state])).toEqual([[instance, "clean"]]);
  expect(world.tekton.began).toHaveLength(1);
});

test("an idle instance goes at its age", async () => {
  const world = new ArtifactWorld();
  const pool = world.pool();
  await pool.up(poolInputs({ ttl: "1h" }));
  const [before] = world.ledger();
  world.now += 3_600_001;
  expect((await pool.plan(poolInputs({ ttl: "1h" })))?.steps).toContain(
    `clean ${before!.record.instance} (it has reached its age)`,
  );
  await pool.up(poolInputs({ ttl: "1h" }));
  expect(world.ledger()).toHaveLength(1);
  expect(world.ledger()[0]!.record.instance).not.toBe(before!.record.instance);
});

test("a schedule sets the target by the time of day", async () => {
  const world = new ArtifactWorld();
  const pool = world.pool();
  const schedule = [
    { cron: "0 8 * * *", target: 2 },
    { cron: "0 20 * * *", target: 0 },
  ];
  world.now = Date.parse("2026-01-01T09:00:00Z");
  await pool.up(poolInputs({ total: 2, schedule }));
  expect(world.ledger()).toHaveLength(2);
  world.now = Date.parse("2026-01-01T21:00:00Z");
  expect((await pool.plan(poolInputs({ total: 2, schedule })))?.summary).toBe("2 to clean");
  await pool.up(poolInputs({ total: 2, schedule }));
  expect(world.ledger()).toEqual([]);
});

test("a pool that is paused starts nothing", async () => {
  const world = new ArtifactWorld();
  const pool = world.pool();
  expect(await pool.up(poolInputs({ paused: true }))).toMatchObject({
    phase: "Paused",
    counts: { clean: 0 },
  });
  expect(world.tekton.began).toEqual([]);
  expect(await pool.up(poolInputs())).toMatchObject({ phase: "Succeeded" });
});

test("runs are no more at once than the parallelism, and as many as it allows", async () => {
  const world = new ArtifactWorld();
  await world.pool().up(poolInputs({ total: 9, target: 9, parallelism: 3 }));
  expect(world.ledger()).toHaveLength(9);
  expect(world.tekton.atOnce).toBe(3);
});

test("an update that does not wait starts the runs, and the next one takes their results", async () => {
  const world = new ArtifactWorld();
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  world.tekton.gate = () => gate;
  const pool = world.pool();
  const inputs = poolInputs({ total: 2, target: 2, wait: { build: false } });
  expect(await pool.up(inputs)).toMatchObject({ phase: "Running", counts: { building: 2 } });
  const plan = await pool.plan(inputs);
  expect(plan).toMatchObject({ summary: "2 under way" });
  release();
  const outputs = await pool.up(poolInputs({ total: 2, target: 2 }));
  expect(outputs).toMatchObject({ counts: { clean: 2 } });
  expect(world.tekton.began).toHaveLength(2);
});

test("an update that waits in vain says what goes on, and the next one goes on with it", async () => {
  const world = new ArtifactWorld();
  world.tekton.script = () => ({ ends: "never" });
  const pool = world.pool();
  await expect(pool.up(poolInputs({ wait: { timeout: 0.2 } }))).rejects.toThrow(
    /still under way after 0.2 s: 0-r0001; their runs go on/,
  );
  expect(world.states()).toBe("0 building");
  expect(pool.state?.outputs).toMatchObject({ phase: "Running", counts: { building: 1 } });
});

test("every instance of a pool without pipelines is there at once", async () => {
  const world = new ArtifactWorld();
  const pool = world.pool();
  const inputs = {
    ...{ cluster: "lab", namespace: "train", name: "carv01", team: "platform" },
    settings: { total: 2, target: 2, onReturn: "keep" },
    provided: { endpoint: "db:5432" },
  };
  expect(pool.problems(inputs)).toEqual([]);
  await pool.up(inputs);
  const lease = world.lease();
  expect(await lease.up(leaseInputs())).toMatchObject({ results: { endpoint: "db:5432" } });
  await lease.down();
  expect(world.states()).toBe("0 clean, 1 clean");
  await pool.down();
  expect(world.left()).toEqual([]);
  expect(world.tekton.began).toEqual([]);
});

test("progress is told while runs are under way", async () => {
  const world = new ArtifactWorld();
  await world.pool().up(poolInputs());
  expect(world.statuses).toContainEqual(
    expect.stringMatching(/^\[carv01\/0-r0001\] build Running 0\/1 make: step go$/),
  );
});
