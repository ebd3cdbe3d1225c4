import { KINDS } from "../../../model/imagehub/constants.js";
import { OWNER_ANNOTATION, OWNER_LABEL, ownerHash } from "../../../model/shared/ownership.js";
import {
  dataPack,
  type DataPackInputs,
  type DataPackOutputs,
} from "../../../providers/imagehub/data-pack.js";
import { HOLDERS_ANNOTATION } from "../../../providers/imagehub/holders.js";
import { Driver, SCOPE, START, withEveryFault, World } from "./world.js";

const NAMES = ["labring/mysql:v8.0.25", "labring/mysql:v8.0.31"];
const CONTENT_NAME = "dp-36d831675ed38a630431958dbed49b0059f6e11e";
const HOUR = 3_600_000;
const OTHER_STACK = { ...SCOPE, installation: "def456" };

function spec(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { cluster: "lab", mode: "direct", type: "detail", names: NAMES, ...more };
}

function catalogue(): World {
  const world = new World();
  world.declare(...NAMES);
  return world;
}

function pack(world: World, resource = "page", scope = SCOPE): Driver<DataPackInputs, DataPackOutputs> {
  return new Driver(world, dataPack, resource, scope);
}

function object(world: World, name = CONTENT_NAME) {
  return world.find(KINDS.dataPack, name);
}

function holders(world: World): string[] {
  const text = object(world)?.metadata.annotations?.[HOLDERS_ANNOTATION] ?? "{}";
  return Object.keys(JSON.parse(text) as object).map((key) => key.split("::")[0] ?? "");
}

