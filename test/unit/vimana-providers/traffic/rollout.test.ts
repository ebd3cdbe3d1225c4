import { serviceOf, type Known, ROUTE, route, SECOND_ROUTE, World } from "./world.js";

const STEPS = [
  { weight: 5, pause: "120s", checks: ["errors"] },
  { weight: 25, pause: "300s" },
  { weight: 100 },
];
const ERRORS = {
  prometheus: { address: "http://prometheus", query: "errors" },
  successWhen: "< 0.01",
  interval: "30s",
  count: 2,
};
const ROLLOUT = { to: "1.1.0", deadline: "1h", steps: STEPS, checks: { errors: ERRORS } };
const PAUSED = { to: "1.1.0", deadline: "1h", steps: [{ weight: 25, pause: "forever" }, { weight: 100 }] };

async function serving(rest: Readonly<Record<string, unknown>> = {}): Promise<readonly [World, Known]> {
  const world = new World();
  return [world, await world.up(world.inputs({ weights: { "1.0.0": 1 }, ...rest }))];
}

test("moves calls step by step and drains the old version at the end", async () => {
  const [world, known] = await serving();
  const inputs = world.inputs({ rollout: ROLLOUT });
  expect(await world.plan(inputs, known)).toEqual({
    summary: "rollout of cart to 1.1.0 from 1.0.0 100%",
    steps: [
      "step 1 of 3: 5% on 1.1.0, 120 s, check errors",
      "step 2 of 3: 25% on 1.1.0, 300 s",
      "step 3 of 3: 100% on 1.1.0",
    ],
    notes: ["calls go back to 1.0.0 100% if a check fails"],
  });
  const start = world.time;
  const { outputs } = await world.up(inputs, known);
  expect(world.time - start).toBe((120 + 300 + 30) * 1000);
  expect(world.weights()).toEqual(["1.1.0=1", "1.1.0=1"]);
  expect(world.status).toEqual(
    expect.arrayContaining([
      "step 1/3: 5% on 1.1.0, 0s of 120s, errors not measured yet",
      "step 1/3: 5% on 1.1.0, 45s of 120s, errors 0 < 1",
      "step 2/3: 25% on 1.1.0, 295s of 300s",
      "1.0.0 drains: 25s of 30s",
    ]),
  );
  expect(outputs).toMatchObject({
    liveWeights: { "1.1.0": 1 },
    effectiveWeights: { "1.1.0": "100%" },
    accepted: true,
    rolloutStatus: { to: "1.1.0", phase: "Succeeded", step: 3, steps: 3, message: "all calls to 1.1.0" },
  });
  expect(outputs.history.map(({ reason }) => reason)).toEqual([
    "weights",
    "rollout to 1.1.0, step 1 of 3",
    "rollout to 1.1.0, step 2 of 3",
    "rollout to 1.1.0, step 3 of 3",
  ]);
});

test("each step's weights and the record of it are one write", async () => {
  const [world, known] = await serving();
  const writes: string[] = [];
  world.cluster.inject((request, moment) => {
    if (moment === "after" && request.verb === "apply") {
      const record = world.annotation("groundplan.dev/rollout") as { step: number; phase: string };
      writes.push(`${record.phase} ${record.step}: ${world.weights()[0] ?? ""}`);
    }
    return undefined;
  });
  await world.up(
    world.inputs({
      rollout: { ...ROLLOUT, checks: {}, steps: [{ weight: 50, pause: "1m" }, { weight: 100 }] },
    }),
    known,
  );
  expect([...new Set(writes)]).toEqual([
    "Progressing 0: 1.0.0=1 1.1.0=1",
    "Progressing 1: 1.1.0=1",
    "Succeeded 1: 1.1.0=1",
  ]);
});

test("the first deployment goes all at once", async () => {
  const world = new World();
  const start = world.time;
  const { outputs } = await world.up(world.inputs({ rollout: ROLLOUT }));
  expect([world.weights()[0], world.time]).toEqual(["1.1.0=1", start]);
  expect(outputs.rolloutStatus).toMatchObject({ phase: "Succeeded" });
});

