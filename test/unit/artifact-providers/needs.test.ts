import { isObject } from "../../../model/shared/json.js";
import { ArtifactWorld, leaseInputs, NAMESPACE, OTHER_STACK, poolInputs, units } from "./world.js";

const GCP = { labels: { "groundplan.dev/account": "gcp" } };

function owned(team: string, whitelist: readonly string[] = []): { annotations: Record<string, string> } {
  return {
    annotations: { "groundplan.dev/team": team, "groundplan.dev/whitelist": JSON.stringify(whitelist) },
  };
}

function texts(world: ArtifactWorld, name: string): Record<string, string> {
  const secret = world.kubernetes.peek({ apiVersion: "v1", kind: "Secret", namespace: NAMESPACE, name });
  const data = isObject(secret?.["data"]) ? secret["data"] : {};
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(String(value), "base64").toString()]),
  );
}

function seen(world: ArtifactWorld, name: (instance: string) => string): Record<string, string>[] {
  return world.ledger().map(({ record }) => texts(world, name(record.instance)));
}

describe("accounts", () => {
  const inputs = (settings: object): Record<string, unknown> =>
    poolInputs(settings, units({ more: { accounts: [{ name: "gcp" }] } }));

  test("give each instance an entry of its own, and get it back", async () => {
    const world = new ArtifactWorld();
    for (const entry of ["a", "b"]) world.secret(`account-gcp-${entry}`, { key: `key-${entry}` }, GCP);
    const pool = world.pool();
    await pool.up(inputs({ total: 2, target: 2 }));
    const keys = seen(world, (instance) => `acnt-carv01-${instance}-gcp`).map(({ key }) => key);
    expect(keys.sort()).toEqual(["key-a", "key-b"]);
    await pool.up(inputs({ total: 2, target: 1 }));
    expect(world.kubernetes.objects("Lease")).toHaveLength(1);
    await pool.down();
    expect(world.left()).toEqual(["Secret account-gcp-a", "Secret account-gcp-b"]);
  });

  test("that are used up are told in the preview and in the error, with who holds them", async () => {
    const world = new ArtifactWorld();
    world.secret("account-gcp-a", { key: "key-a" }, GCP);
    const pool = world.pool();
    const plan = await pool.plan(inputs({ total: 2, target: 2 }));
    expect(plan?.summary).toMatch(/^1 to build, blocked: .*no free account gcp/);
    await expect(pool.up(inputs({ total: 2, target: 2 }))).rejects.toThrow(
      /1 of 2 instances are there \(PendingAccount\).*account gcp/,
    );
    expect(world.states()).toBe("0 clean");
  });

  test("of another team are not used unless it shares them", async () => {
    const world = new ArtifactWorld();
    world.secret("account-gcp-a", { key: "key-a" }, { ...GCP, ...owned("other") });
    const pool = world.pool();
    await expect(pool.up(inputs({}))).rejects.toThrow(/account gcp/);
    expect(world.tekton.began).toEqual([]);
    world.secret("account-gcp-a", { key: "key-a" }, { ...GCP, ...owned("other", ["plat*"]) });
    expect(await pool.up(inputs({}))).toMatchObject({ phase: "Succeeded" });
  });

  test("held by an instance that is gone from the ledger come back", async () => {
    const world = new ArtifactWorld();
    world.secret("account-gcp-a", { key: "key-a" }, GCP);
    world.kubernetes.seed({
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name: "lease-gcp-a", namespace: NAMESPACE, labels: GCP.labels },
      spec: { holderIdentity: "carv01/7-gone0" },
    });
    expect(await world.pool().up(inputs({}))).toMatchObject({ phase: "Succeeded" });
  });
});

describe("shared secrets", () => {
  const inputs = (): Record<string, unknown> =>
    poolInputs({ updateStrategy: "Recreate" }, units({ more: { secrets: [{ name: "dns" }] } }));

  test("are copied for the runs, and make instances stale when they change", async () => {
    const world = new ArtifactWorld();
    world.secret("shared-dns", { token: "one" }, owned("infra", ["platform"]));
    const pool = world.pool();
    await pool.up(inputs());
    const [first] = world.ledger();
    expect(texts(world, "sec-carv01-dns")).toEqual({ token: "one" });
    expect(await pool.plan(inputs())).toMatchObject({ steps: [] });
    world.secret("shared-dns", { token: "two" }, owned("infra", ["platform"]));
    expect((await pool.plan(inputs()))?.summary).toBe("1 to build, 1 to clean, 1 stale");
    await pool.up(inputs());
    expect(texts(world, "sec-carv01-dns")).toEqual({ token: "two" });
    expect(world.ledger()[0]?.record.instance).not.toBe(first?.record.instance);
    await pool.down();
    expect(world.left()).toEqual(["Secret shared-dns"]);
  });

  test.each([
    ["is missing", undefined, /Secret shared-dns does not exist in train/],
    ["belongs to a team that does not share it", owned("infra"), /may not be used by team platform/],
    ["names no owner", {}, /names no team that owns it/],
  ])("one that %s stops the update before anything is built", async (_what, metadata, message) => {
    const world = new ArtifactWorld();
    if (metadata !== undefined) world.secret("shared-dns", { token: "one" }, metadata);
    const pool = world.pool();
    expect((await pool.plan(inputs()))?.notes).toContainEqual(expect.stringMatching(message));
    await expect(pool.up(inputs())).rejects.toThrow(message);
    expect(world.ledger()).toEqual([]);
  });
});

