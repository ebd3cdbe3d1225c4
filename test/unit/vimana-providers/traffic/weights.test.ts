import { TOKEN_ANNOTATION } from "../../../../model/shared/ownership.js";
import { ledgerName } from "../../../../model/vimana/names.js";
import { PartialFailure } from "../../../../providers/runtime/failure.js";
import { traffic } from "../../../../providers/vimana/traffic.js";
import { formatEntry } from "../../../../providers/vimana/ledger/entry.js";
import { FULL_NAME, ROUTE, route, SECOND_ROUTE, SERVER, serverObject, serviceOf, World } from "./world.js";

test("no output has the name of an input, with which it would share its place in the state", () => {
  expect(traffic.outputs.filter((name) => name in traffic.inputs.shape)).toEqual([]);
});

test("a new route has its weights in every rule, in the order of versions, and is accepted", async () => {
  const world = new World();
  const inputs = world.inputs({ weights: { "1.1.0": 1, "1.0.0": 4, "1.2.0": 0 } });
  const { outputs } = await world.up(inputs);
  expect(world.weights()).toEqual(["1.0.0=4 1.1.0=1", "1.0.0=4 1.1.0=1"]);
  expect(world.cluster.peek(ROUTE)).toMatchObject({
    spec: {
      rules: [
        {
          backendRefs: [
            { group: "", kind: "Service", name: serviceOf("1.0.0"), port: 80, weight: 4 },
            { group: "", kind: "Service", name: serviceOf("1.1.0"), port: 80, weight: 1 },
          ],
        },
        {},
      ],
    },
  });
  expect(outputs).toEqual({
    liveWeights: { "1.0.0": 4, "1.1.0": 1 },
    effectiveWeights: { "1.0.0": "80%", "1.1.0": "20%" },
    history: [{ weights: { "1.0.0": 4, "1.1.0": 1 }, at: "2026-03-01T12:00:00.000Z", reason: "weights" }],
    rolloutStatus: {},
    accepted: true,
    objects: [{ apiVersion: ROUTE.apiVersion, kind: ROUTE.kind, name: ROUTE.name }],
  });
});

test("a version that only gets copies of calls is referred to all the same, without weight", async () => {
  const world = new World();
  const copies = { group: "", kind: "Service", name: serviceOf("1.1.0"), port: 80 };
  const filters = [{ type: "RequestMirror", requestMirror: { backendRef: copies, percent: 100 } }];
  const mirrored = route();
  const carriers = [
    JSON.stringify({ ...mirrored, spec: { ...(mirrored["spec"] as object), rules: [{ filters }] } }),
  ];
  const made = await world.up(world.inputs({ carriers, weights: { "1.0.0": 1 } }));
  const backends = () =>
    (world.cluster.peek(ROUTE)?.["spec"] as { rules: { backendRefs: object[] }[] }).rules[0];
  const first = { ...copies, name: serviceOf("1.0.0") };
  expect(backends()?.backendRefs).toEqual([
    { ...first, weight: 1 },
    { ...copies, weight: 0 },
  ]);
  expect(made.outputs.liveWeights).toEqual({ "1.0.0": 1 });
  expect((await world.read(made))?.inputs).toEqual(made.inputs);
  const both = await world.up(world.inputs({ carriers, weights: { "1.0.0": 1, "1.1.0": 1 } }), made);
  expect(backends()?.backendRefs).toEqual([
    { ...first, weight: 1 },
    { ...copies, weight: 1 },
  ]);
  await world.up(world.inputs({ carriers, weights: {} }), both);
  expect(backends()?.backendRefs).toEqual([{ ...copies, weight: 0 }]);
});

