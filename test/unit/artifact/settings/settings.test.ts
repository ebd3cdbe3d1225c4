import fc from "fast-check";
import { poolSettings, settingsProblems } from "../../../../model/artifact/settings.js";

function faults(value: unknown): string[] {
  const parsed = poolSettings.safeParse(value);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

it("has defaults for everything", () => {
  expect(poolSettings.parse({})).toEqual({
    total: 1,
    target: 1,
    updateStrategy: { type: "OnReplenish" },
    scaleDown: "staleFirst",
    retry: { maxFailed: 5, maxFailedRatio: 0.2, backoff: [0, 5, 10, 20, 40, 80] },
    onReturn: "clean",
    cleanPolicy: "required",
    wait: { build: true, timeout: 1800 },
    parallelism: 4,
    logs: "failures",
    logTailLines: 200,
    keepRuns: "none",
    paused: false,
    forceReturn: false,
  });
});

it("takes durations as seconds and as texts", () => {
  const parsed = poolSettings.parse({
    ttl: "1h30m",
    wait: { timeout: 90 },
    retry: { backoff: ["0", "1.5s", 20] },
  });
  expect(parsed).toMatchObject({
    ttl: 5400,
    wait: { timeout: 90, build: true },
    retry: { backoff: [0, 1.5, 20] },
  });
});

it.each([
  ["Rolling", { type: "Rolling", maxSurge: 1 }],
  [
    { type: "Rolling", maxSurge: 0 },
    { type: "Rolling", maxSurge: 0 },
  ],
  ["Recreate", { type: "Recreate" }],
  [{ type: "OnReplenish" }, { type: "OnReplenish" }],
] as const)("reads the strategy %j", (updateStrategy, expected) => {
  expect(poolSettings.parse({ updateStrategy }).updateStrategy).toEqual(expected);
});

it.each([
  [{ total: 2, target: 3 }, "target: must be at most total (2) and is 3"],
  [{ total: 10_000 }, "total: "],
  [{ total: 1.5 }, "total: "],
  [
    { total: 2, schedule: [{ cron: "0 8 * * *", target: 3 }] },
    "schedule.0.target: must be at most total (2) and is 3",
  ],
  [{ schedule: [{ cron: "often", target: 1 }] }, "schedule.0.cron: is no cron expression: "],
  [
    { schedule: [{ cron: "0 8 * * *", target: 1, timezone: "Mars" }] },
    "schedule.0.timezone: is no time zone: ",
  ],
  [{ ttl: "soon" }, "ttl: is no duration"],
  [{ ttl: 0 }, "ttl: must be longer than 0"],
  [{ retry: { backoff: [-1] } }, "retry.backoff.0: must not be negative"],
  [{ retry: { backoff: [] } }, "retry.backoff: "],
  [{ retry: { maxFailedRatio: 1.1 } }, "retry.maxFailedRatio: "],
  [
    { updateStrategy: { type: "Recreate", maxSurge: 1 } },
    "updateStrategy.maxSurge: is for type Rolling only",
  ],
  [{ parallelism: 65 }, "parallelism: "],
  [{ speed: 1 }, ": Unrecognized key"],
])("refuses %j", (value, expected) => {
  const found = faults(value);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(expected);
});

it("finds contradictions in settings that were parsed by their shape alone", () => {
  const schedule = [{ target: 1 }, { target: 9 }];
  expect(settingsProblems({ total: 2, target: 2, schedule })).toEqual([
    { path: "schedule[1].target", reason: "must be at most total (2) and is 9" },
  ]);
});

it("reads what it has read as it is", () => {
  const seconds = fc.oneof(fc.nat(9999), fc.constantFrom("5m", "1h0.5s", "100ms"));
  const given = fc.record(
    {
      total: fc.integer({ min: 1, max: 9999 }),
      updateStrategy: fc.constantFrom("OnReplenish", "Rolling", "Recreate"),
      retry: fc.record(
        { backoff: fc.array(seconds, { minLength: 1 }), resetToken: fc.string() },
        { requiredKeys: [] },
      ),
      ttl: seconds.filter((value) => value !== 0),
      wait: fc.record(
        { build: fc.boolean(), timeout: seconds.filter((value) => value !== 0) },
        { requiredKeys: [] },
      ),
      schedule: fc.array(fc.record({ cron: fc.constantFrom("0 8 * * *", "*/5 * * * 1"), target: fc.nat(1) })),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(given, (value) => {
      const once = poolSettings.parse(value);
      expect(poolSettings.parse(once)).toEqual(once);
      expect(poolSettings.parse(JSON.parse(JSON.stringify(once)))).toEqual(once);
    }),
  );
});
