import { expectOnly, ID, onlyServer, plan, times, told, withServer, type ServerInput } from "./hierarchy.js";

const PLACE = "domains.shop.servers.cart";
const NAME = `server ${ID}:cart`;
const TWO = { "1.0.0": {}, "2.0.0": {} };

function shares(change: ServerInput): readonly (readonly [string, number])[] {
  return onlyServer(withServer(change)).weights.map(({ version, weight }) => [version, weight]);
}

it("gives all calls to the only version", () => {
  expect(onlyServer(withServer({})).weights).toEqual([
    {
      version: "1.0.0",
      service: onlyServer(withServer({})).versions[0]?.service,
      weight: 1,
      percent: 100,
    },
  ]);
});

it("takes weights by either name, but not by both", () => {
  const weights = { "1.0.0": 80, "2.0.0": 20 };
  const expected = [
    ["1.0.0", 4],
    ["2.0.0", 1],
  ];
  expect(shares({ components: TWO, weights })).toEqual(expected);
  expect(shares({ components: TWO, versionWeights: weights })).toEqual(expected);
  expectOnly(
    told(withServer({ components: TWO, weights, versionWeights: weights })),
    `error ${PLACE}.versionWeights: ${NAME}: weights and versionWeights mean the same`,
    "",
  );
});

describe("WGT-1", () => {
  it.each([
    [1_000_000, 0],
    [1_000_001, 1],
  ])("with a weight of %i leaves %i faults", (weight, faults) => {
    expect(told(withServer({ components: TWO, weights: { "1.0.0": weight, "2.0.0": 1 } }))).toHaveLength(
      faults,
    );
  });

  it.each([-1, 0.5, 1_000_001])("refuses %d", (weight) => {
    expectOnly(
      told(withServer({ components: TWO, weights: { "1.0.0": weight, "2.0.0": 1 } })),
      `error ${PLACE}.weights["1.0.0"]: ${NAME}: weight must be a whole number from 0 to 1000000 and is ${weight}`,
      "(WGT-1)",
    );
  });

  it("refuses percentages that are not all", () => {
    expectOnly(
      told(withServer({ components: TWO, versionWeights: { "1.0.0": "50%", "2.0.0": "25.5%" } })),
      `error ${PLACE}.versionWeights: ${NAME}: percentages must add up to 100 and add up to 75.5`,
      "(WGT-1)",
    );
  });
});

describe("WGT-2", () => {
  it("refuses versions without a weight above 0", () => {
    expectOnly(
      told(withServer({ weights: { "1.0.0": 0 } })),
      `error ${PLACE}.weights: ${NAME}: has versions, and no weight above 0: every call would fail`,
      "(WGT-2)",
    );
    expectOnly(told(withServer({ weights: {} })), `error ${PLACE}.weights: ${NAME}: has versions`, "(WGT-2)");
  });

  it("refuses several versions without weights", () => {
    expectOnly(
      told(withServer({ components: TWO })),
      `error ${PLACE}.weights: ${NAME}: has several versions, and nothing says how they share calls`,
      "(WGT-2)",
    );
  });

  it("lets a server be drained, or have no versions yet", () => {
    expect(shares({ drained: true, weights: { "1.0.0": 0 } })).toEqual([]);
    expect(shares({ drained: true, components: TWO })).toEqual([]);
    expect(shares({ components: {} })).toEqual([]);
  });

  it("refuses weights of a drained server", () => {
    expectOnly(
      told(withServer({ drained: true, weights: { "1.0.0": 1 } })),
      `error ${PLACE}.weights: ${NAME}: is drained, and its weights are not all 0`,
      "(WGT-2)",
    );
  });
});

it("WGT-3: refuses weights of versions that are not declared", () => {
  expectOnly(
    told(withServer({ weights: { "1.0.0": 1, "1.1.0": 1 } })),
    `error ${PLACE}.weights["1.1.0"]: ${NAME}: version "1.1.0" is not declared; declared are: 1.0.0`,
    "(WGT-3)",
  );
  expect(told(withServer({ weights: { "1.0.0": 1, latest: 1 } }))).toEqual([
    expect.stringContaining(`error ${PLACE}.weights.latest: ${NAME}: version "latest" is not declared`),
  ]);
});

