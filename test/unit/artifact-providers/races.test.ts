import * as fc from "fast-check";
import type { KubernetesClient } from "../../../clients/kubernetes/types.js";
import type { KindContext } from "../../../providers/runtime/context.js";
import { ArtifactWorld, leaseInputs, OTHER_STACK, poolInputs, SCOPE, units } from "./world.js";

jest.setTimeout(120_000);

const SCHEDULED: readonly string[] = ["get", "list", "create", "replace", "patch", "delete"];

/** A client of one process, each of whose requests a scheduler lets through. */
function scheduled(client: KubernetesClient, process: string, scheduler: fc.Scheduler): KubernetesClient {
  return new Proxy(client, {
    get(target, key) {
      if (key === "server") return `https://${process}.invalid`;
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== "function") return member;
      if (!SCHEDULED.includes(String(key))) return member.bind(target) as unknown;
      return async (...given: unknown[]) => {
        await scheduler.schedule(Promise.resolve(), `${process} ${String(key)}`);
        return Reflect.apply(member, target, given) as unknown;
      };
    },
  });
}

/** Processes that share a cluster: what each of them is told, it does in its own time. */
class Processes extends ArtifactWorld {
  /** The same world as one process has it. */
  as(process: string, scheduler: fc.Scheduler): ArtifactWorld {
    const client = scheduled(this.kubernetes, process, scheduler);
    const context = (resource: string, token: string, scope = SCOPE): KindContext => ({
      ...this.context(resource, token, scope),
      // Both kinds ask for a cluster only.
      target: <C>() => Promise.resolve(client as C),
      signal: AbortSignal.timeout(60_000),
    });
    return new Proxy<ArtifactWorld>(this, {
      get: (target, key) => (key === "context" ? context : (Reflect.get(target, key, target) as unknown)),
    });
  }

  /** Looks at each write whether there are more instances than there may be. */
  watchNumbers(total: number, target: number): void {
    this.kubernetes.inject((request, moment) => {
      if (moment !== "after" || !["create", "replace"].includes(request.verb)) return undefined;
      const records = this.ledger().map(({ record }) => record);
      expect(records.length).toBeLessThanOrEqual(total);
      const kept = records.filter(
        ({ state, run }) => state === "clean" || (state === "building" && run !== undefined),
      );
      expect(kept.length).toBeLessThanOrEqual(target);
      return undefined;
    });
  }
}

test("two processes that bring the same pool about never build more than its target", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 0, max: 2 }),
      async (scheduler, target, more) => {
        const world = new Processes();
        const inputs = poolInputs({ total: target + more, target });
        world.watchNumbers(target + more, target);
        const first = world.as("one", scheduler).pool();
        const second = world.as("two", scheduler).pool();
        const done = Promise.all([first.up(inputs), second.up(inputs)]);
        await scheduler.waitFor(done);
        expect(world.ledger().map(({ record }) => record.state)).toEqual(Array(target).fill("clean"));
        expect(world.runs()).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
});

test("two stacks that race for the last instance: one has it, the other waits for the next", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, room) => {
      const world = new Processes();
      const pool = world.pool();
      const total = room ? 2 : 1;
      await pool.up(poolInputs({ total, target: 1 }, { whitelist: ["web"] }));
      world.watchNumbers(total, 1);
      const one = world.as("one", scheduler).lease("one");
      const two = world.as("two", scheduler).lease("two", OTHER_STACK);
      const inputs = leaseInputs({ waitSeconds: 30 });
      const results = Promise.allSettled([one.up(inputs), two.up({ ...inputs, team: "web" })]);
      const [a, b] = await scheduler.waitFor(results);
      const borrowed = world.ledger().filter(({ record }) => record.state === "borrowed");
      if (room) {
        expect([a.status, b.status]).toEqual(["fulfilled", "fulfilled"]);
        expect(one.state?.outputs.instance).not.toBe(two.state?.outputs.instance);
        expect(borrowed).toHaveLength(2);
        return;
      }
      expect([a.status, b.status].sort()).toEqual(["fulfilled", "rejected"]);
      const loser = a.status === "rejected" ? a : b;
      expect(String((loser as PromiseRejectedResult).reason)).toMatch(
        /no instance is available: 1 borrowed, of at most 1/,
      );
      expect(borrowed).toHaveLength(1);
    }),
    { numRuns: 15 },
  );
});

test("two artifacts that race for the last entry of an account: one has it, the other says who", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const world = new Processes();
      const account = { "groundplan.dev/account": "gcp" };
      world.secret("account-gcp-a", { key: "key-a" }, { labels: account });
      const needs = units({ more: { accounts: [{ name: "gcp" }] } });
      const one = world.as("one", scheduler).pool("one");
      const two = world.as("two", scheduler).pool("two", OTHER_STACK);
      const results = Promise.allSettled([
        one.up(poolInputs({}, { ...needs, name: "one" })),
        two.up(poolInputs({}, { ...needs, name: "two" })),
      ]);
      const [a, b] = await scheduler.waitFor(results);
      expect([a.status, b.status].sort()).toEqual(["fulfilled", "rejected"]);
      const loser = a.status === "rejected" ? a : b;
      expect(String((loser as PromiseRejectedResult).reason)).toMatch(/no free account gcp/);
      const held = [...world.ledger("one"), ...world.ledger("two")];
      expect(held).toHaveLength(1);
      expect(world.kubernetes.objects("Lease")).toHaveLength(1);
    }),
    { numRuns: 20 },
  );
});
