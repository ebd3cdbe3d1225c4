import { ArtifactWorld, leaseInputs, poolInputs, units } from "./world.js";

describe("a pool", () => {
  test("is built to its target and leaves nothing behind when it is deleted", async () => {
    const world = new ArtifactWorld();
    const pool = world.pool();
    const outputs = await pool.up(poolInputs({ total: 3, target: 2 }));
    expect(outputs).toMatchObject({ phase: "Succeeded", counts: { clean: 2, total: 3, target: 2 } });
    const [first, second] = world.ledger();
    expect(outputs.results).toEqual({
      [first!.record.instance]: { endpoint: `endpoint of ${first!.record.instance}` },
      [second!.record.instance]: { endpoint: `endpoint of ${second!.record.instance}` },
    });
    expect(world.runs()).toEqual([]);

    await pool.down();
    expect(world.left()).toEqual([]);
    expect(world.tekton.began.filter((name) => name.startsWith("clean-")).sort()).toEqual([
      `clean-carv01-${first!.record.instance}-1`,
      `clean-carv01-${second!.record.instance}-1`,
    ]);
  });

  test("grows and shrinks as the preview says", async () => {
    const world = new ArtifactWorld();
    const pool = world.pool();
    expect(await pool.plan(poolInputs({ total: 3, target: 1 }))).toMatchObject({ summary: "1 to build" });
    await pool.up(poolInputs({ total: 3, target: 1 }));
    expect(await pool.plan(poolInputs({ total: 3, target: 1 }))).toMatchObject({ steps: [] });
    expect(await pool.plan(poolInputs({ total: 5, target: 4 }))).toMatchObject({ summary: "3 to build" });
    await pool.up(poolInputs({ total: 5, target: 4 }));
    expect(world.states()).toBe("0 clean, 1 clean, 2 clean, 3 clean");
    expect(await pool.plan(poolInputs({ total: 5, target: 1 }))).toMatchObject({ summary: "3 to clean" });
    await pool.up(poolInputs({ total: 5, target: 1 }));
    expect(world.ledger()).toHaveLength(1);
    expect(world.runs()).toEqual([]);
  });

  test("cleans an instance by the spec it was built with, told which instance it is", async () => {
    const world = new ArtifactWorld();
    const pool = world.pool();
    await pool.up(poolInputs({}, units({ clean: "echo $(params.result_endpoint)" })));
    const instance = world.ledger()[0]!.record.instance;
    await pool.up(poolInputs({}, units({ clean: "echo other" })));
    // Another way to clean is no reason to build anew.
    expect(world.ledger()[0]!.record.instance).toBe(instance);
    let seen: unknown;
    world.tekton.script = ({ phase, object }) => {
      if (phase === "clean") seen = object["spec"];
      return { ends: "well" };
    };
    await pool.down();
    expect(JSON.stringify(seen)).toContain("echo $(params.result_endpoint)");
    expect(seen).toMatchObject({
      params: expect.arrayContaining([
        { name: "result_endpoint", value: `endpoint of ${instance}` },
      ]) as unknown,
    });
  });
});

describe("a lease", () => {
  test("takes an instance, has the pool build another, and gives it back to be cleaned", async () => {
    const world = new ArtifactWorld();
    const pool = world.pool();
    const lease = world.lease();
    await pool.up(poolInputs({ total: 2 }));
    const outputs = await lease.up(leaseInputs());
    expect(outputs).toMatchObject({ slot: 0, results: { endpoint: `endpoint of ${outputs.instance}` } });
    expect(world.states()).toBe("0 borrowed, 1 clean");
    await expect(pool.down()).rejects.toThrow(/borrowed: .*abc123\/shop\/dev\/web/);
    await lease.down();
    expect(world.states()).toBe("1 clean");
    await pool.down();
    expect(world.left()).toEqual([]);
  });
});
