import fc from "fast-check";
import type { Measurement } from "../../../../model/vimana/rollout/checks.js";
import { rollout, Simulation } from "./simulation.js";

const GOOD: Measurement = { verdict: "good", text: "0.002 < 0.01" };
const BAD: Measurement = { verdict: "bad", text: "0.5, not < 0.01" };
const NONE: Measurement = { verdict: "inconclusive", text: "an empty result" };

const errors = {
  prometheus: { address: "http://prometheus", query: "errors" },
  successWhen: "< 0.01",
  interval: "30s",
};
const SPEC = rollout({
  steps: [
    { weight: 5, pause: "120s", checks: ["errors"] },
    { weight: 25, pause: "300s", checks: ["errors"] },
    { weight: 100 },
  ],
  checks: { errors: { ...errors, count: 3, failureLimit: 1 } },
});

test("goes step by step, measures during pauses, and ends with all calls on the new version", () => {
  const world = new Simulation({ "1.0.0": 1 }, () => GOOD);
  expect(world.update(SPEC)).toBe("Succeeded");
  expect(world.trace).toEqual([
    "0s 1.0.0=19 1.1.0=1",
    "30s measure errors",
    "60s measure errors",
    "90s measure errors",
    "120s 1.0.0=3 1.1.0=1",
    "150s measure errors",
    "180s measure errors",
    "210s measure errors",
    "420s 1.1.0=1",
  ]);
  expect(world.record).toMatchObject({ served: ["1.1.0", "1.0.0"], failed: [] });
});

test("a step without a pause lasts as long as its checks", () => {
  const world = new Simulation({ "1.0.0": 1 });
  const spec = rollout({
    steps: [{ weight: 50, checks: ["errors"] }, { weight: 100 }],
    checks: { errors: { ...errors, count: 2 } },
  });
  expect(world.update(spec)).toBe("Succeeded");
  expect(world.trace).toEqual([
    "0s 1.0.0=1 1.1.0=1",
    "30s measure errors",
    "60s measure errors",
    "60s 1.1.0=1",
  ]);
});

test("a bad check puts back exactly the weights from before and says what was measured", () => {
  const results = [BAD, GOOD, BAD];
  const world = new Simulation({ "0.9.0": 7, "1.0.0": 13 }, () => results.shift() ?? GOOD);
  expect(world.update(SPEC)).toBe("Failed");
  expect(world.live).toEqual({ "0.9.0": 7, "1.0.0": 13 });
  expect(world.record?.message).toBe(
    "the rollout to 1.1.0 failed at step 1 of 3 (5% on 1.1.0): check errors failed: 0.5, not < 0.01; " +
      "0.002 < 0.01; 0.5, not < 0.01 (2 bad, 1 put up with); calls go to 0.9.0 35%, 1.0.0 65%",
  );
});

test("a bad check leaves the weights where they are when it is told to hold them", () => {
  const world = new Simulation({ "1.0.0": 1 }, () => BAD);
  const spec = { ...SPEC, onFailure: "hold" as const };
  expect(world.update(spec)).toBe("Failed");
  expect(world.live).toEqual({ "1.0.0": 19, "1.1.0": 1 });
  expect(world.update({ ...spec, abort: true })).toBe("Aborted");
  expect(world.live).toEqual({ "1.0.0": 1 });
});

test("measurements without a result have a limit of their own", () => {
  const world = new Simulation({ "1.0.0": 1 }, () => NONE);
  expect(world.update(SPEC)).toBe("Failed");
  expect(world.record?.message).toContain(
    "check errors had no result: an empty result (1 inconclusive, 0 put up with)",
  );
  const patient = new Simulation({ "1.0.0": 1 }, () => NONE);
  const checks = { errors: { ...errors, count: 3, inconclusiveLimit: 3 } };
  expect(patient.update(rollout({ ...SPEC, checks }))).toBe("Succeeded");
});