describe("references", () => {
  const inputs = (settings: object = {}): Record<string, unknown> =>
    poolInputs(settings, { name: "app", refs: ["carv01"] });

  async function both(settings: object = {}, opsman: object = { total: 3, target: 1 }) {
    const world = new ArtifactWorld();
    const base = world.pool("carv01");
    await base.up(poolInputs(opsman));
    const pool = world.pool("app");
    return { world, base, pool, up: () => pool.up(inputs(settings)) };
  }

  test("borrow an instance of the other artifact for each of one's own, with its results", async () => {
    const { world, pool, base, up } = await both({ total: 2, target: 2 });
    // The other pool has one at a time: it builds the next one for the second.
    expect(await up()).toMatchObject({ counts: { clean: 2 } });
    const borrowed = world.ledger("carv01").filter(({ record }) => record.state === "borrowed");
    const own = world.ledger("app").map(({ record }) => `app/${record.instance}`);
    expect(borrowed.map(({ record }) => record.lease?.holder).sort()).toEqual(own.sort());
    const [first] = world.ledger("app");
    const ref = first!.record.refs["carv01"]!;
    expect(texts(world, `ref-app-${first!.record.instance}`)).toEqual({
      carv01: JSON.stringify({ inst_id: ref.instance, results: { endpoint: `endpoint of ${ref.instance}` } }),
      "carv01.endpoint": `endpoint of ${ref.instance}`,
    });
    // It is at its target again in the same update.
    expect(world.states("carv01")).toBe("0 borrowed, 1 borrowed, 2 clean");
    expect((await base.plan(poolInputs({ total: 3, target: 1 })))?.steps).toEqual([]);
    await expect(base.down()).rejects.toThrow(/borrowed: .* by app\/0-/);
    await pool.down();
    expect(world.states("carv01")).toBe("2 clean");
    await base.down();
    expect(world.left()).toEqual([]);
  });

  test("wait as PendingArtRef while there is none to be had", async () => {
    const { up } = await both({ total: 2, target: 2 }, { total: 1, target: 1 });
    await expect(up()).rejects.toThrow(/1 of 2 instances are there \(PendingArtRef\)/);
  });

  test("need the other team's leave", async () => {
    const { world } = await both();
    const pool = world.pool("app", OTHER_STACK);
    const foreign = { ...inputs(), team: "web" };
    expect((await pool.plan(foreign))?.notes).toContainEqual(
      expect.stringMatching(/artifact carv01 may not be used by team web/),
    );
    await expect(pool.up(foreign)).rejects.toThrow(/carv01 may not be used by team web/);
    expect(world.states("carv01")).toBe("0 clean");
  });

  test("of an instance that is gone from the ledger are given back", async () => {
    const { world, up } = await both({}, { total: 1, target: 1 });
    await up();
    world.kubernetes.vanish({ apiVersion: "v1", kind: "Secret", namespace: NAMESPACE, name: "inst-app-0" });
    expect(await up()).toMatchObject({ phase: "Succeeded" });
    expect(world.ledger("carv01").map(({ record }) => record.lease?.holder)).toEqual([
      `app/${world.ledger("app")[0]!.record.instance}`,
    ]);
  });
});

test("a lease of an instance tells its results and nothing of the others", async () => {
  const world = new ArtifactWorld();
  await world.pool().up(poolInputs({ total: 2, target: 2 }, { whitelist: ["web"] }));
  const lease = world.lease("web", OTHER_STACK);
  const outputs = await lease.up(leaseInputs({ team: "web", replenish: false }));
  const other = world.ledger().find(({ record }) => record.instance !== outputs.instance);
  expect(outputs.results).toEqual({ endpoint: `endpoint of ${outputs.instance}` });
  expect(JSON.stringify(outputs)).not.toContain(other!.record.instance);
});
