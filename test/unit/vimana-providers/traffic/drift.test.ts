import { driftLines } from "../../../../providers/runtime/drift.js";
import { type Known, ROUTE, route, SECOND_ROUTE, World } from "./world.js";

const TWO = [JSON.stringify(route()), JSON.stringify(route(SECOND_ROUTE, ["other.example.com"]))];

async function made(rest: Readonly<Record<string, unknown>> = {}): Promise<readonly [World, Known]> {
  const world = new World();
  return [world, await world.up(world.inputs({ weights: { "1.0.0": 4, "1.1.0": 1 }, ...rest }))];
}

/** How the inputs that are found differ from those that were deployed. */
async function drift(world: World, known: Known): Promise<string[]> {
  const found = await world.read(known);
  const [before, after]: Record<string, unknown>[] = [known.inputs, found?.inputs ?? {}];
  return Object.keys(known.inputs).flatMap((field) => driftLines(field, before?.[field], after?.[field]));
}

/** What an update makes of drift: the route as it was. */
async function repaired(world: World, known: Known): Promise<void> {
  const found = await world.read(known);
  const again = await world.up(known.inputs, found);
  expect(await drift(world, again)).toEqual([]);
  expect(again.outputs.liveWeights).toEqual(known.outputs.liveWeights);
}

test("there is none after an update, nor by what the server adds and others own", async () => {
  const [world, known] = await made({ carriers: TWO });
  await world.cluster.patch(
    ROUTE,
    { metadata: { labels: { team: "shop" }, annotations: { note: "x" } } },
    { type: "merge", fieldManager: "kubectl-label" },
  );
  expect(await drift(world, known)).toEqual([]);
  const found = await world.read(known);
  expect(found?.outputs).toEqual(known.outputs);
});

test("edited weights show as weights and nothing else", async () => {
  const [world, known] = await made();
  await world.edit({ "1.0.0": 1, "1.1.0": 1 });
  expect(await drift(world, known)).toEqual(['weights["1.0.0"]: 4 → 1']);
  await repaired(world, known);
});

test("weights that were edited in one of two routes show there", async () => {
  const [world, known] = await made({ carriers: TWO });
  await world.edit({ "1.0.0": 1, "1.1.0": 1 }, SECOND_ROUTE);
  expect((await drift(world, known)).join("\n")).toMatch(
    /^carriers\[1\]\.spec\.rules\[0\]\.backendRefs: absent → /,
  );
  await repaired(world, known);
});

test("weights that were edited in one of two rules show there", async () => {
  const [world, known] = await made();
  const live = world.cluster.peek(ROUTE)?.["spec"] as { rules: { backendRefs: object[] }[] };
  const [first, second] = live.rules;
  const rules = [first, { ...second, backendRefs: second?.backendRefs.slice(0, 1) }];
  await world.cluster.patch(ROUTE, { spec: { rules } }, { type: "merge", fieldManager: "kubectl-edit" });
  expect((await drift(world, known)).join("\n")).toContain("carriers[0].spec.rules[1].backendRefs");
  await repaired(world, known);
});

test("changed hosts show by host", async () => {
  const [world, known] = await made();
  await world.cluster.patch(
    ROUTE,
    { spec: { hostnames: ["evil.example.com"] } },
    { type: "merge", fieldManager: "kubectl-edit" },
  );
  expect(await drift(world, known)).toEqual([
    'carriers[0].spec.hostnames[0]: "shop.example.com" → "evil.example.com"',
  ]);
  await repaired(world, known);
});

test("weights that somebody else is to set are none, nor is how they are written; a changed host is", async () => {
  const [world, known] = await made({ managed: "external" });
  await world.edit({ "1.0.0": 1, "1.1.0": 0 });
  expect(await drift(world, known)).toEqual([]);
  await world.cluster.patch(
    ROUTE,
    { spec: { hostnames: ["evil.example.com"] } },
    { type: "merge", fieldManager: "kubectl-edit" },
  );
  expect(await drift(world, known)).toEqual([
    'carriers[0].spec.hostnames[0]: "shop.example.com" → "evil.example.com"',
  ]);
});

test("a deleted route shows; with the last one the whole is gone", async () => {
  const [world, known] = await made({ carriers: TWO });
  world.cluster.vanish(SECOND_ROUTE);
  expect((await drift(world, known)).join("\n")).toMatch(/^carriers: /);
  await repaired(world, known);
  world.cluster.vanish(ROUTE);
  world.cluster.vanish(SECOND_ROUTE);
  expect(await world.read(known)).toBeUndefined();
});

test("weights that a finished rollout was left with show in the outputs, and the next update brings them back", async () => {
  const world = new World();
  const inputs = world.inputs({ rollout: { to: "1.0.0", deadline: "1h", steps: [{ weight: 100 }] } });
  const known = await world.up(inputs);
  await world.edit({ "1.0.0": 1, "1.1.0": 1 });
  const found = await world.read(known);
  expect(found?.inputs).toEqual(inputs);
  expect(found?.outputs.liveWeights).toEqual({ "1.0.0": 1, "1.1.0": 1 });
  expect(await world.plan(inputs, found)).toMatchObject({
    steps: ["weights of cart: 1.0.0 50% → 100%, 1.1.0 50% → 0%; 1.1.0 drains 30 s"],
    notes: ["all calls to 1.0.0 again; somebody else had set 1.0.0 50%, 1.1.0 50%"],
  });
  await world.up(inputs, found);
  expect(world.weights()[0]).toBe("1.0.0=1");
});
