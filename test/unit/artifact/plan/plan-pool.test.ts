import { planSummary } from "../../../../model/artifact/plan/summary.js";
import { before, instanceAt, instancesOf, planOf, told } from "./views.js";

const OLD = { specHash: "old" };
const AGED = { outcomes: "s" };

describe("builds", () => {
  it("take the lowest free slots", () => {
    const plan = planOf({ total: 4, target: 3 }, [instanceAt(1, "clean")]);
    expect(told(plan)).toEqual(["build 0", "build 2"]);
    expect(plan).toMatchObject({
      phase: "Running",
      target: 3,
      blocked: [],
      forecast: { build: 2, clean: 0 },
    });
    expect(plan.counts).toEqual({
      ...{ building: 0, clean: 1, borrowed: 0, dirty: 0, cleaning: 0, failed: 0 },
      ...{ total: 4, target: 3 },
    });
  });

  it("count those under way, and wait for them", () => {
    const plan = planOf({ total: 4, target: 2 }, instancesOf(["building", "cleaning", "clean"]));
    expect(told(plan)).toEqual([]);
    expect(plan).toMatchObject({ phase: "Running", awaited: ["0-aaaaa", "1-aaaaa"] });
  });

  it("do not count what is borrowed", () => {
    expect(told(planOf({ total: 3, target: 1 }, instancesOf(["borrowed", "borrowed"])))).toEqual(["build 2"]);
  });
});

describe("what is cleaned", () => {
  it("dirty and failed ones first make room, and the forecast tells what then is built", () => {
    const plan = planOf({ total: 2, target: 2 }, instancesOf(["dirty", "failed"]));
    expect(told(plan)).toEqual(["clean 0 dirty", "clean 1 failed"]);
    expect(plan.forecast).toEqual({ build: 2, clean: 2 });
  });

  it("slots beyond total, except while borrowed", () => {
    const plan = planOf({ total: 2, target: 1 }, [
      instanceAt(0, "clean"),
      instanceAt(2, "clean"),
      instanceAt(3, "borrowed"),
      instanceAt(4, "building"),
    ]);
    expect(told(plan)).toEqual(["clean 2 outOfRange"]);
    expect(plan.forecast).toEqual({ build: 0, clean: 2 });
  });

  it.each([
    ["staleFirst", ["clean 2 excess", "clean 0 excess"]],
    ["oldest", ["clean 0 excess", "clean 1 excess"]],
    ["newest", ["clean 3 excess", "clean 2 excess"]],
  ] as const)("more than the target, by scaleDown %s", (scaleDown, expected) => {
    const instances = [0, 1, 2, 3].map((slot) => instanceAt(slot, "clean", slot === 2 ? OLD : {}));
    expect(told(planOf({ total: 4, target: 2, scaleDown }, instances))).toEqual(expected);
  });

  it("idle ones whose time has come, and these are built anew", () => {
    const plan = planOf({ total: 3, target: 2, ttl: "10m" }, [
      instanceAt(0, "clean", { createdAt: before(900), builtAt: before(600) }),
      instanceAt(1, "clean", { createdAt: before(900), builtAt: before(599) }),
      instanceAt(2, "borrowed", { createdAt: before(900), builtAt: before(900) }),
    ]);
    expect(told(plan)).toEqual(["clean 0 expired"]);
    expect(plan.forecast).toEqual({ build: 1, clean: 1 });
  });

  it("everything but what is borrowed, with a total of 0", () => {
    const instances = instancesOf(["clean", "dirty", "failed", "borrowed", "building"]);
    const plan = planOf({ total: 0, target: 0 }, instances);
    expect(told(plan)).toEqual(["clean 0 outOfRange", "clean 1 dirty", "clean 2 failed"]);
    expect(plan.forecast).toEqual({ build: 0, clean: 4 });
  });
});

