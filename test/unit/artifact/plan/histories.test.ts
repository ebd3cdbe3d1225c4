import fc from "fast-check";
import { planPool } from "../../../../model/artifact/plan/plan-pool.js";
import type { PoolPlan } from "../../../../model/artifact/plan/types.js";
import { poolSettings } from "../../../../model/artifact/settings.js";
import { SimulatedPool } from "./simulated-pool.js";

/** One thing that happens to a pool; `pick` chooses among what there is. */
interface Happening {
  readonly what:
    | "start"
    | "startAll"
    | "well"
    | "badly"
    | "vanished"
    | "borrow"
    | "return"
    | "keep"
    | "resize"
    | "strategy"
    | "spec"
    | "reset"
    | "pause"
    | "wait";
  readonly pick: number;
}

const SETTINGS = fc
  .record({
    total: fc.nat(8),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    updateStrategy: fc.constantFrom("OnReplenish" as const, "Recreate" as const, "Rolling" as const, {
      type: "Rolling" as const,
      maxSurge: 0,
    }),
    scaleDown: fc.constantFrom("staleFirst" as const, "oldest" as const, "newest" as const),
    maxFailed: fc.nat(3),
    ttl: fc.option(fc.integer({ min: 600, max: 6000 }), { nil: undefined }),
  })
  .map(({ total, share, maxFailed, ttl, ...rest }) => ({
    ...rest,
    total,
    target: Math.floor(share * total),
    retry: { maxFailed },
    ...(ttl === undefined ? {} : { ttl }),
  }));

const HAPPENING: fc.Arbitrary<Happening> = fc.record({
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom("start" as const, "startAll" as const, "well" as const) },
    {
      weight: 5,
      arbitrary: fc.constantFrom(
        "badly" as const,
        "vanished" as const,
        "borrow" as const,
        "return" as const,
        "keep" as const,
        "wait" as const,
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        "resize" as const,
        "strategy" as const,
        "spec" as const,
        "reset" as const,
        "pause" as const,
      ),
    },
  ),
  pick: fc.nat(1_000_000),
});

const HISTORY = fc.record({
  settings: SETTINGS,
  accountEntries: fc.option(fc.nat(6), { nil: undefined }),
  happenings: fc.array(HAPPENING, { maxLength: 60 }),
});

function pick<T>(list: readonly T[], number: number): T | undefined {
  return list[number % Math.max(1, list.length)];
}

function happen(pool: SimulatedPool, { what, pick: number }: Happening): void {
  const one = (...states: Parameters<SimulatedPool["in"]>): string | undefined =>
    pick(pool.in(...states), number);
  switch (what) {
    case "start": {
      const action = pick(pool.plan().actions, number);
      if (action !== undefined) pool.start(action);
      break;
    }
    case "startAll": {
      const { actions } = pool.plan();
      const from = number % Math.max(1, actions.length);
      for (const action of [...actions.slice(from), ...actions.slice(0, from)]) {
        pool.start(action);
        if (action.do === "build") expect(pool.records.length).toBeLessThanOrEqual(pool.settings.total);
      }
      break;
    }
    case "well":
    case "badly":
    case "vanished": {
      const instance = one("building", "cleaning");
      if (instance !== undefined) pool.end(instance, what);
      break;
    }
    case "borrow": {
      const instance = one("clean");
      if (instance !== undefined) pool.borrow(instance);
      break;
    }
    case "return":
    case "keep": {
      const instance = one("borrowed");
      if (instance !== undefined) pool.giveBack(instance, what === "keep");
      break;
    }
    case "resize": {
      const total = number % 9;
      pool.settings = poolSettings.parse({ ...pool.settings, total, target: number % (total + 1) });
      break;
    }
    case "strategy": {
      const updateStrategy = pick(["OnReplenish", "Recreate", "Rolling"] as const, number)!;
      pool.settings = poolSettings.parse({ ...pool.settings, updateStrategy });
      break;
    }
    case "spec":
      pool.specHash = `spec-${number % 3}`;
      break;
    case "reset":
      pool.settings = { ...pool.settings, retry: { ...pool.settings.retry, resetToken: String(number) } };
      break;
    case "pause":
      pool.settings = { ...pool.settings, paused: !pool.settings.paused };
      break;
    case "wait":
      pool.now += (number % 3000) * 1000;
      break;
  }
}

function expectSafe(pool: SimulatedPool, plan: PoolPlan): void {
  const { total } = pool.settings;
  const builds = plan.actions.filter((action) => action.do === "build");
  const cleans = plan.actions.filter((action) => action.do === "clean");
  const slots = builds.map(({ slot }) => slot);
  const taken = pool.records.map(({ slot }) => slot);
  expect(new Set([...slots, ...taken]).size).toBe(slots.length + taken.length);
  for (const slot of slots) expect(slot).toBeLessThan(total);
  if (builds.length > 0) expect(pool.records.length + builds.length).toBeLessThanOrEqual(total);

  const cleaned = cleans.map(({ instance }) => instance);
  expect(new Set(cleaned).size).toBe(cleaned.length);
  const cleanable = new Set(pool.in("clean", "dirty", "failed"));
  for (const instance of cleaned) expect(cleanable).toContain(instance);

  if (pool.accountEntries !== undefined) {
    const held = pool.records.filter(({ accounts }) => "gcp" in accounts).length;
    expect(held + builds.length).toBeLessThanOrEqual(Math.max(held, pool.accountEntries));
  }
  if (pool.settings.paused) expect(plan.actions).toEqual([]);
  expect([...plan.awaited].sort()).toEqual(pool.in("building", "cleaning").sort());
}