test("weights change in one write, and a version that lost its calls is drained", async () => {
  const world = new World();
  const made = await world.up(world.inputs({ weights: { "1.0.0": 4, "1.1.0": 1 } }));
  const inputs = world.inputs({ weights: { "1.1.0": 1 } });
  expect(await world.plan(inputs, made)).toMatchObject({
    steps: ["weights of cart: 1.0.0 80% → 0%, 1.1.0 20% → 100%; 1.0.0 drains 30 s"],
  });
  const before = world.time;
  const seen: unknown[] = [];
  world.onSleep = () => seen.push([world.weights()[0], world.annotation("groundplan.dev/draining")]);
  const { outputs } = await world.up(inputs, made);
  expect(world.time - before).toBe(30_000);
  expect(seen[0]).toEqual(["1.1.0=1", { versions: ["1.0.0"], since: before }]);
  expect(world.status).toContain("1.0.0 drains: 25s of 30s");
  expect(world.annotation("groundplan.dev/draining")).toBeUndefined();
  expect(outputs.history.map(({ weights }) => weights)).toEqual([{ "1.0.0": 4, "1.1.0": 1 }, { "1.1.0": 1 }]);
});

test("weights that move without leaving a version empty are not waited for", async () => {
  const world = new World();
  const made = await world.up(world.inputs({ weights: { "1.0.0": 4, "1.1.0": 1 } }));
  const [before, mark] = [world.time, world.mark];
  await world.up(world.inputs({ weights: { "1.0.0": 1, "1.1.0": 1 } }), made);
  expect(world.time).toBe(before);
  expect(world.writesSince(mark)).toEqual(["apply GRPCRoute/r-1"]);
});

test("a preview asks the cluster nothing as long as nothing changes, and `up` then has nothing to write", async () => {
  const world = new World();
  const inputs = world.inputs({ weights: { "1.0.0": 1 } });
  expect(await world.plan(inputs)).toEqual({ summary: "", steps: ["weights of cart: 1.0.0 100%"] });
  expect(world.requests).toBe(0);
  const made = await world.up(inputs);
  const mark = world.mark;
  expect(await world.plan(inputs, made)).toBeUndefined();
  expect(world.mark).toBe(mark);
  await world.up(inputs, made);
  expect(world.writesSince(mark)).toEqual([]);
});

test("a server without weights has no backends", async () => {
  const world = new World();
  const made = await world.up(world.inputs({ weights: {} }));
  expect(world.weights()).toEqual(["", ""]);
  const { outputs } = await world.up(world.inputs({ weights: { "1.0.0": 1 } }), made);
  expect(outputs.effectiveWeights).toEqual({ "1.0.0": "100%" });
});

test("the gateway's refusal is an error with its words, and the next update waits again", async () => {
  const world = new World();
  world.verdict = () => ({ status: "False", message: "no listener for shop.example.com" });
  const inputs = world.inputs({ weights: { "1.0.0": 1 }, acceptTimeoutSeconds: 0.05 });
  const failed = await world.upFailing(inputs);
  expect(failed.reasons.join()).toMatch(
    /apps-gateway: Accepted is False, Accepted: no listener for shop\.example\.com/,
  );
  expect(failed.outputs).toMatchObject({ liveWeights: { "1.0.0": 1 }, accepted: false });
  world.verdict = () => ({ status: "True", message: "" });
  await world.settle();
  expect((await world.up(inputs, failed)).outputs.accepted).toBe(true);
});

test("nothing is waited for when the stack says so", async () => {
  const world = new World();
  world.verdict = () => undefined;
  const { outputs } = await world.up(world.inputs({ weights: { "1.0.0": 1 }, waitFor: "none" }));
  expect(outputs.accepted).toBe(false);
});

describe("several routes of one server", () => {
  const two = [JSON.stringify(route()), JSON.stringify(route(SECOND_ROUTE, ["other.example.com"]))];

  test("have the same weights; one that is declared no more goes once the others have its hosts", async () => {
    const world = new World();
    const made = await world.up(world.inputs({ carriers: two, weights: { "1.0.0": 1 } }));
    expect(world.weights(SECOND_ROUTE)).toEqual(["1.0.0=1", "1.0.0=1"]);
    const mark = world.mark;
    const carriers = [JSON.stringify(route(ROUTE, ["shop.example.com", "other.example.com"]))];
    const { outputs } = await world.up(world.inputs({ carriers, weights: { "1.0.0": 1 } }), made);
    expect(world.writesSince(mark)).toEqual(["apply GRPCRoute/r-1", "delete GRPCRoute/r-1-2"]);
    expect(outputs.objects.map(({ name }) => name)).toEqual(["r-1"]);
  });

  test("are all deleted", async () => {
    const world = new World();
    const made = await world.up(world.inputs({ carriers: two, weights: { "1.0.0": 1 } }));
    await world.delete(made);
    expect(world.cluster.objects("GRPCRoute")).toEqual([]);
    await world.delete(made);
  });
});