test("a bad check brings the old weights back and fails with what was measured, once", async () => {
  const [world, known] = await serving({ weights: { "1.0.0": 3, "1.2.0": 1 } });
  world.measure = () => ({ verdict: "bad", text: "0.034, not < 0.01" });
  const inputs = world.inputs({ rollout: ROLLOUT });
  const failed = await world.upFailing(inputs, known);
  expect(failed.reasons.join()).toMatch(
    /server .*:cart on cluster lab: the rollout to 1\.1\.0 failed at step 1 of 3 \(5% on 1\.1\.0\): check errors failed: 0\.034, not < 0\.01 .*calls go to 1\.0\.0 75%, 1\.2\.0 25%/,
  );
  expect(world.weights()[0]).toBe("1.0.0=3 1.2.0=1");
  expect(failed.outputs).toMatchObject({
    liveWeights: { "1.0.0": 3, "1.2.0": 1 },
    rolloutStatus: {
      phase: "Failed",
      step: 1,
      checks: [{ name: "errors", bad: 1, last: "0.034, not < 0.01" }],
    },
  });

  world.measure = () => ({ verdict: "good", text: "0 < 0.01" });
  const mark = world.mark;
  expect((await world.plan(inputs, failed))?.notes?.join()).toMatch(
    /failed at step 1 of 3.*0\.034, not < 0\.01.*up fails until rollout\.retry has a new value/,
  );
  await expect(world.up(inputs, failed)).rejects.toThrow(
    /0\.034, not < 0\.01.*not repeated until rollout\.retry/,
  );
  expect(world.writesSince(mark)).toEqual([]);

  const again = await world.up(world.inputs({ rollout: { ...ROLLOUT, retry: 1 } }), failed);
  expect(again.outputs).toMatchObject({ liveWeights: { "1.1.0": 1 }, rolloutStatus: { phase: "Succeeded" } });
});

test("pauses until it is promoted", async () => {
  const [world, known] = await serving();
  const paused = await world.up(world.inputs({ rollout: PAUSED }), known);
  expect(paused.outputs).toMatchObject({
    liveWeights: { "1.0.0": 3, "1.1.0": 1 },
    rolloutStatus: { phase: "Paused", step: 1 },
  });
  expect(await world.plan(paused.inputs, paused)).toEqual({
    summary: "",
    steps: [],
    notes: ["paused at step 1 of 2; set promote: true to go on"],
  });
  const inputs = world.inputs({ rollout: { ...PAUSED, promote: true } });
  expect((await world.plan(inputs, paused))?.steps).toEqual([
    "step 1 of 2: 25% on 1.1.0, until promoted (continued)",
    "step 2 of 2: 100% on 1.1.0",
  ]);
  const { outputs } = await world.up(inputs, paused);
  expect(outputs).toMatchObject({ liveWeights: { "1.1.0": 1 }, rolloutStatus: { phase: "Succeeded" } });
});

test("goes back when it is aborted, and drains what had been tried", async () => {
  const [world, known] = await serving();
  const paused = await world.up(world.inputs({ rollout: PAUSED }), known);
  const inputs = world.inputs({ rollout: { ...PAUSED, abort: true } });
  expect((await world.plan(inputs, paused))?.steps).toEqual([
    "weights of cart: 1.0.0 75% → 100%, 1.1.0 25% → 0%; 1.1.0 drains 30 s",
  ]);
  const start = world.time;
  const aborted = await world.up(inputs, paused);
  expect([world.weights()[0], world.time - start]).toEqual(["1.0.0=1", 30_000]);
  expect(aborted.outputs.rolloutStatus).toMatchObject({ phase: "Aborted" });
  expect((await world.plan(inputs, aborted))?.steps).toEqual([]);
  await expect(world.up(world.inputs({ rollout: PAUSED }), aborted)).rejects.toThrow(
    /aborted at step 1 of 2/,
  );
});