describe("instances of an older spec", () => {
  const two = [instanceAt(0, "clean", OLD), instanceAt(1, "clean", OLD), instanceAt(2, "borrowed", OLD)];

  it("stay until they are used, with OnReplenish", () => {
    const plan = planOf({ total: 4, target: 2 }, two, { history: AGED });
    expect(told(plan)).toEqual([]);
    expect(plan).toMatchObject({ phase: "Succeeded", stale: 3 });
  });

  it("all go before anything is built, with Recreate", () => {
    const plan = planOf({ total: 4, target: 2, updateStrategy: "Recreate" }, two);
    expect(told(plan)).toEqual(["clean 0 stale", "clean 1 stale"]);
    expect(plan.forecast).toEqual({ build: 2, clean: 2 });
  });

  it("are replaced one by one above the target, with Rolling", () => {
    const settings = { total: 4, target: 2, updateStrategy: "Rolling" as const };
    const plan = planOf(settings, two);
    expect(told(plan)).toEqual(["build 3"]);
    expect(plan.forecast).toEqual({ build: 2, clean: 2 });
    expect(told(planOf(settings, [...two, instanceAt(3, "building")]))).toEqual([]);
    expect(told(planOf(settings, [...two, instanceAt(3, "clean")]))).toEqual(["clean 0 stale"]);
  });

  it.each([
    ["without room for more", { total: 3, target: 2, updateStrategy: "Rolling" as const }],
    ["without a surge", { total: 4, target: 2, updateStrategy: { type: "Rolling" as const, maxSurge: 0 } }],
  ])("go one by one before their successors, with Rolling %s", (_, settings) => {
    const plan = planOf(settings, two);
    expect(told(plan)).toEqual(["clean 0 stale"]);
    expect(plan.forecast).toEqual({ build: 2, clean: 2 });
    expect(told(planOf(settings, [instanceAt(0, "cleaning", OLD), ...two.slice(1)]))).not.toContain(
      "clean 1 stale",
    );
  });

  it("stay while their successors cannot be built, with Rolling", () => {
    const settings = { total: 3, target: 2, updateStrategy: "Rolling" as const };
    const stopped = planOf(settings, two, { history: { outcomes: "ffffff", lastFailureAt: before(9999) } });
    expect(stopped).toMatchObject({ actions: [], phase: "Maintenance" });
    const lacking = planOf(settings, two, { freeAccounts: { gcp: 0 } });
    expect(lacking).toMatchObject({ actions: [], phase: "PendingAccount" });
    const holding = two.map((one) => ({ ...one, accounts: { gcp: one.instance } }));
    expect(told(planOf(settings, holding, { freeAccounts: { gcp: 0 } }))).toEqual(["clean 0 stale"]);
  });

  it("are those whose shared secrets had another content, too, unless told otherwise", () => {
    const secrets = [
      instanceAt(0, "clean", { secretsDigest: "before" }),
      instanceAt(1, "clean", { secretsDigest: "now" }),
      instanceAt(2, "clean", { secretsDigest: "before", stale: false }),
      instanceAt(3, "clean", { stale: true }),
    ];
    expect(planOf({ total: 4, target: 4 }, secrets, { secretsDigest: "now" }).stale).toBe(2);
  });
});