describe("a data pack without a controller", () => {
  test("is made under the hash of its content, owned, and held", async () => {
    const world = catalogue();
    const outputs = await pack(world).up(spec());
    const made = object(world);
    expect(made?.["spec"]).toEqual({ type: "detail", names: NAMES, expireTime: "2h" });
    expect(made?.metadata.annotations?.[OWNER_ANNOTATION]).toBe("abc123/shop/dev/page");
    expect(made?.metadata.labels?.[OWNER_LABEL]).toBe(ownerHash("abc123/shop/dev/page"));
    expect(holders(world)).toEqual(["abc123/shop/dev/page"]);
    expect(outputs).toMatchObject({
      codes: 1,
      missing: [],
      reused: false,
      createdAt: "2026-01-01T00:00:00Z",
      expiresAt: "2026-01-01T02:00:00Z",
    });
  });

  test("codes go from 0 over 2 to 1", async () => {
    const world = catalogue();
    await pack(world).up(spec());
    const codes = world
      .writes()
      .map(({ body }) => (body as { status?: { codes?: number } }).status?.codes ?? 0);
    expect(codes).toEqual([0, 2, 1]);
  });

  test.each([
    ["base", ["name", "type"]],
    ["grid", ["description", "keywords", "name", "repoName", "size", "type"]],
    ["detail", ["ID", "description", "docs", "keywords", "name", "repoName", "size", "tags", "type"]],
  ])("%s has exactly its fields", async (type, fields) => {
    const world = catalogue();
    world.image(NAMES[0]!, {
      description: "MySQL",
      keywords: ["Database"],
      docs: "#",
      ID: "ab",
      size: 7,
      url: "https://x",
    });
    const outputs = await pack(world).up(spec({ type }));
    expect(Object.keys(JSON.parse(outputs.datas[NAMES[0]!] ?? "") as object).sort()).toEqual(fields);
  });

  test("a missing image is an empty object, and told", async () => {
    const world = catalogue();
    const outputs = await pack(world).up(spec({ names: [...NAMES, "labring/none:v1"] }));
    expect(outputs.missing).toEqual(["labring/none:v1"]);
    expect(outputs.datas["labring/none:v1"]).toBe("{}");
    expect(outputs.codes).toBe(1);
  });

  test("a missing image that must not be missing is code 3, with a message, and heals", async () => {
    const world = catalogue();
    const driver = pack(world);
    const wanted = spec({ names: [...NAMES, "labring/late:v1"], onMissing: "error" });
    await expect(driver.up(wanted)).rejects.toThrow(/no such image: labring\/late:v1/);
    const [made] = world.kubernetes.objects(KINDS.dataPack);
    expect(made?.["status"]).toMatchObject({ codes: 3 });
    expect(Object.values(made?.metadata.annotations ?? {})).toContain("no such image: labring/late:v1");
    expect(driver.state?.pending).toBe(true);
    world.declare("labring/late:v1");
    expect(await driver.up(wanted)).toMatchObject({ codes: 1, missing: [] });
    const [healed] = world.kubernetes.objects(KINDS.dataPack);
    expect(Object.values(healed?.metadata.annotations ?? {})).not.toContain("no such image: labring/late:v1");
  });

  test("names of both strategies", () => {
    const driver = pack(new World());
    const reversed = spec({ names: [NAMES[1], NAMES[0], NAMES[1]], expireTime: "120m" });
    expect(driver.check(reversed).name).toBe(CONTENT_NAME);
    const page = { cluster: "lab", mode: "direct", nameStrategy: "sealos-md5" };
    expect(driver.check({ ...page, type: "detail", names: [NAMES[0]] }).name).toBe(
      "13808154cdfab8ecdc302c2521c2c75c",
    );
    expect(
      driver.check({ ...page, type: "grid", names: ["labring/cert-manager:v1.8.0", NAMES[0]] }).name,
    ).toBe("731b41cea8dd90369a7da5aad6e9377b");
  });

  test("a second run of the same writes nothing", async () => {
    const world = catalogue();
    const driver = pack(world);
    await driver.up(spec());
    const before = world.writes().length;
    await driver.up(spec());
    expect(world.writes()).toHaveLength(before);
  });

  test("a second stack reuses the object, and the first one's leaving leaves it", async () => {
    const world = catalogue();
    const first = pack(world);
    const second = pack(world, "elsewhere", OTHER_STACK);
    await first.up(spec());
    expect(await second.up(spec())).toMatchObject({ reused: true, codes: 1 });
    expect(world.kubernetes.objects(KINDS.dataPack)).toHaveLength(1);
    await first.down();
    expect(holders(world)).toEqual(["def456/shop/dev/elsewhere"]);
    expect(object(world)?.metadata.annotations?.[OWNER_ANNOTATION]).toBe("def456/shop/dev/elsewhere");
    await second.down();
    expect(object(world)).toBeUndefined();
  });

  test("of two that create at once, one is first and both succeed", async () => {
    const world = catalogue();
    const drivers = [pack(world), pack(world, "elsewhere", OTHER_STACK)];
    const outputs = await Promise.all(drivers.map((driver) => driver.up(spec())));
    expect(outputs.map(({ codes }) => codes)).toEqual([1, 1]);
    expect(world.kubernetes.objects(KINDS.dataPack)).toHaveLength(1);
    expect(holders(world).sort()).toEqual(["abc123/shop/dev/page", "def456/shop/dev/elsewhere"]);
  });

  test("when its time is over, a preview says so and an update collects anew", async () => {
    const world = catalogue();
    const driver = pack(world);
    await driver.up(spec());
    expect(await driver.plan(spec())).toBeUndefined();
    world.now = START + 3 * HOUR;
    world.image(NAMES[0]!, { description: "newer" });
    expect((await driver.plan(spec()))?.steps).toEqual(["expired at 2026-01-01T02:00:00Z"]);
    expect(await driver.refresh()).toBe(true);
    const outputs = await driver.up(spec());
    expect(outputs).toMatchObject({ expiresAt: "2026-01-01T05:00:00Z", codes: 1 });
    expect(outputs.datas[NAMES[0]!]).toContain("newer");
    expect(await driver.plan(spec())).toBeUndefined();
  });

  test("a day is no Go duration", () => {
    expect(pack(new World()).problems(spec({ expireTime: "1d" }))).toEqual([
      expect.stringMatching(/^expireTime: .*24h is a day/),
    ]);
  });

  test("with refreshPolicy never, a preview does not depend on the time", async () => {
    const world = catalogue();
    const driver = pack(world);
    await driver.up(spec({ refreshPolicy: "never" }));
    world.now = START + 300 * HOUR;
    expect(await driver.plan(spec({ refreshPolicy: "never" }))).toBeUndefined();
  });

  test("with refreshPolicy always, a preview names the images that changed", async () => {
    const world = catalogue();
    const driver = pack(world);
    const always = spec({ refreshPolicy: "always" });
    await driver.up(always);
    expect(await driver.plan(always)).toBeUndefined();
    world.image(NAMES[1]!, { description: "changed" });
    expect((await driver.plan(always))?.steps).toEqual([`${NAMES[1]} changed`]);
    expect((await driver.up(always)).datas[NAMES[1]!]).toContain("changed");
    expect(await driver.plan(always)).toBeUndefined();
  });

  test("a name that another specification has is refused", async () => {
    const world = catalogue();
    await pack(world).up(spec({ name: "mine" }));
    await expect(pack(world, "other").up(spec({ name: "mine", expireTime: "3h" }))).rejects.toThrow(
      /DataPack mine on cluster lab: exists already and has another specification/,
    );
  });

  test("an object that somebody else made is used and left there", async () => {
    const world = catalogue();
    const datas = Object.fromEntries(NAMES.map((name) => [name, { name }]));
    world.kubernetes.seed({
      apiVersion: "imagehub.sealos.io/v1",
      kind: KINDS.dataPack,
      metadata: { name: CONTENT_NAME },
      spec: { type: "detail", names: NAMES, expireTime: "2h" },
      status: { codes: 1, datas },
    });
    const driver = pack(world);
    expect(await driver.up(spec())).toMatchObject({ reused: true });
    await driver.down();
    expect(object(world)?.metadata.annotations ?? {}).not.toHaveProperty([HOLDERS_ANNOTATION]);
    expect(object(world)).toBeDefined();
  });

  test("data changed by hand are found by a refresh and repaired by an update", async () => {
    const world = catalogue();
    const driver = pack(world);
    await driver.up(spec());
    await world.kubernetes.patch(
      { apiVersion: "imagehub.sealos.io/v1", kind: KINDS.dataPack, name: CONTENT_NAME },
      { status: { datas: { [NAMES[0]!]: { name: "tampered" } } } },
      { type: "merge", subresource: "status" },
    );
    await driver.refresh();
    expect(driver.state?.inputs.inStep).toBe(false);
    await driver.up(spec());
    await driver.refresh();
    expect(driver.state?.inputs.inStep).toBe(true);
    expect(driver.state?.outputs.datas[NAMES[0]!]).not.toContain("tampered");
  });

  test("one that was deleted by hand is gone, and comes back", async () => {
    const world = catalogue();
    const driver = pack(world);
    await driver.up(spec());
    world.kubernetes.vanish({
      apiVersion: "imagehub.sealos.io/v1",
      kind: KINDS.dataPack,
      name: CONTENT_NAME,
    });
    expect(await driver.refresh()).toBe(false);
    expect(await driver.up(spec())).toMatchObject({ codes: 1 });
  });

  test("data that no object can hold are refused at preview, with the estimate", async () => {
    const world = catalogue();
    for (const name of NAMES) world.image(name, { docs: "x".repeat(600_000) });
    await expect(pack(world).plan(spec())).rejects.toThrow(/would take 12\d{5} bytes/);
    await expect(pack(world).up(spec())).rejects.toThrow(/Split the names/);
    expect(world.writes()).toEqual([]);
  });

  test("a preview tells reuse from making, and writes nothing", async () => {
    const world = catalogue();
    expect((await pack(world).plan(spec()))?.steps).toEqual([
      `create DataPack ${CONTENT_NAME} (detail, 2 images) and collect its data`,
    ]);
    expect(world.writes()).toEqual([]);
    await pack(world).up(spec());
    expect((await pack(world, "other").plan(spec()))?.steps).toEqual([
      `reuse DataPack ${CONTENT_NAME} (detail, 2 images), collected already`,
    ]);
  });

  test("no names are refused unless that is meant", () => {
    const driver = pack(new World());
    expect(driver.problems(spec({ names: [] }))).toEqual([expect.stringMatching(/^names: is empty/)]);
    expect(driver.problems(spec({ names: [], allowEmpty: true }))).toEqual([]);
    expect(driver.problems(spec({ names: ["mysql:v8"] }))).toEqual([
      expect.stringMatching(/^names\[0\]: .*organization/),
    ]);
  });
});

