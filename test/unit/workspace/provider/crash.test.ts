import { configMap, deployment, hook, wave } from "../../../contract/workspace/objects.js";
import { type Known, World } from "./world.js";

const OBJECTS = [
  hook("migrate", "PreSync"),
  configMap("a"),
  deployment("web", 1, wave(1)),
  hook("smoke", "PostSync", { "groundplan.dev/hook-delete-policy": "HookSucceeded" }),
];

/** How many different Jobs of a name there have been. */
function runs(world: World): Map<string, Set<string>> {
  const uids = new Map<string, Set<string>>();
  const look = (): void => {
    for (const { metadata } of world.cluster.objects("Job")) {
      const name = metadata.name ?? "";
      uids.set(name, (uids.get(name) ?? new Set()).add(metadata.uid ?? ""));
    }
  };
  world.cluster.inject(() => {
    look();
    return undefined;
  });
  return uids;
}

async function requestsOf(act: (world: World) => Promise<unknown>): Promise<number> {
  const world = new World();
  await act(world);
  return world.requests;
}

/** Each in a world of its own, so that they can go on at once. */
async function atEach(first: number, last: number, act: (request: number) => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: last - first + 1 }, (_, index) => act(first + index)));
}

jest.setTimeout(60_000);

describe.each([
  ["before it takes effect", false],
  ["after it took effect", true],
])("a process that dies at any request, %s,", (_, afterEffect) => {
  test("leaves a creation that the next one finishes, and no hook runs twice", async () => {
    const all = await requestsOf((world) => world.up(world.inputs(OBJECTS)));
    await atEach(1, all, async (request) => {
      const world = new World();
      const jobs = runs(world);
      Object.assign(world, { diesAt: request, diesAfterEffect: afterEffect });
      await world.up(world.inputs(OBJECTS)).catch(() => undefined);
      world.revive();
      const known = await world.up(world.inputs(OBJECTS));
      expect(known.outputs.status).toMatchObject({
        sync: { status: "Synced" },
        health: { status: "Healthy" },
      });
      const counts = Object.fromEntries([...jobs].map(([name, uids]) => [name, uids.size]));
      expect({ request, ...counts }).toEqual({ request, migrate: 1, smoke: 1 });
      await world.delete(known);
      expect({ request, present: world.present() }).toEqual({ request, present: [] });
    });
  });

  test("leaves a deletion that the next one finishes", async () => {
    const hooks = [hook("drain", "PreDelete"), hook("bye", "PostDelete")];
    const made = async (world: World): Promise<Known> => world.up(world.inputs([...OBJECTS, ...hooks]));
    const creation = await requestsOf(made);
    const all = await requestsOf(async (world) => {
      await world.delete(await made(world));
    });
    await atEach(creation + 1, all, async (request) => {
      const world = new World();
      const known = await made(world);
      Object.assign(world, { diesAt: request, diesAfterEffect: afterEffect });
      await world.delete(known).catch(() => undefined);
      world.revive();
      await world.delete(known);
      expect({ request, present: world.present() }).toEqual({ request, present: [] });
    });
  });
});

test("an unfinished sync whose objects are not wanted any more is ended, and the new one runs", async () => {
  const world = new World();
  const all = await requestsOf((other) => other.up(other.inputs(OBJECTS)));
  Object.assign(world, { diesAt: all - 6 });
  await world.up(world.inputs(OBJECTS)).catch(() => undefined);
  world.revive();
  const known = await world.up(world.inputs([configMap("other")], { prune: true }));
  expect(world.present()).toEqual(expect.arrayContaining(["ConfigMap/other"]));
  expect(world.present()).not.toContain("ConfigMap/a");
  await world.delete(known);
  expect(world.present()).toEqual([]);
});