describe("what blocks", () => {
  it("a missing account or artifact, as far as it is missing", () => {
    const settings = { total: 3, target: 3 };
    const plan = planOf(settings, [instanceAt(0, "dirty", { accounts: { gcp: "a" } })], {
      freeAccounts: { gcp: 1 },
    });
    expect(told(plan)).toEqual(["build 1", "clean 0 dirty"]);
    expect(plan).toMatchObject({ forecast: { build: 2, clean: 1 }, blocked: ["no free account gcp"] });
    expect(planOf(settings, [], { freeAccounts: { gcp: 0 } }).phase).toBe("PendingAccount");

    const refs = planOf(settings, [], { cleanRefs: { net: 0 }, freeAccounts: { gcp: 0 } });
    expect(refs).toMatchObject({
      phase: "PendingArtRef",
      blocked: ["no clean instance of net", "no free account gcp"],
    });
  });

  it("slots in use", () => {
    const plan = planOf({ total: 2, target: 1 }, instancesOf(["borrowed", "borrowed"]), { history: AGED });
    expect(plan).toMatchObject({ phase: "AtCapacity", blocked: ["no free slot among 2: 2 borrowed"] });
  });

  it("failures in a row, by back-off at first", () => {
    const history = { outcomes: "sff", lastFailureAt: before(4) };
    const plan = planOf({ total: 1 }, [], { history });
    expect(plan).toMatchObject({
      phase: "Failed",
      actions: [],
      retryAt: Date.parse(before(-6)),
      blocked: [],
    });
    expect(plan.forecast).toEqual({ build: 1, clean: 0 });
    const impatient = planOf({ total: 1, wait: { timeout: "5s" } }, [], { history });
    expect(impatient.forecast).toEqual({ build: 0, clean: 0 });
    expect(impatient.blocked).toEqual([`builds wait until ${before(-6)} after 2 failures in a row`]);
    expect(told(planOf({ total: 1 }, [], { history: { ...history, lastFailureAt: before(10) } }))).toEqual([
      "build 0",
    ]);
  });

  it("failures in a row, for good in the end, until the spec or the token is another", () => {
    const history = { outcomes: "ffffff", lastFailureAt: before(9999), lastFailure: "make/go: exit code 3" };
    const plan = planOf({ total: 1 }, [], { history });
    expect(plan).toMatchObject({ phase: "Maintenance", actions: [] });
    expect(plan.blocked).toEqual([
      "builds have stopped after 6 failures in a row (the last one: make/go: exit code 3); " +
        "change the spec, or retry.resetToken to try again",
    ]);
    expect(told(planOf({ total: 1, retry: { resetToken: "again" } }, [], { history }))).toEqual(["build 0"]);
    expect(told(planOf({ total: 1 }, [], { history, specHash: "newer" }))).toEqual(["build 0"]);
  });

  it("a clean run that failed for good, and nothing else", () => {
    const failure = { phase: "clean" as const, at: before(9999), retriable: true };
    const instances = [instanceAt(0, "failed", { attempt: 6, failure }), instanceAt(1, "clean")];
    const plan = planOf({ total: 2, target: 1 }, instances);
    expect(plan).toMatchObject({ phase: "Failed", actions: [], forecast: { build: 0, clean: 0 } });
    expect(plan.blocked).toEqual([
      "clean runs have failed for good, change retry.resetToken to try again: 0-aaaaa (6 attempts)",
    ]);
    const again = planOf({ total: 2, target: 1, retry: { resetToken: "again" } }, instances);
    expect(told(again)).toEqual(["clean 0 failed"]);
  });

  it("a clean run that failed, for a while", () => {
    const failure = { phase: "clean" as const, at: before(1), retriable: true };
    const plan = planOf({ total: 1, target: 0 }, [instanceAt(0, "failed", { attempt: 1, failure })]);
    expect(plan).toMatchObject({ phase: "Failed", actions: [], retryAt: Date.parse(before(-4)) });
    expect(plan.forecast).toEqual({ build: 0, clean: 1 });
  });
});

it("does nothing while paused, and still tells what is under way", () => {
  const plan = planOf({ total: 3, target: 3, paused: true }, instancesOf(["dirty", "building"]));
  expect(plan).toMatchObject({
    phase: "Paused",
    actions: [],
    awaited: ["1-aaaaa"],
    forecast: { build: 0, clean: 0 },
  });
});

it("takes the target of the schedule, never above total", () => {
  const schedule = [{ cron: "0 8 * * *", target: 2 }];
  expect(planOf({ total: 3, target: 1, schedule }).target).toBe(2);
  expect(planOf({ total: 3, target: 1, schedule: [{ cron: "0 13 31 12 *", target: 3 }] }).target).toBe(3);
});

it("is NotScheduled only before anything ever was to be done", () => {
  expect(planOf({ total: 3, target: 0 }).phase).toBe("NotScheduled");
  expect(planOf({ total: 3, target: 0 }, [], { history: AGED }).phase).toBe("Succeeded");
});

describe("the summary", () => {
  it("is one line", () => {
    const plan = planOf({ total: 4, target: 4 }, [instanceAt(0, "dirty"), instanceAt(1, "clean", OLD)], {
      freeAccounts: { gcp: 2 },
    });
    expect(planSummary(plan)).toBe("2 to build, 1 to clean, 1 stale, blocked: no free account gcp");
  });

  it("tells of rest, and of a pause", () => {
    expect(planSummary(planOf({ total: 1, target: 0 }))).toBe("nothing to do");
    expect(planSummary(planOf({ total: 1, paused: true }, instancesOf(["building"])))).toBe(
      "1 under way, paused",
    );
  });
});
