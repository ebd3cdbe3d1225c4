import { KubeError } from "../../../clients/kubernetes/errors.js";
import type { FakeRequest } from "../../../clients/kubernetes/fake/requests.js";
import { without } from "../../../clients/kubernetes/without.js";
import { ArtifactWorld, leaseInputs, NAMESPACE, OTHER_STACK, poolInputs } from "./world.js";

/** What a borrower may do by the cluster's rules: read the pool, read and update the slots, each by its name. */
function confine(world: ArtifactWorld): () => void {
  const may = ({ verb, kind, name }: FakeRequest): boolean =>
    verb === "discover" ||
    (kind === "ConfigMap" && verb === "get" && name === "pool-carv01") ||
    (kind === "Secret" && ["get", "replace"].includes(verb) && /^inst-carv01-\d$/.test(name ?? ""));
  return world.kubernetes.inject((request, moment) =>
    moment === "before" && !may(request)
      ? new KubeError("Forbidden", {
          what: `may not ${request.verb} ${request.kind}`,
          where: "it",
          status: 403,
        })
      : undefined,
  );
}

const WEB = { team: "web" };

describe("a lease", () => {
  test("is refused to a team that is not on the whitelist, in the preview already", async () => {
    const world = new ArtifactWorld();
    await world.pool().up(poolInputs({}, { whitelist: ["shop-*"] }));
    const lease = world.lease("web", OTHER_STACK);
    await expect(lease.plan(leaseInputs(WEB))).rejects.toThrow(/may not be used by team web/);
    await expect(lease.up(leaseInputs(WEB))).rejects.toThrow(/may not be used by team web/);
    expect(await lease.up(leaseInputs({ team: "shop-eu" }))).toMatchObject({ slot: 0 });
  });

  test("can be had with the rights of a borrower only; the pool is then left to its owner", async () => {
    const world = new ArtifactWorld();
    const pool = world.pool();
    await pool.up(poolInputs({ total: 2, target: 1 }, { whitelist: ["web"] }));
    const lease = world.lease("web", OTHER_STACK);
    const free = confine(world);
    const outputs = await lease.up(leaseInputs(WEB));
    expect(outputs.results).toEqual({ endpoint: `endpoint of ${outputs.instance}` });
    expect(world.lines).toContainEqual(expect.stringMatching(/is left to its owner: .*may not list/));
    expect(await lease.refresh()).toBe(true);
    await lease.down();
    expect(world.states()).toBe("0 dirty");
    free();
    await pool.up(poolInputs({ total: 2, target: 1 }, { whitelist: ["web"] }));
    expect(world.ledger().map(({ record }) => record.state)).toEqual(["clean"]);
  });

  test("waits for an instance that somebody gives back, and says why there is none when its time is over", async () => {
    const world = new ArtifactWorld();
    await world.pool().up(poolInputs({ total: 1, onReturn: "keep" }, { whitelist: ["web"] }));
    const first = world.lease("first");
    await first.up(leaseInputs());
    const second = world.lease("second", OTHER_STACK);
    await expect(second.up(leaseInputs({ ...WEB, waitSeconds: 10 }))).rejects.toThrow(
      /no instance is available: 1 borrowed, of at most 1; borrowed: 0-r0001 by abc123\/shop\/dev\/first since .*, after 10 s/,
    );
    const waiting = second.up(leaseInputs({ ...WEB, waitSeconds: 100_000 }));
    await first.down();
    expect(await waiting).toMatchObject({ instance: "0-r0001" });
  });

  test("says what it will take, or what it waits for", async () => {
    const world = new ArtifactWorld();
    const lease = world.lease();
    expect((await lease.plan(leaseInputs()))?.notes).toEqual(["artifact carv01 does not exist yet"]);
    await expect(lease.up(leaseInputs())).rejects.toThrow(/there is no pool of this name/);
    await world.pool().up(poolInputs());
    expect((await lease.plan(leaseInputs()))?.steps).toEqual([
      "borrow an instance of carv01, by now 0-r0001",
    ]);
    await lease.up(leaseInputs());
    const other = await world.lease("other").plan(leaseInputs());
    expect(other?.steps).toEqual(["waits up to 600 s for an instance of carv01"]);
    expect(other?.notes).toContainEqual(expect.stringMatching(/1 borrowed, of at most 1/));
  });

  test("of results that instances do not have is refused at once", async () => {
    const world = new ArtifactWorld();
    await world.pool().up(poolInputs());
    await expect(world.lease().up(leaseInputs({ expects: ["password"] }))).rejects.toThrow(
      /instance 0-r0001 has no result password; it has: endpoint/,
    );
    expect(world.states()).toBe("0 clean");
  });

  test("takes the oldest instance or a fresh one", async () => {
    const world = new ArtifactWorld();
    const pool = world.pool();
    await pool.up(poolInputs({ total: 3, target: 1 }));
    world.now += 60_000;
    await pool.up(poolInputs({ total: 3, target: 2 }));
    const fresh = await world.lease("a").up(leaseInputs({ replenish: false }));
    const oldest = await world.lease("b").up(leaseInputs({ replenish: false, prefer: "oldest" }));
    expect([fresh.instance, oldest.instance]).toEqual(["1-r0002", "0-r0001"]);
  });

  test("brings back nothing that was released meanwhile and borrowed by another", async () => {
    const world = new ArtifactWorld();
    await world.pool().up(poolInputs({ onReturn: "keep" }));
    const lease = world.lease("old");
    await lease.up(leaseInputs());
    const known = lease.state;
    const object = world.kubernetes.peek({
      apiVersion: "v1",
      kind: "Secret",
      namespace: NAMESPACE,
      name: "inst-carv01-0",
    });
    const record = without(world.ledger()[0]!.record, "lease");
    const text = Buffer.from(JSON.stringify({ ...record, state: "clean" })).toString("base64");
    world.kubernetes.seed({ ...object!, data: { ...(object!["data"] as object), record: text } });
    expect(await lease.refresh()).toBe(false);
    const next = world.lease("new");
    await next.up(leaseInputs());
    await lease.down(known);
    expect(world.ledger()[0]!.record.lease?.holder).toMatch(/new$/);
  });

  test("and others of the same update each get one of their own, and the pool is at its target in the end", async () => {
    const world = new ArtifactWorld();
    await world.pool().up(poolInputs({ total: 5, target: 1 }));
    const leases = ["a", "b", "c"].map((name) => world.lease(name));
    const outputs = await Promise.all(leases.map((lease) => lease.up(leaseInputs())));
    expect(new Set(outputs.map(({ instance }) => instance)).size).toBe(3);
    expect(
      world
        .ledger()
        .map(({ record }) => record.state)
        .sort(),
    ).toEqual([...["borrowed", "borrowed", "borrowed", "clean"]]);
    expect(world.tekton.began).toHaveLength(4);
    await Promise.all(leases.map((lease) => lease.down()));
    expect(world.ledger().map(({ record }) => record.state)).toEqual(["clean"]);
  });

  test("stays with its pool when replenishing fails: that is a remark", async () => {
    const world = new ArtifactWorld();
    await world.pool().up(poolInputs({ total: 2, retry: { maxFailed: 0 } }));
    world.tekton.script = ({ phase }) =>
      phase === "build" ? { ends: "badly", exitCode: 5 } : { ends: "well" };
    const lease = world.lease();
    expect(await lease.up(leaseInputs())).toMatchObject({ slot: 0 });
    expect(world.lines).toContainEqual(expect.stringMatching(/^warning: .*exit code 5/s));
  });

  test("is given back though its instance cannot be cleaned; the pool sees to that later", async () => {
    const world = new ArtifactWorld();
    const pool = world.pool();
    await pool.up(poolInputs({ total: 2 }));
    const lease = world.lease();
    await lease.up(leaseInputs());
    world.tekton.script = ({ phase }) =>
      phase === "clean" ? { ends: "badly", exitCode: 6 } : { ends: "well" };
    await lease.down();
    expect(world.states()).toBe("0 failed, 1 clean");
    expect(world.lines).toContainEqual(expect.stringMatching(/^warning: .*exit code 6/s));
    world.tekton.script = () => ({ ends: "well" });
    await pool.up(poolInputs({ total: 2 }));
    expect(world.states()).toBe("1 clean");
  });
});

test("a pool is deleted in spite of its borrowers only if that is asked for", async () => {
  const world = new ArtifactWorld();
  const pool = world.pool();
  await pool.up(poolInputs());
  const lease = world.lease();
  await lease.up(leaseInputs({ replenish: false }));
  await expect(pool.down()).rejects.toThrow(
    /0-r0001 by abc123\/shop\/dev\/web.*groundplan artifact release/s,
  );
  await pool.up(poolInputs({ forceReturn: true }));
  await pool.down();
  expect(world.left()).toEqual([]);
  expect(world.lines).toContainEqual(expect.stringMatching(/is taken away from abc123\/shop\/dev\/web/));
  await lease.down();
  expect(lease.state).toBeUndefined();
});
