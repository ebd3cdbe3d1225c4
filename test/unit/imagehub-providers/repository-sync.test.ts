import { KINDS } from "../../../model/imagehub/constants.js";
import {
  repositorySync,
  type RepositorySyncInputs,
  type RepositorySyncOutputs,
} from "../../../providers/imagehub/repository-sync.js";
import { Driver, withEveryFault, World } from "./world.js";

const REPOSITORY = "labring/mysql";
const OBJECT = "labring.mysql";
const STORAGE = "keyword.imagehub.sealos.io/Storage";
const NETWORK = "keyword.imagehub.sealos.io/Network";

const image = (tag: string, more: Record<string, unknown> = {}) => ({ object: `${OBJECT}.${tag}`, ...more });

function sync(world: World, resource = REPOSITORY): Driver<RepositorySyncInputs, RepositorySyncOutputs> {
  return new Driver(world, repositorySync, resource);
}

function inputs(...images: readonly Record<string, unknown>[]): Record<string, unknown> {
  return { cluster: "lab", name: REPOSITORY, images };
}

function repository(world: World) {
  return world.find(KINDS.repository, OBJECT);
}
function status(world: World) {
  return repository(world)?.["status"] as
    { tags?: { name: string }[]; latestTag?: { name: string } } | undefined;
}
function tags(world: World): string[] {
  return status(world)?.tags?.map(({ name }) => name) ?? [];
}
function repos(world: World): string[] {
  return (
    (world.find(KINDS.organization, "labring")?.["status"] as { repos?: string[] } | undefined)?.repos ?? []
  );
}

function threeDays(): World {
  const world = new World();
  world.repository(REPOSITORY);
  for (const [tag, day] of [
    ["v2", "02"],
    ["v1", "01"],
    ["v3", "03"],
  ] as const) {
    world.image(`${REPOSITORY}:${tag}`, { creatTime: `2023-01-${day}T00:00:00Z`, size: 5 });
  }
  return world;
}