describe("who may delete a data pack", () => {
  test("a renamed resource adopts the object, and the old name's deletion leaves it", async () => {
    const world = catalogue();
    const old = pack(world, "old");
    await old.up(spec());
    const renamed = pack(world, "new");
    await renamed.up(spec());
    await old.down();
    expect(holders(world)).toEqual(["abc123/shop/dev/new"]);
    expect(world.kubernetes.objects(KINDS.dataPack)).toHaveLength(1);
    await renamed.down();
    expect(world.kubernetes.objects(KINDS.dataPack)).toEqual([]);
  });

  test("a replacement under the same name keeps the object that the old state would delete", async () => {
    const world = catalogue();
    const driver = pack(world);
    await driver.up(spec());
    const replaced = driver.state;
    driver.state = undefined;
    await driver.up(spec());
    await driver.down(replaced);
    expect(holders(world)).toEqual(["abc123/shop/dev/page"]);
    await driver.down();
    expect(world.kubernetes.objects(KINDS.dataPack)).toEqual([]);
  });

  test("an object whose holders cannot be read is left", async () => {
    const world = catalogue();
    const driver = pack(world);
    await driver.up(spec());
    await world.kubernetes.patch(
      { apiVersion: "imagehub.sealos.io/v1", kind: KINDS.dataPack, name: CONTENT_NAME },
      { metadata: { annotations: { [HOLDERS_ANNOTATION]: "{" } } },
      { type: "merge" },
    );
    await driver.down();
    expect(object(world)).toBeDefined();
  });

  test("long expired packs of stacks that are no more are swept, living ones are not", async () => {
    const world = catalogue();
    const forgotten = pack(world, "forgotten", OTHER_STACK);
    await forgotten.up(spec({ expireTime: "5m" }));
    const kept = pack(world, "kept", OTHER_STACK);
    await kept.up(spec({ expireTime: "6m", refreshPolicy: "never" }));
    await pack(world, "own").up(spec({ expireTime: "7m" }));
    world.now = START + HOUR;
    await pack(world, "late").up(spec());
    const left = world.kubernetes
      .objects(KINDS.dataPack)
      .map((found) => (found["spec"] as { expireTime: string }).expireTime);
    expect(left.sort()).toEqual(["2h", "6m", "7m"]);
  });
});