test("an abort of what was not begun begins nothing", async () => {
  const [world, known] = await serving();
  const inputs = world.inputs({ rollout: { ...PAUSED, abort: true } });
  expect((await world.plan(inputs, known))?.notes).toEqual([
    "the rollout to 1.1.0 is not begun, since abort is set",
  ]);
  const { outputs } = await world.up(inputs, known);
  expect(outputs).toMatchObject({ liveWeights: { "1.0.0": 1 }, rolloutStatus: {} });
});

test("the deadline ends an update with where it stands, and the next one goes on", async () => {
  const [world, known] = await serving();
  const inputs = world.inputs({ rollout: { ...ROLLOUT, deadline: "200s" } });
  const late = await world.upFailing(inputs, known);
  expect(late.reasons.join()).toMatch(
    /did not end within its deadline of 200s; it stands at step 2\/3: 25% on 1\.1\.0, 80s of 300s\. Run `pulumi up` to continue/,
  );
  expect((await world.plan(inputs, late))?.steps[0]).toBe("step 2 of 3: 25% on 1.1.0, 300 s (continued)");
  await expect(world.up(inputs, late)).rejects.toThrow(
    /it stands at step 2\/3: 25% on 1\.1\.0, 280s of 300s/,
  );
  const { outputs } = await world.up(inputs, late);
  expect(outputs.rolloutStatus).toMatchObject({ phase: "Succeeded" });
});

test("an operation that is told to stop keeps what it has reached", async () => {
  const [world, known] = await serving();
  world.onSleep = () => {
    if (world.weights()[0] === "1.0.0=3 1.1.0=1") world.interrupt(new Error("interrupted"));
  };
  const stopped = await world.upFailing(world.inputs({ rollout: ROLLOUT }), known);
  expect(stopped.outputs).toMatchObject({
    liveWeights: { "1.0.0": 3, "1.1.0": 1 },
    rolloutStatus: { phase: "Progressing", step: 2 },
  });
});

describe("weights that somebody changes in the middle", () => {
  test("stop it without being overwritten, and whoever it was is named", async () => {
    const [world, known] = await serving();
    let edited = false;
    world.cluster.inject(() => {
      if (edited || world.weights()[0] !== "1.0.0=19 1.1.0=1" || world.time % 120_000 < 60_000)
        return undefined;
      edited = true;
      void world.edit({ "1.0.0": 1, "1.1.0": 1 });
      return undefined;
    });
    const stopped = await world.upFailing(world.inputs({ rollout: ROLLOUT }), known);
    expect(stopped.reasons.join()).toMatch(
      /kubectl-edit has changed the weights since step 1 of 3 of the rollout to 1\.1\.0, from 1\.0\.0 95%, 1\.1\.0 5% to 1\.0\.0 50%, 1\.1\.0 50%; they are left like that.*Put them back/,
    );
    expect(world.weights()[0]).toBe("1.0.0=1 1.1.0=1");

    await expect(world.plan(world.inputs({ rollout: ROLLOUT }), stopped)).rejects.toThrow(
      /kubectl-edit has changed/,
    );
    await world.edit({ "1.0.0": 19, "1.1.0": 1 });
    const { outputs } = await world.up(world.inputs({ rollout: ROLLOUT }), stopped);
    expect(outputs.rolloutStatus).toMatchObject({ phase: "Succeeded" });
  });

  test("other than weights is put right with the next step", async () => {
    const [world, known] = await serving();
    const paused = await world.up(world.inputs({ rollout: PAUSED }), known);
    await world.cluster.patch(
      ROUTE,
      { spec: { hostnames: [] } },
      { type: "merge", fieldManager: "kubectl-edit" },
    );
    await world.up(world.inputs({ rollout: { ...PAUSED, promote: true } }), paused);
    expect(world.cluster.peek(ROUTE)).toMatchObject({ spec: { hostnames: ["shop.example.com"] } });
  });
});