describe("the aggregation of a repository", () => {
  test("6.9 case 4: tags newest first, and the newest is the latest", async () => {
    const world = threeDays();
    const outputs = await sync(world).up(inputs(image("v1"), image("v2"), image("v3")));
    expect(tags(world)).toEqual(["v3", "v2", "v1"]);
    expect(status(world)).toEqual({
      name: REPOSITORY,
      tags: expect.any(Array) as unknown,
      latestTag: { name: "v3", metaName: "labring.mysql.v3", size: 5, creatTime: "2023-01-03T00:00:00Z" },
    });
    expect(outputs).toMatchObject({ tags: ["v3", "v2", "v1"], latestTag: "v3" });
    expect(repos(world)).toEqual([REPOSITORY]);
  });

  test("6.9 case 5: of equal times the higher version comes first", async () => {
    const world = new World();
    world.declare(`${REPOSITORY}:v8.0.9`, `${REPOSITORY}:latest`, `${REPOSITORY}:v8.0.25`);
    await sync(world).up(inputs(image("v8.0.9"), image("latest"), image("v8.0.25")));
    expect(tags(world)).toEqual(["v8.0.25", "v8.0.9", "latest"]);
  });

  test("6.9 case 6: keyword labels follow the latest tag, stale ones go, others' labels stay", async () => {
    const world = new World();
    world.repository(REPOSITORY);
    world.image(`${REPOSITORY}:v1`, { keywords: ["Storage", "storage"] });
    const driver = sync(world);
    await driver.up(inputs(image("v1", { keywords: ["Storage", "storage"] })));
    expect(repository(world)?.metadata.labels).toMatchObject({ [STORAGE]: "" });
    expect(
      Object.keys(repository(world)?.metadata.labels ?? {}).filter((key) => key.startsWith("keyword.")),
    ).toEqual([STORAGE]);
    world.image(`${REPOSITORY}:v1`, { keywords: ["Network"] });
    expect(await driver.up(inputs(image("v1", { keywords: ["Network"] })))).toMatchObject({
      keywords: ["Network"],
    });
    expect(repository(world)?.metadata.labels).not.toHaveProperty([STORAGE]);
    expect(repository(world)?.metadata.labels).toMatchObject({
      [NETWORK]: "",
      "organization.imagehub.sealos.io": "labring",
    });
  });

  test("6.9 case 7: an image about to be deleted counts no more; without any there is no latest tag", async () => {
    const world = threeDays();
    const driver = sync(world);
    await driver.up(inputs(image("v1"), image("v2"), image("v3")));
    await driver.up(inputs(image("v1"), image("v2")));
    expect(status(world)?.latestTag?.name).toBe("v2");
    world.kubernetes.vanish({ apiVersion: "imagehub.sealos.io/v1", kind: KINDS.image, name: `${OBJECT}.v3` });
    await driver.up(inputs());
    expect(tags(world)).toEqual([]);
    expect(status(world)).not.toHaveProperty("latestTag");
    expect(repository(world)).toBeDefined();
  });

  test("6.9 case 3: without the organization it fails and says what to do", async () => {
    const world = threeDays();
    world.kubernetes.vanish({
      apiVersion: "imagehub.sealos.io/v1",
      kind: KINDS.organization,
      name: "labring",
    });
    await expect(sync(world).up(inputs(image("v1")))).rejects.toThrow(
      /Organization labring: does not exist.*Declare the organization before its images/,
    );
    expect(world.writes()).toEqual([]);
  });

  test("6.9 case 8: with the cluster's collector, deleting the organization takes everything along", async () => {
    const world = new World({ garbageCollection: true });
    world.declare(`${REPOSITORY}:v1`);
    await sync(world).up(inputs(image("v1")));
    await world.kubernetes.delete({
      apiVersion: "imagehub.sealos.io/v1",
      kind: KINDS.organization,
      name: "labring",
    });
    expect(world.kubernetes.objects()).toEqual([]);
  });

  test("images of other tools count as tags and stay their makers'", async () => {
    const world = threeDays();
    await sync(world).up(inputs(image("v1"), image("v2")));
    expect(tags(world)).toEqual(["v3", "v2", "v1"]);
    expect(world.find(KINDS.image, `${OBJECT}.v3`)?.metadata.ownerReferences ?? []).toEqual([]);
    expect(world.find(KINDS.image, `${OBJECT}.v1`)?.metadata.ownerReferences).toMatchObject([
      { kind: "Repository", name: OBJECT, controller: true, blockOwnerDeletion: true },
    ]);
  });

  test("a second run writes nothing", async () => {
    const world = threeDays();
    const driver = sync(world);
    await driver.up(inputs(image("v1"), image("v2"), image("v3")));
    const before = world.writes().length;
    await driver.up(inputs(image("v1"), image("v2"), image("v3")));
    expect(world.writes()).toHaveLength(before);
  });

  test("two repositories of one organization, at once, are both listed", async () => {
    const world = threeDays();
    world.declare("labring/helm:v1");
    const helm = new Driver(world, repositorySync, "labring/helm");
    await Promise.all([
      sync(world).up(inputs(image("v1"))),
      helm.up({ cluster: "lab", name: "labring/helm", images: [{ object: "labring.helm.v1" }] }),
    ]);
    expect(repos(world)).toEqual(["labring/helm", REPOSITORY]);
  });

  test("a preview names what is added, changed and removed, without a request", async () => {
    const world = threeDays();
    const driver = sync(world);
    expect((await driver.plan(inputs(image("v1"))))?.steps).toEqual([`add ${OBJECT}.v1`]);
    await driver.up(inputs(image("v1"), image("v2")));
    const before = world.kubernetes.requests.length;
    expect((await driver.plan(inputs(image("v1", { size: 9 }), image("v3"))))?.steps).toEqual([
      `add ${OBJECT}.v3`,
      `update ${OBJECT}.v1`,
      `remove ${OBJECT}.v2`,
    ]);
    expect((await driver.plan(inputs(image("v2"), image("v1"))))?.steps).toEqual([]);
    expect(world.kubernetes.requests).toHaveLength(before);
  });
});