describe("WGT-4", () => {
  const versions = (count: number): string[] => times(count, (index) => `${index}.0.0`);
  const declared = (count: number, weight: (index: number) => number): ServerInput => ({
    components: Object.fromEntries(versions(count).map((version) => [version, {}])),
    weights: Object.fromEntries(versions(count).map((version, index) => [version, weight(index)])),
  });

  it("lets a server have weights of 16 versions, zeros count", () => {
    expect(told(withServer(declared(16, () => 1)))).toEqual([]);
    expectOnly(
      told(withServer(declared(17, (index) => (index === 0 ? 1 : 0)))),
      `error ${PLACE}.weights: ${NAME}: has weights of 17 versions; a server takes 16`,
      "(WGT-4)",
    );
  });

  it("lets it have more versions that get no calls", () => {
    expect(told(withServer({ ...declared(17, () => 1), weights: { "0.0.0": 1 } }))).toEqual([]);
  });
});

describe("rollouts", () => {
  const steps = [{ weight: 5, pause: "2m", checks: ["errors"] }, { weight: 50 }, { weight: 100 }];
  const checks = { errors: { http: { url: "http://checks.example/" } } };
  const rollout = { to: "2.0.0", steps, checks, deadline: "30m" };
  const rolled = (change: Partial<NonNullable<ServerInput["rollout"]>>, more: ServerInput = {}) =>
    withServer({ components: TWO, rollout: { ...rollout, ...change }, ...more });

  it("take the place of weights", () => {
    const found = onlyServer(rolled({}));
    expect(found.weights).toEqual([]);
    expect(found.rollout?.to).toBe("2.0.0");
    expect(told(rolled({}))).toEqual([]);
  });

  it.each([
    ["weights", { weights: { "1.0.0": 1 } }],
    ["versionWeights", { versionWeights: { "1.0.0": 1 } }],
    ["weightsManagedBy", { weightsManagedBy: "external" }],
    ["drained", { drained: true }],
  ] as const)("do not go together with %s", (field, change) => {
    expectOnly(
      told(rolled({}, change)),
      `error ${PLACE}.${field}: ${NAME}: has a rollout, which sets the weights`,
      "",
    );
  });

  it("go to a version that is declared here", () => {
    expectOnly(
      told(rolled({ to: "3.0.0" }, { externalVersions: ["3.0.0"] })),
      `error ${PLACE}.rollout.to: ${NAME}: version "3.0.0" is not declared; declared are: 1.0.0, 2.0.0`,
      "",
    );
  });

  it("rise to 100", () => {
    const falling = [{ weight: 50, checks: ["errors"] }, { weight: 50 }, { weight: 100 }];
    expectOnly(
      told(rolled({ steps: falling })),
      `error ${PLACE}.rollout.steps[1].weight: ${NAME}: step 2 has weight 50, not above the 50 of the step before`,
      "",
    );
    expectOnly(
      told(rolled({ steps: steps.slice(0, 2) })),
      `error ${PLACE}.rollout.steps[1].weight: ${NAME}: the last step must have weight 100 and has 50`,
      "",
    );
  });

  it("name checks that exist, and use all that do", () => {
    expect(told(rolled({ checks: { latency: checks.errors } }))).toEqual([
      `error ${PLACE}.rollout.steps[0].checks[0]: ${NAME}: step 1 names the check "errors"; declared are: latency`,
      `error ${PLACE}.rollout.checks.latency: ${NAME}: no step names the check "latency"`,
    ]);
  });

  it("can be done within the deadline", () => {
    expect(told(rolled({ deadline: "2m" }))).toEqual([]);
    expectOnly(
      told(rolled({ deadline: "119s" })),
      `error ${PLACE}.rollout.deadline: ${NAME}: the deadline of 119s is shorter than the pauses of one update, 120s together`,
      "",
    );
  });

  it("start anew after a pause without end", () => {
    const parts = [
      { weight: 5, pause: "2m", checks: ["errors"] },
      { weight: 10, pause: "forever" },
      { weight: 20, pause: "2m" },
      { weight: 100 },
    ];
    expect(told(rolled({ steps: parts, deadline: "2m" }))).toEqual([]);
  });

  it("are promoted or aborted", () => {
    expectOnly(
      told(rolled({ promote: true, abort: true })),
      `error ${PLACE}.rollout.promote: ${NAME}: promote and abort contradict`,
      "",
    );
  });

  it("share calls among 16 versions at most", () => {
    const components = Object.fromEntries(times(17, (index) => [`${index}.0.0`, {}]));
    expectOnly(
      told(rolled({}, { components })),
      `error ${PLACE}.rollout: ${NAME}: has 17 versions; a rollout shares calls among 16 at most`,
      "(WGT-4)",
    );
  });
});

it("tells what to do", () => {
  expect(plan(withServer({ components: TWO })).problems[0]?.fix).toBe(
    'set weights, as {"1.0.0": 80, "1.1.0": 20}',
  );
});
