import { ArtifactWorld, leaseInputs, NAMESPACE, poolInputs, units } from "./world.js";

jest.setTimeout(120_000);

/** A world with something in it, and an operation whose process may die; the next process repeats the operation. */
interface Case {
  readonly world: ArtifactWorld;
  run(): Promise<unknown>;
  /** A dead process has told its engine nothing. */
  forget?(): void;
  /** What must hold once an operation has ended well. */
  check(): void;
  /** What must hold after everything was destroyed. */
  destroy(): Promise<void>;
}

const SETTINGS = { total: 3, target: 2, retry: { maxFailed: 5 } };

function shared(world: ArtifactWorld): void {
  const labels = { "groundplan.dev/account": "gcp" };
  for (const entry of ["a", "b", "c"])
    world.secret(`account-gcp-${entry}`, { key: `key-${entry}` }, { labels });
  const annotations = { "groundplan.dev/team": "platform", "groundplan.dev/whitelist": "[]" };
  world.secret("shared-dns", { token: "dns-token" }, { annotations });
}

const WITH_NEEDS = units({ more: { accounts: [{ name: "gcp" }], secrets: [{ name: "dns" }] } });

function checkPool(world: ArtifactWorld, clean: number): void {
  expect(world.ledger().filter(({ record }) => record.state === "clean")).toHaveLength(clean);
  expect(world.most.get("carv01") ?? 0).toBeLessThanOrEqual(3);
  expect(world.runs()).toEqual([]);
  // One lease for each instance, and each lease's entry is another one.
  const leases = world.kubernetes
    .objects("Lease")
    .map(({ spec }) => (spec as { holderIdentity: string }).holderIdentity);
  const holders = world.ledger().map(({ record }) => `carv01/${record.instance}`);
  expect(leases.sort()).toEqual(holders.sort());
}

function remaining(world: ArtifactWorld): string[] {
  return world.left().filter((name) => !/^Secret (account-gcp-[abc]|shared-dns)$/.test(name));
}

const cases: Record<string, () => Promise<Case>> = {
  "the creation of a pool": async () => {
    const world = new ArtifactWorld();
    shared(world);
    const pool = world.pool();
    return {
      world,
      run: () => pool.up(poolInputs(SETTINGS, WITH_NEEDS)),
      forget: () => {
        pool.state = undefined;
      },
      check: () => {
        checkPool(world, 2);
      },
      destroy: () => pool.down(),
    };
  },
  "an update to another spec": async () => {
    const world = new ArtifactWorld();
    shared(world);
    const pool = world.pool();
    await pool.up(poolInputs({ ...SETTINGS, target: 1 }, WITH_NEEDS));
    const known = pool.state;
    const next = units({ image: "other", more: { accounts: [{ name: "gcp" }], secrets: [{ name: "dns" }] } });
    return {
      world,
      run: () => pool.up(poolInputs({ ...SETTINGS, target: 1, updateStrategy: "Rolling" }, next)),
      forget: () => {
        pool.state = known;
      },
      check: () => {
        checkPool(world, 1);
        expect(new Set(world.ledger().map(({ record }) => record.specHash)).size).toBe(1);
      },
      destroy: () => pool.down(),
    };
  },
  "a lease that is taken": async () => {
    const world = new ArtifactWorld();
    shared(world);
    const pool = world.pool();
    await pool.up(poolInputs({ ...SETTINGS, target: 1 }, WITH_NEEDS));
    const lease = world.lease();
    return {
      world,
      run: () => lease.up(leaseInputs()),
      forget: () => {
        lease.state = undefined;
      },
      check: () => {
        checkPool(world, 1);
        const borrowed = world.ledger().filter(({ record }) => record.state === "borrowed");
        expect(borrowed.map(({ record }) => record.instance)).toEqual([lease.state?.outputs.instance]);
      },
      destroy: async () => {
        await lease.down();
        await pool.down();
      },
    };
  },
  "a lease that is given back": async () => {
    const world = new ArtifactWorld();
    shared(world);
    const pool = world.pool();
    await pool.up(poolInputs({ ...SETTINGS, target: 1 }, WITH_NEEDS));
    const lease = world.lease();
    await lease.up(leaseInputs());
    const held = lease.state;
    return {
      world,
      run: () => lease.down(held),
      check: () => {
        expect(world.ledger().filter(({ record }) => record.state === "borrowed")).toEqual([]);
      },
      destroy: () => pool.down(),
    };
  },
  "a pool that refers to another one": async () => {
    const world = new ArtifactWorld();
    shared(world);
    const base = world.pool();
    await base.up(poolInputs({ total: 3, target: 1 }));
    const app = world.pool("app");
    return {
      world,
      run: () => app.up(poolInputs({ total: 1, target: 1 }, { name: "app", refs: ["carv01"] })),
      forget: () => {
        app.state = undefined;
      },
      check: () => {
        const holders = world.ledger().flatMap(({ record }) => record.lease?.holder ?? []);
        expect(holders).toEqual(world.ledger("app").map(({ record }) => `app/${record.instance}`));
        expect(world.ledger("app").map(({ record }) => record.state)).toEqual(["clean"]);
      },
      destroy: async () => {
        await app.down();
        await base.down();
      },
    };
  },
  "the deletion of a pool": async () => {
    const world = new ArtifactWorld();
    shared(world);
    const pool = world.pool();
    await pool.up(poolInputs(SETTINGS, WITH_NEEDS));
    const known = pool.state;
    return {
      world,
      run: () => pool.down(known),
      check: () => {
        expect(remaining(world)).toEqual([]);
      },
      destroy: () => Promise.resolve(),
    };
  },
};

// Being killed before a write is being killed after the one before it; reads leave nothing behind.
test.each(Object.entries(cases))(
  "%s goes on when its process is killed after any write",
  async (_name, make) => {
    const whole = await make();
    const first = whole.world.writesSent;
    await whole.run();
    whole.check();
    const count = whole.world.writesSent - first;
    expect(count).toBeGreaterThan(3);
    for (let write = 1; write <= count; write += 1) {
      const { world, run, check, destroy, forget } = await make();
      world.diesAt = world.writesSent + write;
      const killed = await run().then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : "no error"),
      );
      world.revive();
      if (killed !== undefined) forget?.();
      try {
        if (killed !== undefined) expect(killed).toMatch(/process was killed/);
        await run();
        check();
        await destroy();
        expect(remaining(world)).toEqual([]);
      } catch (error) {
        throw new Error(
          `killed after write ${write} of ${count}: ${error instanceof Error ? error.message : ""}`,
          { cause: error },
        );
      }
    }
  },
);

test("the cases mount what they are about", async () => {
  const world = new ArtifactWorld();
  shared(world);
  await world.pool().up(poolInputs(SETTINGS, WITH_NEEDS));
  const [first] = world.ledger();
  const secret = world.kubernetes.peek({
    apiVersion: "v1",
    kind: "Secret",
    namespace: NAMESPACE,
    name: `acnt-carv01-${first!.record.instance}-gcp`,
  });
  const entry = first!.record.accounts["gcp"] ?? "";
  expect(secret?.["data"]).toEqual({ key: Buffer.from(`key-${entry}`).toString("base64") });
  expect(world.left()).toContain("Secret sec-carv01-dns");
});