describe("drift of a repository", () => {
  const all = inputs(image("v1"), image("v2"), image("v3"));

  async function made() {
    const world = threeDays();
    const driver = sync(world);
    const declared = inputs(
      image("v1", { size: 5, creatTime: "2023-01-01T00:00:00Z" }),
      image("v2", { size: 5, creatTime: "2023-01-02T00:00:00Z" }),
      image("v3", { size: 5, creatTime: "2023-01-03T00:00:00Z" }),
    );
    await driver.up(declared);
    return { world, driver, declared };
  }

  test("none is none", async () => {
    const { driver, declared } = await made();
    await driver.refresh();
    expect(driver.state?.inputs).toEqual(driver.check(declared));
  });

  test.each<[string, Record<string, unknown>]>([
    ["a status changed by hand", { status: { tags: [] } }],
    ["a keyword label set by hand", { metadata: { labels: { [STORAGE]: "" } } }],
    ["an owner reference removed by hand", { metadata: { ownerReferences: null } }],
  ])("%s is found and repaired", async (_what, patch) => {
    const { world, driver, declared } = await made();
    await world.kubernetes.patch(
      { apiVersion: "imagehub.sealos.io/v1", kind: KINDS.repository, name: OBJECT },
      patch,
      { type: "merge", ...("status" in patch ? { subresource: "status" as const } : {}) },
    );
    await driver.refresh();
    expect(driver.state?.inputs.inStep).toBe(false);
    await driver.up(declared);
    await driver.refresh();
    expect(driver.state?.inputs.inStep).toBe(true);
    expect(tags(world)).toEqual(["v3", "v2", "v1"]);
  });

  test("an image deleted by hand is missing from what was found", async () => {
    const { world, driver } = await made();
    world.kubernetes.vanish({ apiVersion: "imagehub.sealos.io/v1", kind: KINDS.image, name: `${OBJECT}.v2` });
    await driver.refresh();
    expect(driver.state?.inputs.images.map(({ object }) => object)).toEqual([`${OBJECT}.v1`, `${OBJECT}.v3`]);
    expect(driver.state?.inputs.inStep).toBe(false);
  });

  test("a repository that is gone is gone", async () => {
    const { world, driver } = await made();
    world.kubernetes.vanish({ apiVersion: "imagehub.sealos.io/v1", kind: KINDS.repository, name: OBJECT });
    expect(await driver.refresh()).toBe(false);
  });

  test("taking the aggregation away cleans what it wrote", async () => {
    const { world, driver } = await made();
    await driver.down();
    expect(status(world) ?? {}).toEqual({});
    expect(repos(world)).toEqual([]);
    expect(repository(world)?.metadata.annotations ?? {}).toEqual({});
  });

  test("one that another resource has taken over is left alone", async () => {
    const { world, driver } = await made();
    const renamed = sync(world, "renamed");
    await renamed.up(all);
    await driver.down();
    expect(tags(world)).toEqual(["v3", "v2", "v1"]);
  });

  test("taking it away from a repository that is gone succeeds", async () => {
    const { world, driver } = await made();
    world.kubernetes.vanish({ apiVersion: "imagehub.sealos.io/v1", kind: KINDS.repository, name: OBJECT });
    await driver.down();
    expect(repos(world)).toEqual([]);
  });
});

describe("with every request failing once, before or after its effect", () => {
  const all = inputs(image("v1"), image("v2"), image("v3"));

  test("an aggregation converges", async () => {
    const count = await withEveryFault(
      async () => {
        const world = threeDays();
        const driver = sync(world);
        return { world, driver, run: () => driver.up(all) };
      },
      async ({ world, driver }) => {
        expect(tags(world)).toEqual(["v3", "v2", "v1"]);
        expect(repos(world)).toEqual([REPOSITORY]);
        for (const tag of ["v1", "v2", "v3"]) {
          expect(world.find(KINDS.image, `${OBJECT}.${tag}`)?.metadata.ownerReferences).toHaveLength(1);
        }
        await driver.refresh();
        expect(driver.state?.inputs.inStep).toBe(true);
      },
    );
    expect(count).toBeGreaterThanOrEqual(10);
  });

  test("taking it away converges", async () => {
    await withEveryFault(
      async () => {
        const world = threeDays();
        const driver = sync(world);
        await driver.up(all);
        const recorded = driver.state;
        return { world, run: () => driver.down(recorded) };
      },
      ({ world }) => {
        expect(status(world) ?? {}).toEqual({});
      },
    );
  });
});