describe("the Server of Vimana's operator", () => {
  const carriers = [JSON.stringify(serverObject())];

  test("has its weights by version, and nothing is waited for", async () => {
    const world = new World();
    const made = await world.up(world.inputs({ carriers, weights: { "1.0.0": 4, "1.1.0": 1 } }));
    expect(world.cluster.peek(SERVER)?.["spec"]).toEqual({
      id: "cart",
      domain: "0123456789abcdef0123456789abcdef",
      services: ["shop.Cart"],
      versionWeights: { "1.0.0": 4, "1.1.0": 1 },
    });
    expect(made.outputs.accepted).toBe(true);
    await world.up(world.inputs({ carriers, weights: { "1.1.0": 1 }, drainSeconds: 0 }), made);
    expect(world.cluster.peek(SERVER)?.["spec"]).toMatchObject({ versionWeights: { "1.1.0": 1 } });
  });
});

describe("weights that somebody else sets", () => {
  test("are set once and then left, whatever else changes", async () => {
    const world = new World();
    const made = await world.up(world.inputs({ managed: "external", weights: { "1.0.0": 1 } }));
    await world.edit({ "1.0.0": 1, "1.1.0": 3 });
    const found = await world.read(made);
    expect(found?.inputs).toEqual(made.inputs);
    expect(found?.outputs.liveWeights).toEqual({ "1.0.0": 1, "1.1.0": 3 });
    const inputs = world.inputs({
      managed: "external",
      weights: { "1.1.0": 1 },
      carriers: [JSON.stringify(route(ROUTE, ["new.example.com"]))],
    });
    expect(await world.plan(inputs, made)).toMatchObject({
      steps: [],
      notes: ["weights stay as somebody else has set them: 1.0.0 25%, 1.1.0 75%"],
    });
    await world.up(inputs, made);
    expect(world.weights()).toEqual(["1.0.0=1 1.1.0=3", "1.0.0=1 1.1.0=3"]);
    expect(world.cluster.peek(ROUTE)).toMatchObject({ spec: { hostnames: ["new.example.com"] } });
  });

  test("keep a version that has calls from being removed", async () => {
    const world = new World();
    const made = await world.up(world.inputs({ managed: "external", weights: { "1.0.0": 1 } }));
    const backends = { "1.1.0": serviceOf("1.1.0") };
    const inputs = world.inputs({ managed: "external", weights: { "1.1.0": 1 }, backends });
    const words = /1\.0\.0 \(100%\) is not declared any more and still gets calls/;
    await expect(world.plan(inputs, made)).rejects.toThrow(words);
    await expect(world.up(inputs, made)).rejects.toThrow(words);
  });
});

describe("a version that is removed while it has calls", () => {
  const before = { weights: { "1.0.0": 4, "1.1.0": 1 } };
  const after = { weights: { "1.1.0": 1 }, backends: { "1.1.0": serviceOf("1.1.0") } };

  test("is told, and its calls move away and drain before anything is deleted", async () => {
    const world = new World();
    const made = await world.up(world.inputs(before));
    await world.plan(world.inputs(after), made);
    expect(world.said).toEqual([
      "1.0.0 (80%) is removed while it gets calls; they move away first, and it drains (WGT-5)",
    ]);
    const start = world.time;
    await world.up(world.inputs(after), made);
    expect([world.weights()[0], world.time - start]).toEqual(["1.1.0=1", 30_000]);
  });

  test("is refused when a deployment without calls has to come first", async () => {
    const world = new World();
    const made = await world.up(world.inputs(before));
    const inputs = world.inputs({ ...after, requireDrain: true });
    await expect(world.plan(inputs, made)).rejects.toThrow(
      /1\.0\.0 \(80%\).*WGT-5.*Declare it until it gets none/,
    );
    const mark = world.mark;
    await expect(world.up(inputs, made)).rejects.toThrow(/WGT-5/);
    expect(world.writesSince(mark)).toEqual([]);
  });
});