test("a failed rollout is repeated for another value of retry alone", () => {
  const world = new Simulation({ "1.0.0": 1 }, () => BAD);
  world.update(SPEC);
  world.results = () => GOOD;
  const moves = world.trace.length;
  expect(world.update(SPEC)).toBe("refuse");
  expect(world.update({ ...SPEC, deadline: "2h", steps: SPEC.steps.slice(1) })).toBe("refuse");
  // Neither is it after something else was rolled out, and the stack file went back.
  expect(world.update(rollout({ to: "1.0.0" }))).toBe("Succeeded");
  expect(world.update(SPEC)).toBe("refuse");
  expect(world.trace).toHaveLength(moves);
  expect(world.update({ ...SPEC, retry: 1 })).toBe("Succeeded");
  expect(world.live).toEqual({ "1.1.0": 1 });
});

test("a failed rollout gives way to one to another version, from what was there before it", () => {
  const world = new Simulation({ "1.0.0": 1 }, () => BAD);
  world.update({ ...SPEC, onFailure: "hold" });
  world.results = () => GOOD;
  world.trace.length = 0;
  expect(world.update({ ...SPEC, to: "1.2.0" })).toBe("Succeeded");
  expect(world.trace[0]).toMatch(/ 1\.0\.0=19 1\.2\.0=1$/);
});

describe("a pause without an end", () => {
  const spec = rollout({
    steps: [
      { weight: 10, pause: "forever" },
      { weight: 50, pause: "forever", checks: ["errors"] },
      { weight: 100 },
    ],
    checks: { errors },
  });

  test("ends the update, and each promotion leads to the next one", () => {
    const world = new Simulation({ "1.0.0": 1 });
    // What promotes is there from before: the first pause is not passed by it.
    expect(world.update({ ...spec, promote: true })).toBe("Paused");
    expect(world.live).toEqual({ "1.0.0": 9, "1.1.0": 1 });
    expect(world.record?.message).toBe("paused at step 1 of 3; set promote: true to go on");
    expect(world.update(spec)).toBe("Paused");
    expect(world.live).toEqual({ "1.0.0": 9, "1.1.0": 1 });
    expect(world.update({ ...spec, promote: true })).toBe("Paused");
    expect(world.live).toEqual({ "1.0.0": 1, "1.1.0": 1 });
    expect(world.trace.at(-1)).toBe("30s measure errors");
    expect(world.update({ ...spec, promote: true })).toBe("Succeeded");
  });

  test("can be left by going back, which is not repeated", () => {
    const world = new Simulation({ "1.0.0": 3, "0.9.0": 1 });
    world.update(spec);
    expect(world.update({ ...spec, abort: true })).toBe("Aborted");
    expect(world.live).toEqual({ "1.0.0": 3, "0.9.0": 1 });
    expect(world.update({ ...spec, abort: true })).toBe("Aborted");
    expect(world.update(spec)).toBe("refuse");
    expect(world.update({ ...spec, retry: "again" })).toBe("Paused");
  });
});

test("the deadline ends an update, and the next one goes on from there", () => {
  const world = new Simulation({ "1.0.0": 1 }, () => GOOD);
  const spec = { ...SPEC, deadline: "200s" };
  expect(world.update(spec)).toBe("deadline");
  expect(world.now).toBe(1_800_000_200_000);
  expect(world.update(spec)).toBe("deadline");
  expect(world.update(spec)).toBe("Succeeded");
  expect(world.trace).toHaveLength(9);
});

