import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { KubeError } from "../../../../clients/kubernetes/errors.js";
import type { KubeObject } from "../../../../clients/kubernetes/types.js";
import { configMap, hook, secret } from "../../../contract/workspace/objects.js";
import { World } from "./world.js";

const many = (count: number): KubeObject[] =>
  Array.from({ length: count }, (_, index) => configMap(`settings-${index}`, { x: String(index) }));

describe("an update without a preview", () => {
  test.each(["server", "offline"] as const)(
    "writes nothing when one of many new objects is refused, and names it, with preview: %s",
    async (preview) => {
      const world = new World();
      refuse(world, "settings-7");
      await expect(world.up(world.inputs(many(20), { preview }))).rejects.toThrow(
        /one thing stands in the way, and nothing was done[^]*ConfigMap shop\/settings-7: the policy says no/,
      );
      expect(world.writesSince(0)).toEqual([]);
      expect(world.present()).toEqual([]);
    },
  );

  test("writes nothing when a changed object or a hook is refused", async () => {
    const world = new World();
    const known = await world.up(world.inputs(many(3)));
    refuse(world, "settings-1");
    refuse(world, "migrate");
    const { mark } = world;
    const changed = [
      ...many(3).map((object) => ({ ...object, data: { x: "new" } })),
      hook("migrate", "PreSync"),
    ];
    await expect(world.up(world.inputs(changed), known)).rejects.toThrow(
      /2 things stand in the way[^]*settings-1: the policy says no[^]*migrate: the policy says no/,
    );
    expect(world.writesSince(mark)).toEqual([]);
  });

  test("tells what it is about to do", async () => {
    const world = new World();
    const known = await world.up(world.inputs(many(2)));
    expect(world.said).toEqual([
      expect.stringMatching(/^2 to create\n.*create {2}ConfigMap shop\/settings-0/),
    ]);
    await world.up(
      world.inputs([configMap("settings-0", { x: "9" }), configMap("settings-1", { x: "1" })]),
      known,
    );
    expect(world.said.at(-1)).toContain('change  ConfigMap shop/settings-0  data.x: "0" → "9"');
  });
});

describe("an update after a preview", () => {
  const before = process.env["XDG_CACHE_HOME"];
  let cache: string;

  beforeEach(() => {
    cache = mkdtempSync(path.join(tmpdir(), "groundplan-trials-"));
    process.env["XDG_CACHE_HOME"] = cache;
  });

  afterEach(() => {
    if (before === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = before;
    rmSync(cache, { recursive: true, force: true });
  });

  test("does not try again what the preview has tried, once", async () => {
    const world = new World();
    const inputs = world.inputs([...many(5), secret("login", "hunter2")]);
    await world.preview(inputs);
    expect(world.trialsSince(0)).toBe(6);
    let { mark } = world;
    const known = await world.up(inputs);
    expect(world.trialsSince(mark)).toBe(0);
    expect(world.writesSince(mark)).toHaveLength(6);

    await world.delete(known);
    mark = world.mark;
    await world.up(inputs);
    expect(world.trialsSince(mark)).toBe(6);
  });

  test("tries again when an object is gone that the preview has seen", async () => {
    const world = new World();
    const known = await world.up(world.inputs(many(1)));
    const inputs = world.inputs(many(5));
    await world.preview(inputs, known);
    await world.cluster.delete({
      apiVersion: "v1",
      kind: "ConfigMap",
      namespace: "shop",
      name: "settings-0",
    });
    const { mark } = world;
    refuse(world, "settings-0");
    await expect(world.up(inputs, known)).rejects.toThrow(/settings-0: the policy says no/);
    expect(world.writesSince(mark)).toEqual([]);
  });

  test("tries a Secret again when its value is another, of which no note holds any", async () => {
    const world = new World();
    await world.preview(world.inputs([secret("login", "hunter2")]));
    const folder = path.join(cache, "groundplan", "trials");
    const notes = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), "utf8"));
    expect(notes).toEqual([expect.not.stringMatching(/hunter2|aHVudGVyMg/)]);
    const mark = world.mark;
    await world.up(world.inputs([secret("login", "hunter3")]));
    expect(world.trialsSince(mark)).toBe(1);
  });

  test.each<[string, (world: World) => void]>([
    [
      "too long ago",
      (world) => {
        world.ahead = 16 * 60_000;
      },
    ],
    [
      "whose note is damaged",
      () => {
        const folder = path.join(cache, "groundplan", "trials");
        for (const name of readdirSync(folder)) writeFileSync(path.join(folder, name), "{");
      },
    ],
  ])("tries again after one %s", async (_, change) => {
    const world = new World();
    const inputs = world.inputs(many(5), { adopt: true, force: true });
    await world.preview(inputs);
    change(world);
    const { mark } = world;
    refuse(world, "settings-3");
    await expect(world.up(inputs)).rejects.toThrow(/settings-3: the policy says no/);
    expect(world.writesSince(mark)).toEqual([]);
  });

  test("takes no object that somebody has made since, not even among hundreds", async () => {
    const world = new World();
    const inputs = world.inputs(many(300));
    await world.preview(inputs);
    world.cluster.seed(configMap("settings-250", { x: "theirs" }));
    const { mark } = world;
    await expect(world.up(inputs)).rejects.toThrow(/settings-250: it exists already/);
    expect(world.writesSince(mark)).toEqual([]);
  });

  test("asks for the names of hundreds of new objects at once", async () => {
    const world = new World();
    const inputs = world.inputs(many(300));
    await world.preview(inputs);
    const { mark } = world;
    await world.up(inputs);
    const gets = world.cluster.requests
      .slice(mark)
      .filter(({ verb, name }) => verb === "get" && isSettings(name));
    expect(gets).toEqual([]);
    expect(world.writesSince(mark)).toHaveLength(300);
  });
});

function isSettings(name: string | undefined): boolean {
  return name?.startsWith("settings-") === true;
}

/** From now on the server takes no object of a name. */
function refuse(world: World, name: string): void {
  world.cluster.inject((request) =>
    request.name === name && request.verb !== "get"
      ? new KubeError("Forbidden", { what: "the policy says no", where: name, status: 403 })
      : undefined,
  );
}
