import { Borrowers, succeeds } from "../../support/artifact-borrowers.js";
import { ArtifactScene } from "../../support/artifact-scene.js";

jest.setTimeout(300_000);

describe("instances that other stacks borrow", () => {
  const scene = new ArtifactScene("borrowing");
  const borrowers = new Borrowers(scene);

  afterEach(() => borrowers.leave());

  test("a borrower gets an instance with its results, the pool is filled up at once, and what comes back is cleaned", async () => {
    borrowers.declarePool({ total: 3, target: 1 });
    await scene.make("up");
    const [first = ""] = await scene.instances("shared");
    const borrower = borrowers.another("borrower", {});
    await succeeds(borrower, "up");

    const { artifacts } = (await borrower.outputs()) as { artifacts: Record<string, unknown> };
    expect(artifacts["web"]).toMatchObject({ borrowed: `shared/${first}`, endpoint: `built ${first}` });
    expect(await scene.states("shared")).toEqual(["borrowed", "clean"]);
    expect((await borrower.preview()).changes).toEqual([]);
    // The owner sees what happened, and has nothing to do.
    await scene.make("refresh");
    expect((await scene.stack.preview()).changes).toEqual([]);

    await succeeds(borrower, "destroy");
    expect(await scene.states("shared")).toEqual(["clean"]);
    expect(await scene.instances("shared")).not.toContain(first);
    expect(scene.recorder.runsOf("clean")).toEqual([
      expect.objectContaining({ instance: first, succeeded: "True" }),
    ]);
  });

  test("of two stacks that want the last instance one gets it, and the other is told that there is none", async () => {
    borrowers.declarePool({ total: 1, target: 1 });
    await scene.make("up");
    await scene.recorder.mostSlots();
    const rivals = ["left", "right"].map((name) => borrowers.another(name, { waitSeconds: 3 }));
    const runs = await Promise.all(rivals.map((rival) => rival.make("up")));
    expect(runs.map(({ code }) => code === 0).sort()).toEqual([false, true]);
    const lost = runs.find(({ code }) => code !== 0)?.output ?? "";
    expect(lost).toMatch(/no (clean )?instance/i);
    const ledger = await scene.ledger("shared");
    expect(ledger.map(({ record }) => record.state)).toEqual(["borrowed"]);
    expect(await scene.recorder.mostSlots()).toBe(1);
  });
});