test("the ledger learns which versions have had calls", async () => {
  const world = new World();
  const ledger = { apiVersion: "v1", kind: "ConfigMap", namespace: "apps", name: ledgerName(FULL_NAME) };
  const pending = formatEntry({
    image: "shop/cart:1",
    state: "pending",
    firstSeen: "2026-03-01T11:00:00Z",
    lastSeen: "2026-03-01T11:00:00Z",
    stack: "abc123/shop/dev",
    token: "t",
  });
  world.cluster.seed({
    ...ledger,
    metadata: {
      name: ledger.name,
      namespace: "apps",
      annotations: { ...route().metadata.annotations },
      labels: { "vimana.host/domain": FULL_NAME.slice(0, 32), "vimana.host/server": "cart" },
    },
    data: { "1.0.0": pending, "1.1.0": pending },
  });
  await world.up(world.inputs({ weights: { "1.0.0": 1 } }));
  const data = world.cluster.peek(ledger)?.["data"] as Record<string, string>;
  expect(JSON.parse(data["1.0.0"] ?? "")).toMatchObject({ state: "served" });
  expect(JSON.parse(data["1.1.0"] ?? "")).toMatchObject({ state: "pending" });
});

test("a write that meets the gateway's own is repeated with what is there then", async () => {
  const world = new World();
  const made = await world.up(world.inputs({ weights: { "1.0.0": 1 } }));
  let met = 0;
  world.cluster.inject((request, moment) => {
    if (request.verb !== "apply" || moment !== "before" || met++ > 0) return undefined;
    const annotations = { "gateway.example/seen": "1" };
    void world.cluster.patch(
      ROUTE,
      { metadata: { annotations } },
      { type: "merge", fieldManager: "gateway-controller" },
    );
    return undefined;
  });
  await world.up(world.inputs({ weights: { "1.0.0": 1, "1.1.0": 1 } }), made);
  expect(met).toBe(2);
  expect(world.weights()[0]).toBe("1.0.0=1 1.1.0=1");
});

describe("a route of the same name", () => {
  test("that nobody marked is refused, and taken over with its weights changed at once when told", async () => {
    const world = new World();
    world.cluster.seed({ ...route(), metadata: { name: ROUTE.name, namespace: "apps" } });
    const inputs = { weights: { "1.0.0": 1 } };
    const refused: unknown = await world.up(world.inputs(inputs)).catch((error: unknown) => error);
    // Nothing was made, so there is nothing for a state to remember.
    expect(refused).not.toBeInstanceOf(PartialFailure);
    expect(String(refused)).toMatch(
      /GRPCRoute.* apps\/r-1 on cluster lab: it exists already and bears no owner mark; set `adopt: true`/,
    );
    await world.up(world.inputs({ ...inputs, adopt: true }));
    expect(world.weights()).toEqual(["1.0.0=1", "1.0.0=1"]);
  });

  test("is not deleted by a state whose token it does not bear", async () => {
    const world = new World();
    const first = await world.up(world.inputs({ weights: { "1.0.0": 1 } }));
    const second = await world.up(world.inputs({ weights: { "1.0.0": 1 } }));
    await world.delete(first);
    expect(world.said.join()).toContain(
      "GRPCRoute.gateway.networking.k8s.io apps/r-1 stays: held by abc123/shop/dev",
    );
    expect(world.cluster.peek(ROUTE)?.metadata.annotations?.[TOKEN_ANNOTATION]).toBe(second.token);
  });
});
