import { ArtifactScene, request } from "../../support/artifact-scene.js";
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
    expect(await scene.make("preview")).toMatch(/1 to build, 1 to clean/);
    await scene.make("up");
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

  test("of two pools that want the last entry of an account one is built, and the other waits for it with the reason", async () => {
    const pools = (...names: string[]): object =>
      Object.fromEntries(names.map((name) => [name, scene.pool(withAccount(name))]));
    const account = { accounts: { cloud: { ...scene.place, entries: ["only"] } } };
    const declareAccount = async (...names: string[]): Promise<void> => {
      scene.declare({ ...account, pools: pools(...names) });
      await scene.setSecrets({ "accounts.cloud.only.key": "k" });
    };
    await declareAccount("mine", "yours");
    const run = await scene.stack.make("up");
    expect(run.code).not.toBe(0);
    expect(run.output).toMatch(/no free (entry of )?account.*cloud|account cloud/i);
    const all = [...(await scene.ledger("mine")), ...(await scene.ledger("yours"))];
    expect(all.filter(({ record }) => record.accounts["cloud"] === "only")).toHaveLength(1);

    const [winner = ""] = all.map(({ record }) => record.instance);
    const loser = (await scene.instances("mine")).includes(winner) ? "yours" : "mine";
    await declareAccount(loser);
    await scene.make("up");
    expect(await scene.states(loser)).toEqual(["clean"]);
  });

  function declare(numbers: { readonly total: number; readonly target: number }): void {
    scene.declare({
      pools: { shared: scene.pool(request("shared"), { ...numbers, whitelist: ["guest-*"] }) },
    });
  }

  /** A stack with a lease of the scene's artifact. */
  function another(name: string, lease: Readonly<Record<string, unknown>>): TestStack {
    const stack = new TestStack(scene.lab.folder, {}, undefined, name);
    others.push(stack);
    stack.configure(
      scene.config({
        team: `guest-${name}`,
        leases: {
          web: {
            ...{ artifact: "shared", cluster: "lab", namespace: scene.namespace },
            ...{ results: ["endpoint"], publicResults: ["endpoint"], ...lease },
          },
        },
      }),
    );
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
