import { Borrowers, succeeds } from "../support/artifact-borrowers.js";
import { ArtifactScene, request } from "../support/artifact-scene.js";

jest.setTimeout(300_000);

describe("borrowers that give back badly, hold on, or are too many", () => {
  const scene = new ArtifactScene("borrowers");
  const borrowers = new Borrowers(scene);

  afterEach(() => borrowers.leave());

  test("an instance that is given back uncleaned is cleaned and built again by the owner's next up", async () => {
    borrowers.declarePool({ total: 1, target: 1 });
    await scene.make("up");
    const [first = ""] = await scene.instances("shared");
    const borrower = borrowers.another("careless", { cleanOnReturn: false });
    await succeeds(borrower, "up");
    await succeeds(borrower, "destroy");
    expect(await scene.states("shared")).toEqual(["dirty"]);
    await scene.make("refresh");
    expect(await scene.make("up")).toMatch(/1 to build, 1 to clean/);
    expect(await scene.states("shared")).toEqual(["clean"]);
    expect(await scene.instances("shared")).not.toContain(first);
  });

  test("while an instance is borrowed the pool is not deleted, and says who has it", async () => {
    borrowers.declarePool({ total: 2, target: 1 });
    await scene.make("up");
    const borrower = borrowers.another("holder", {});
    await succeeds(borrower, "up");
    const destroy = await scene.stack.make("destroy");
    expect(destroy.code).not.toBe(0);
    expect(destroy.output).toMatch(/borrowed: .* by /);
    expect(await scene.states("shared")).toContain("borrowed");
  });

  test("of two stacks that want the last entry of an account one builds, and the other is told; it has it when the first is gone", async () => {
    scene.declare({ accounts: { cloud: { ...scene.place, entries: ["only"], whitelist: ["guest-*"] } } });
    await scene.setSecrets({ "accounts.cloud.only.key": "k" });
    await scene.make("up");
    const rivals = ["mine", "yours"].map((name) => {
      const pools = { [name]: scene.pool(withAccount(name)) };
      return { name, stack: borrowers.stackOf(name, { pools }) };
    });
    const runs = await Promise.all(rivals.map(({ stack }) => stack.make("up")));
    expect(runs.map(({ code }) => code === 0).sort()).toEqual([false, true]);
    const [loser, winner] = runs[0]?.code === 0 ? [rivals[1], rivals[0]] : [rivals[0], rivals[1]];
    expect(runs.find(({ code }) => code !== 0)?.output).toMatch(/no free account cloud/);
    if (loser === undefined || winner === undefined) throw new Error("nobody has won");
    expect((await scene.ledger(winner.name)).map(({ record }) => record.accounts["cloud"])).toEqual(["only"]);
    expect(await scene.ledger(loser.name)).toEqual([]);

    await succeeds(winner.stack, "destroy");
    await succeeds(loser.stack, "up");
    expect(await scene.states(loser.name)).toEqual(["clean"]);
  });
});

function withAccount(name: string): Readonly<Record<string, unknown>> {
  const { build, ...rest } = request(name) as { build: object };
  return { ...rest, build: { ...build, accounts: [{ name: "cloud" }] } };
}