describe("without steps goes", () => {
  test("the first deployment ever", () => {
    const world = new Simulation({});
    expect(world.update(SPEC)).toBe("Succeeded");
    expect(world.trace).toEqual(["0s 1.1.0=1"]);
  });

  test("what has all calls already", () => {
    const world = new Simulation({ "1.1.0": 1 });
    expect(world.update(SPEC)).toBe("Succeeded");
    expect(world.trace).toEqual([]);
  });

  test("the way back to a version of the window, and no further", () => {
    const world = new Simulation({ "1.0.0": 1 });
    for (const to of ["1.1.0", "1.2.0", "1.3.0"]) world.update({ ...SPEC, to });
    world.trace.length = 0;
    expect(world.update({ ...SPEC, to: "1.1.0", rollbackWindow: 2 })).toBe("Succeeded");
    expect(world.trace).toEqual([expect.stringMatching(/ 1\.1\.0=1$/)]);
    world.trace.length = 0;
    world.update({ ...SPEC, to: "1.0.0", rollbackWindow: 2 });
    expect(world.trace[0]).toMatch(/ 1\.0\.0=1 1\.1\.0=19$/);
  });

  test("the way back in the middle of a rollout", () => {
    const world = new Simulation({ "1.0.0": 1 });
    world.update(rollout({ steps: [{ weight: 30, pause: "forever" }, { weight: 100 }] }));
    expect(world.update({ ...SPEC, to: "1.0.0" })).toBe("Succeeded");
    expect(world.trace).toEqual(["0s 1.0.0=7 1.1.0=3", "0s 1.0.0=1"]);
  });
});

describe("weights that somebody else has set", () => {
  const paused = rollout({ steps: [{ weight: 10, pause: "forever" }, { weight: 100 }] });

  test("stop a rollout that goes on, until it is told to go back or to begin anew", () => {
    const world = new Simulation({ "1.0.0": 1 });
    world.update(paused);
    world.live = { "1.0.0": 1, "1.1.0": 1 };
    expect(world.update({ ...paused, promote: true })).toBe("stop");
    expect(world.live).toEqual({ "1.0.0": 1, "1.1.0": 1 });
    expect(world.update({ ...paused, abort: true })).toBe("Aborted");
    expect(world.live).toEqual({ "1.0.0": 1 });
  });

  test("are what a new rollout begins with", () => {
    const world = new Simulation({ "1.0.0": 1 });
    world.update(paused);
    world.live = { "1.0.0": 1, "0.9.0": 1 };
    world.update({ ...paused, retry: 1 });
    expect(world.live).toEqual({ "0.9.0": 9, "1.0.0": 9, "1.1.0": 2 });
  });

  test("are brought back after the end of a rollout", () => {
    const world = new Simulation({ "1.0.0": 1 });
    world.update(rollout());
    world.live = { "1.0.0": 1, "1.1.0": 1 };
    expect(world.update(rollout())).toBe("Succeeded");
    expect(world.live).toEqual({ "1.1.0": 1 });
  });
});

test("steps that were edited go on from the share that was reached", () => {
  const before = rollout({ steps: [{ weight: 20, pause: "forever" }, { weight: 100 }] });
  const world = new Simulation({ "1.0.0": 1 });
  world.update(before);
  const edited = rollout({
    steps: [
      { weight: 5, pause: "60s" },
      { weight: 20, pause: "60s" },
      { weight: 60, pause: "60s" },
      { weight: 100 },
    ],
  });
  expect(world.update(edited)).toBe("Succeeded");
  expect(world.trace).toEqual(["0s 1.0.0=4 1.1.0=1", "60s 1.0.0=2 1.1.0=3", "120s 1.1.0=1"]);
});

