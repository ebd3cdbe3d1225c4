import { ArtifactScene, request } from "../support/artifact-scene.js";

jest.setTimeout(300_000);

describe.each([
  {
    strategy: "OnReplenish",
    // What is there stays until it is used up.
    spare: { kept: true, mostSlots: 2 },
  },
  { strategy: { type: "Rolling", maxSurge: 1 }, spare: { kept: false, mostSlots: 3 } },
  { strategy: "Recreate", spare: { kept: false, mostSlots: 2 } },
])("a changed spec with $strategy while one instance is borrowed", ({ strategy, spare }) => {
  const name = `strategy-${(typeof strategy === "string" ? strategy : strategy.type).toLowerCase()}`;
  const scene = new ArtifactScene(name);
  let borrowed = "";
  let idle = "";

  test("before it, one instance is borrowed and one is idle", async () => {
    declare("first");
    await scene.make("up");
    const ledger = await scene.ledger("pool");
    expect(ledger.map(({ record }) => record.state).sort()).toEqual(["borrowed", "clean"]);
    borrowed = ledger.find(({ record }) => record.state === "borrowed")?.record.instance ?? "";
    idle = ledger.find(({ record }) => record.state === "clean")?.record.instance ?? "";
    await scene.recorder.mostSlots();
  });

  test("the borrowed instance is never touched, the idle one as the strategy says", async () => {
    declare("second");
    expect(await scene.make("up")).toContain("stale");
    const instances = await scene.instances("pool");
    expect(instances).toContain(borrowed);
    expect(instances.includes(idle)).toBe(spare.kept);
    const ledger = await scene.ledger("pool");
    expect(ledger.find(({ record }) => record.instance === borrowed)?.record.state).toBe("borrowed");
    const spares = ledger.filter(({ record }) => record.state === "clean");
    expect(spares.map(({ results }) => results["endpoint"])).toEqual([spare.kept ? "first" : "second"]);
    expect(await scene.recorder.mostSlots()).toBe(spare.mostSlots);
    expect((await scene.stack.preview()).changes).toEqual([]);
  });

  test("each instance is cleaned by the clean spec that it was built with", async () => {
    await scene.make("destroy");
    await scene.expectNothingLeft();
    // Their scripts fail when they are given an instance of another spec.
    expect(scene.recorder.runsOf("clean").filter(({ succeeded }) => succeeded !== "True")).toEqual([]);
    expect(scene.recorder.runsOf("clean").map(({ instance }) => instance)).toEqual(
      expect.arrayContaining([borrowed, idle]),
    );
  });

  function declare(edition: string): void {
    const scripts = {
      build: `printf ${edition} > $(results.endpoint.path)`,
      clean: `test "$(params.result_endpoint)" = ${edition}`,
    };
    scene.declare({
      pools: {
        pool: scene.pool(request("pool", scripts), { total: 4, target: 1, updateStrategy: strategy }),
      },
      leases: { mine: { pool: "pool" } },
    });
  }
});