test("several routes move one after the other, the record on the first", async () => {
  const carriers = [JSON.stringify(route()), JSON.stringify(route(SECOND_ROUTE, ["other.example.com"]))];
  const [world, known] = await serving({ carriers });
  const paused = await world.up(world.inputs({ carriers, rollout: PAUSED }), known);
  expect([world.weights(), world.weights(SECOND_ROUTE)].flat()).toEqual(Array(4).fill("1.0.0=3 1.1.0=1"));
  expect(world.annotation("groundplan.dev/rollout", SECOND_ROUTE)).toBeUndefined();
  await world.edit({ "1.1.0": 1 }, SECOND_ROUTE);
  await expect(
    world.up(world.inputs({ carriers, rollout: { ...PAUSED, promote: true } }), paused),
  ).rejects.toThrow(/kubectl-edit has changed/);
});

test("goes back at once to a version that served not long ago", async () => {
  const [world, known] = await serving();
  const forward = await world.up(world.inputs({ rollout: ROLLOUT }), known);
  const inputs = world.inputs({ rollout: { ...ROLLOUT, to: "1.0.0", rollbackWindow: 1 } });
  expect(await world.plan(inputs, forward)).toEqual({
    summary: "",
    steps: ["weights of cart: 1.0.0 0% → 100%, 1.1.0 100% → 0%; 1.1.0 drains 30 s"],
    notes: ["all calls back to 1.0.0 at once, which has served before"],
  });
  const mark = world.mark;
  const back = await world.up(inputs, forward);
  expect(back.outputs.liveWeights).toEqual({ "1.0.0": 1 });
  expect(world.writesSince(mark)).toEqual(Array(3).fill("apply GRPCRoute/r-1"));
});

test("a rollout goes on from weights, and weights from a rollout, on the same object", async () => {
  const [world, known] = await serving({ weights: { "1.0.0": 1, "1.2.0": 1 } });
  const uid = world.cluster.peek(ROUTE)?.metadata.uid;
  const paused = await world.up(world.inputs({ rollout: PAUSED }), known);
  expect(paused.outputs.liveWeights).toEqual({ "1.0.0": 3, "1.1.0": 2, "1.2.0": 3 });
  const { outputs } = await world.up(
    world.inputs({ weights: { "1.0.0": 1, "1.1.0": 1, "1.2.0": 2 } }),
    paused,
  );
  expect(outputs).toMatchObject({ liveWeights: { "1.0.0": 1, "1.1.0": 1, "1.2.0": 2 }, rolloutStatus: {} });
  expect(world.annotation("groundplan.dev/rollout")).toBeUndefined();
  expect(world.cluster.peek(ROUTE)?.metadata.uid).toBe(uid);
});

test("begins with what the state remembers when somebody has removed the route", async () => {
  const [world, known] = await serving();
  world.cluster.vanish(ROUTE);
  const paused = await world.up(world.inputs({ rollout: PAUSED }), known);
  expect(paused.outputs.liveWeights).toEqual({ "1.0.0": 3, "1.1.0": 1 });
});

describe("the old version removed with the rollout that replaces it", () => {
  const backends = { "1.1.0": serviceOf("1.1.0") };

  test("keeps its calls until they have moved", async () => {
    const [world, known] = await serving();
    const inputs = world.inputs({ rollout: ROLLOUT, backends });
    await world.plan(inputs, known);
    expect(world.said.join()).toContain("1.0.0 (100%) is removed while it gets calls");
    const { outputs } = await world.up(inputs, known);
    expect(outputs.history.at(1)?.weights).toEqual({ "1.0.0": 19, "1.1.0": 1 });
    expect(outputs.liveWeights).toEqual({ "1.1.0": 1 });
  });

  test("is refused where the rollout pauses, since it would be deleted then", async () => {
    const [world, known] = await serving();
    const inputs = world.inputs({ rollout: PAUSED, backends });
    const words = /1\.0\.0 \((100|75)%\) is not declared any more and still gets calls/;
    await expect(world.plan(inputs, known)).rejects.toThrow(words);
    const failed = await world.upFailing(inputs, known);
    expect(failed.reasons.join()).toMatch(words);
    await expect(world.up(inputs, failed)).rejects.toThrow(words);
  });
});