describe("whatever the steps, checks and results", () => {
  const verdicts = fc.infiniteStream(
    fc.oneof(
      { weight: 8, arbitrary: fc.constant(GOOD) },
      { weight: 1, arbitrary: fc.constant(BAD) },
      { weight: 1, arbitrary: fc.constant(NONE) },
    ),
  );
  const checks = fc.record({
    a: fc.record({ count: fc.integer({ min: 1, max: 4 }), failureLimit: fc.integer({ min: 0, max: 2 }) }),
    b: fc.record({
      count: fc.integer({ min: 1, max: 4 }),
      inconclusiveLimit: fc.integer({ min: 0, max: 2 }),
    }),
  });
  const steps = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 5 }).chain((weights) =>
    fc.tuple(
      ...[...weights.sort((a, b) => a - b), 100].map((weight) =>
        fc.record({
          weight: fc.constant(weight),
          pause: fc.constantFrom("1s", "45s", "10m"),
          checks: fc.subarray(["a", "b"]),
        }),
      ),
    ),
  );
  const before = fc.constantFrom<Record<string, number>>(
    { "1.0.0": 1 },
    { "1.0.0": 3, "0.9.0": 2 },
    { "1.1.0": 1, "1.0.0": 4 },
  );
  const scenes = fc.record({
    steps,
    checks,
    before,
    verdicts: verdicts.map((stream) => [...stream.take(60)]),
  });

  function specOf(given: { steps: unknown[]; checks: Record<string, object> }): ReturnType<typeof rollout> {
    return rollout({
      steps: given.steps,
      deadline: "20h",
      checks: Object.fromEntries(
        Object.entries(given.checks).map(([name, check]) => [name, { ...errors, interval: "20s", ...check }]),
      ),
    });
  }

  /** Answers by how often a check was asked, so that a repetition gets another answer than the first time. */
  function answers(list: readonly Measurement[]): (name: string) => Measurement {
    const asked = new Map<string, number>();
    return (name) => {
      const number = asked.get(name) ?? 0;
      asked.set(name, number + 1);
      return list[(name === "a" ? 0 : 30) + number] ?? GOOD;
    };
  }

  /** What a version gets of 100 calls. */
  function shareOf(version: string, weights: Readonly<Record<string, number>>): number {
    const all = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    return (100 * (weights[version] ?? 0)) / all;
  }

  test("it ends, with all calls on the new version or exactly where they were, and skips no step, pause or measurement", () => {
    fc.assert(
      fc.property(scenes, ({ before: weights, verdicts: list, ...given }) => {
        const spec = specOf(given);
        const world = new Simulation(weights, answers(list));
        const end = world.update(spec);
        expect(["Succeeded", "Failed"]).toContain(end);
        expect(world.live).toEqual(end === "Succeeded" ? { "1.1.0": 1 } : weights);
        const moves = world.trace.filter((line) => line.includes("="));
        if (end === "Succeeded") {
          // A step to the share that is there already moves nothing.
          const shares = [shareOf("1.1.0", weights), ...spec.steps.map(({ weight }) => weight)];
          expect(moves).toHaveLength(shares.slice(1).filter((share, step) => share !== shares[step]).length);
          const wanted = spec.steps
            .flatMap((step) => step.checks)
            .map((name) => spec.checks[name]?.count ?? 0);
          expect(world.trace.length - moves.length).toBe(wanted.reduce((sum, count) => sum + count, 0));
          const pauses = spec.steps.map(
            ({ pause }) => ({ "1s": 1, "45s": 45, "10m": 600 })[pause ?? ""] ?? 0,
          );
          expect((world.now - 1_800_000_000_000) / 1000).toBeGreaterThanOrEqual(
            pauses.reduce((sum, pause) => sum + pause, 0),
          );
        }
      }),
    );
  });

  test("a process that dies at any action leaves what the next one carries to the same end by the same way", () => {
    fc.assert(
      fc.property(
        scenes,
        fc.nat(),
        fc.boolean(),
        ({ before: weights, verdicts: list, ...given }, point, effect) => {
          const spec = specOf(given);
          const whole = new Simulation(weights, answers(list));
          const end = whole.update(spec);
          const world = new Simulation(weights, answers(list));
          world.diesAt = 1 + (point % whole.actions);
          world.diesAfterEffect = effect;
          expect(world.update(spec)).toBe("killed");
          // A measurement whose result was lost with the process is made again, and then has another result.
          fc.pre(!(world.trace.at(-1)?.includes("measure") === true && !effect));
          expect(["refuse", end]).toContain(world.update(spec));
          expect(world.trace).toEqual(whole.trace);
          expect(world.record).toEqual(whole.record);
        },
      ),
    );
  });
});