describe("a data pack with a controller", () => {
  /** Collects as the controller does, as soon as a pack appears. */
  function controller(world: World): void {
    const stop = world.kubernetes.inject((request, moment) => {
      if (request.verb === "create" && request.kind === KINDS.dataPack && moment === "after") {
        const made = world.kubernetes
          .objects(KINDS.dataPack)
          .find(({ metadata }) => metadata.name === request.name);
        if (made !== undefined) {
          const datas = Object.fromEntries(NAMES.map((name) => [name, { name }]));
          world.kubernetes.seed({ ...made, status: { codes: 1, datas } });
          stop();
        }
      }
      return undefined;
    });
  }

  test("is made and waited for; nothing writes its status", async () => {
    const world = catalogue();
    controller(world);
    const outputs = await pack(world).up(spec({ mode: "controller" }));
    expect(outputs).toMatchObject({ codes: 1, reused: false });
    expect(world.writes().map(({ verb }) => verb)).toEqual(["create"]);
  });

  test("one that is over is made anew", async () => {
    const world = catalogue();
    controller(world);
    const driver = pack(world);
    await driver.up(spec({ mode: "controller" }));
    const uid = object(world)?.metadata.uid;
    world.now = START + 3 * HOUR;
    controller(world);
    await driver.up(spec({ mode: "controller" }));
    expect(object(world)?.metadata.uid).not.toBe(uid);
    expect(driver.state?.outputs.expiresAt).toBe("2026-01-01T05:00:00Z");
  });
});

describe("with every request failing once, before or after its effect", () => {
  async function make() {
    const world = catalogue();
    const driver = pack(world);
    return { world, driver, run: () => driver.up(spec()) };
  }

  test("a create converges and doubles nothing", async () => {
    const count = await withEveryFault(make, async ({ world, driver }) => {
      expect(world.kubernetes.objects(KINDS.dataPack)).toHaveLength(1);
      expect(holders(world)).toEqual(["abc123/shop/dev/page"]);
      expect(object(world)?.["status"]).toMatchObject({ codes: 1 });
      expect(Object.keys((object(world)?.["status"] as { datas: object }).datas).sort()).toEqual(NAMES);
      await driver.refresh();
      expect(driver.state?.inputs.inStep).toBe(true);
      await driver.down();
      expect(world.kubernetes.objects(KINDS.dataPack)).toEqual([]);
    });
    expect(count).toBeGreaterThanOrEqual(6);
  });

  test("collecting anew converges", async () => {
    await withEveryFault(
      async () => {
        const made = await make();
        await made.run();
        made.world.now = START + 3 * HOUR;
        made.world.image(NAMES[0]!, { description: "newer" });
        return made;
      },
      ({ world, driver }) => {
        expect(driver.state?.outputs.datas[NAMES[0]!]).toContain("newer");
        expect(JSON.stringify(object(world)?.["status"])).toContain("newer");
      },
    );
  });

  test("leaving converges, for the last holder and for another", async () => {
    for (const shared of [false, true]) {
      await withEveryFault(
        async () => {
          const made = await make();
          await made.run();
          if (shared) await pack(made.world, "elsewhere", OTHER_STACK).up(spec());
          const recorded = made.driver.state;
          return { ...made, run: () => made.driver.down(recorded) };
        },
        ({ world }) => {
          expect(holders(world)).toEqual(shared ? ["def456/shop/dev/elsewhere"] : []);
          expect(world.kubernetes.objects(KINDS.dataPack)).toHaveLength(shared ? 1 : 0);
        },
      );
    }
  });
});
