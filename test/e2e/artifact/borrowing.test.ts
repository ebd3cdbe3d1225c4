import { ArtifactScene, request, type Artifacts } from "../../support/artifact-scene.js";
import { TestStack } from "../../support/stack.js";

jest.setTimeout(300_000);

describe("instances that other stacks borrow", () => {
  const scene = new ArtifactScene("borrowing");
  const others: TestStack[] = [];

  afterEach(async () => {
    for (const other of others.splice(0)) {
      await other.make("destroy");
      await other.dispose();
    }
  });

  test("a borrower gets an instance with its results, the pool is filled up at once, and what comes back is cleaned", async () => {
    declare({ total: 3, target: 1 });
    await scene.make("up");
    const [first = ""] = await scene.instances("shared");
    const borrower = another("borrower", {});
    await succeeds(borrower, "up");

    const lent = await outputOf(borrower);
    expect(lent).toMatchObject({ borrowed: `shared/${first}`, endpoint: `built ${first}` });
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

  test("an instance that is given back uncleaned is cleaned and built again by the owner's next up", async () => {
    declare({ total: 1, target: 1 });
    await scene.make("up");
    const [first = ""] = await scene.instances("shared");
    const borrower = another("careless", { cleanOnReturn: false });
    await succeeds(borrower, "up");
    await succeeds(borrower, "destroy");
    expect(await scene.states("shared")).toEqual(["dirty"]);
    await scene.make("refresh");
    expect(await scene.make("up")).toMatch(/1 to build, 1 to clean/);
    expect(await scene.states("shared")).toEqual(["clean"]);
    expect(await scene.instances("shared")).not.toContain(first);
  });

  test("of two stacks that want the last instance one gets it, and the other is told that there is none", async () => {
    declare({ total: 1, target: 1 });
    await scene.make("up");
    await scene.recorder.mostSlots();
    const rivals = ["left", "right"].map((name) => another(name, { waitSeconds: 3 }));
    const runs = await Promise.all(rivals.map((rival) => rival.make("up")));
    expect(runs.map(({ code }) => code === 0).sort()).toEqual([false, true]);
    const lost = runs.find(({ code }) => code !== 0)?.output ?? "";
    expect(lost).toMatch(/no (clean )?instance/i);
    const ledger = await scene.ledger("shared");
    expect(ledger.map(({ record }) => record.state)).toEqual(["borrowed"]);
    expect(await scene.recorder.mostSlots()).toBe(1);
  });

  test("while an instance is borrowed the pool is not deleted, and says who has it", async () => {
    declare({ total: 2, target: 1 });
    await scene.make("up");
    const borrower = another("holder", {});
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
      return { name, stack: stackOf(name, { pools }) };
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

  function declare(numbers: { readonly total: number; readonly target: number }): void {
    scene.declare({
      pools: { shared: scene.pool(request("shared"), { ...numbers, whitelist: ["guest-*"] }) },
    });
  }

  /** A stack with a lease of the scene's artifact. */
  function another(name: string, lease: Readonly<Record<string, unknown>>): TestStack {
    return stackOf(name, {
      leases: {
        web: {
          ...{ artifact: "shared", cluster: "lab", namespace: scene.namespace },
          ...{ results: ["endpoint"], publicResults: ["endpoint"], ...lease },
        },
      },
    });
  }

  function stackOf(name: string, artifacts: Artifacts): TestStack {
    const stack = new TestStack(scene.lab.folder, {}, undefined, name);
    others.push(stack);
    stack.configure(scene.config({ team: `guest-${name}`, ...artifacts }));
    return stack;
  }

  async function outputOf(stack: TestStack): Promise<unknown> {
    const { artifacts } = (await stack.outputs()) as { artifacts: Record<string, unknown> };
    return artifacts["web"];
  }
});

function withAccount(name: string): Readonly<Record<string, unknown>> {
  const { build, ...rest } = request(name) as { build: object };
  return { ...rest, build: { ...build, accounts: [{ name: "cloud" }] } };
}

async function succeeds(stack: TestStack, operation: "up" | "destroy"): Promise<void> {
  const { code, output } = await stack.make(operation);
  if (code !== 0) throw new Error(`${operation} failed:\n${output}`);
}