/** A pool after a history, and what is planned for it, with the planner's promises checked at every step. */
function lived({
  settings,
  accountEntries,
  happenings,
}: typeof HISTORY extends fc.Arbitrary<infer T> ? T : never) {
  const pool = new SimulatedPool(settings);
  pool.accountEntries = accountEntries;
  for (const happening of happenings) {
    const borrowed = new Set(pool.in("borrowed"));
    happen(pool, happening);
    if (happening.what !== "return" && happening.what !== "keep") {
      for (const instance of borrowed) expect(pool.in("borrowed")).toContain(instance);
    }
    expectSafe(pool, pool.plan());
  }
  return pool;
}

describe("through any history", () => {
  it("no plan exceeds total, an account or what may be touched", () => {
    fc.assert(
      fc.property(HISTORY, (history) => void lived(history)),
      { numRuns: 300 },
    );
  });

  it("the runs are as many as forecast in whatever order they end and are started", () => {
    fc.assert(
      fc.property(HISTORY, fc.infiniteStream(fc.nat()), (history, dice) => {
        const pool = lived(history);
        pool.settings = poolSettings.parse({ ...pool.settings, ttl: 1_000_000, paused: false });
        const { forecast } = pool.plan();
        expect(pool.settle(() => dice.next().value as number)).toEqual(forecast);
      }),
      { numRuns: 300 },
    );
  });

  it("a pool comes to rest, with as many runs as forecast, and then nothing is planned", () => {
    fc.assert(
      fc.property(HISTORY, (history) => {
        const pool = lived(history);
        pool.settings = poolSettings.parse({ ...pool.settings, ttl: 1_000_000, paused: false });
        const { forecast } = pool.plan();
        expect(pool.settle()).toEqual(forecast);
        const { actions, awaited, forecast: then } = pool.plan();
        expect({ actions, awaited, then }).toEqual({
          actions: [],
          awaited: [],
          then: { build: 0, clean: 0 },
        });
      }),
      { numRuns: 300 },
    );
  });

  it("a pool without faults and with enough accounts reaches its target, or uses every slot", () => {
    fc.assert(
      fc.property(HISTORY, (history) => {
        const pool = lived(history);
        pool.accountEntries = undefined;
        const retry = { ...pool.settings.retry, maxFailed: 1000, maxFailedRatio: 1, resetToken: "anew" };
        pool.settings = poolSettings.parse({ ...pool.settings, ttl: 1_000_000, paused: false, retry });
        pool.settle();
        const clean = pool.in("clean").length;
        const inUse = pool.in("borrowed").length;
        const { total, target } = pool.settings;
        expect(clean).toBe(Math.max(0, Math.min(target, total - inUse)));
        expect(pool.records.length).toBe(clean + inUse);
        expect(["Succeeded", "NotScheduled"].includes(pool.plan().phase)).toBe(clean === target);
      }),
      { numRuns: 400 },
    );
  });

  it("a pool of total 0 is drained, apart from what is borrowed", () => {
    fc.assert(
      fc.property(HISTORY, (history) => {
        const pool = lived(history);
        pool.now += 1000;
        const retry = { ...pool.settings.retry, resetToken: "anew" };
        pool.settings = poolSettings.parse({ ...pool.settings, total: 0, target: 0, paused: false, retry });
        pool.settle();
        expect(pool.records.map(({ state }) => state)).toEqual(pool.in("borrowed").map(() => "borrowed"));
      }),
      { numRuns: 300 },
    );
  });

  it("a plan does not depend on the order of the instances", () => {
    fc.assert(
      fc.property(HISTORY, fc.infiniteStream(fc.nat()), (history, dice) => {
        const pool = lived(history);
        const { view } = pool;
        const keyed = view.instances.map((one) => ({ one, key: dice.next().value as number }));
        const instances = keyed.sort((a, b) => a.key - b.key).map(({ one }) => one);
        expect(planPool({ ...view, instances }, pool.now)).toEqual(planPool(view, pool.now));
      }),
      { numRuns: 300 },
    );
  });

  it("after a failure, no more builds start than may fail before building stops", () => {
    fc.assert(
      fc.property(HISTORY, (history) => {
        const pool = lived(history);
        const { budget, settings } = pool;
        const failures = /f*$/.exec(budget.outcomes)?.[0].length ?? 0;
        const builds = pool.plan().actions.filter((action) => action.do === "build").length;
        if (failures > 0 && builds > 0) {
          expect(failures + pool.in("building").length + builds).toBeLessThanOrEqual(
            settings.retry.maxFailed + 1,
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});
