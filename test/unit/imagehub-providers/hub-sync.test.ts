import { KINDS } from "../../../model/imagehub/constants.js";
import type { JsonValue } from "../../../model/shared/json.js";
import { hubSync, type HubSyncInputs, type HubSyncOutputs } from "../../../providers/imagehub/hub-sync.js";
import type { Aggregate } from "../../../providers/imagehub/hub-sync/texts.js";
import { KubeError } from "../../../clients/kubernetes/errors.js";
import { Driver, withEveryFault, World } from "./world.js";

const REPOSITORY = "labring/mysql";
const OBJECT = "labring.mysql";
const STORAGE = "keyword.imagehub.sealos.io/Storage";
const NETWORK = "keyword.imagehub.sealos.io/Network";

interface Declared {
  readonly object: string;
  readonly facts: Readonly<Record<string, JsonValue>>;
}

const image = (tag: string, facts: Declared["facts"] = {}, object = OBJECT): Declared => ({
  object: `${object}.${tag}`,
  facts,
});

function sync(world: World, resource = "imagehub-sync"): Driver<HubSyncInputs, HubSyncOutputs> {
  return new Driver(world, hubSync, resource);
}

/** A hub with one repository. */
function inputs(...images: readonly Declared[]): Record<string, unknown> {
  return hub({ [REPOSITORY]: images });
}

function hub(
  repositories: Readonly<Record<string, readonly Declared[]>>,
  organizations: Readonly<Record<string, string>> = { labring: "" },
): Record<string, unknown> {
  const all = Object.values(repositories).flat();
  return {
    cluster: "lab",
    organizations,
    repositories: Object.fromEntries(
      Object.entries(repositories).map(([name, images]) => [
        name,
        JSON.stringify(images.map(({ object }) => object)),
      ]),
    ),
    images: Object.fromEntries(all.map(({ object, facts }) => [object, JSON.stringify(facts)])),
  };
}

function aggregate(outputs: HubSyncOutputs | undefined, name = REPOSITORY): Aggregate {
  return JSON.parse(outputs?.aggregates[name] ?? "null") as Aggregate;
}

function repository(world: World) {
  return world.find(KINDS.repository, OBJECT);
}
function status(world: World) {
  return repository(world)?.["status"] as
    { tags?: { name: string }[]; latestTag?: { name: string } } | undefined;
}
async function patchRepository(world: World, patch: object): Promise<void> {
  await world.kubernetes.patch(
    { apiVersion: "imagehub.sealos.io/v1", kind: KINDS.repository, name: OBJECT },
    patch,
    { type: "merge", ...("status" in patch ? { subresource: "status" as const } : {}) },
  );
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
  test("tags newest first, and the newest is the latest", async () => {
    const world = threeDays();
    const outputs = await sync(world).up(inputs(image("v1"), image("v2"), image("v3")));
    expect(tags(world)).toEqual(["v3", "v2", "v1"]);
    expect(status(world)).toEqual({
      name: REPOSITORY,
      tags: expect.any(Array) as unknown,
      latestTag: { name: "v3", metaName: "labring.mysql.v3", size: 5, creatTime: "2023-01-03T00:00:00Z" },
    });
    expect(aggregate(outputs)).toEqual({ tags: ["v3", "v2", "v1"], latestTag: "v3", keywords: [] });
    expect(repos(world)).toEqual([REPOSITORY]);
  });

  test("of equal times the higher version comes first", async () => {
    const world = new World();
    world.declare(`${REPOSITORY}:v8.0.9`, `${REPOSITORY}:latest`, `${REPOSITORY}:v8.0.25`);
    await sync(world).up(inputs(image("v8.0.9"), image("latest"), image("v8.0.25")));
    expect(tags(world)).toEqual(["v8.0.25", "v8.0.9", "latest"]);
  });

  test("keyword labels follow the latest tag, stale ones go, others' labels stay", async () => {
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
    const outputs = await driver.up(inputs(image("v1", { keywords: ["Network"] })));
    expect(aggregate(outputs).keywords).toEqual(["Network"]);
    expect(repository(world)?.metadata.labels).not.toHaveProperty([STORAGE]);
    expect(repository(world)?.metadata.labels).toMatchObject({
      [NETWORK]: "",
      "organization.imagehub.sealos.io": "labring",
    });
  });

  test("an image about to be deleted counts no more; without any there is no latest tag", async () => {
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

  test("without the organization it fails and says what to do", async () => {
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

  test("with the cluster's collector, deleting the organization takes everything along", async () => {
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

  test("two stacks with repositories of one organization, at once, are both listed", async () => {
    const world = threeDays();
    world.declare("labring/helm:v1");
    await Promise.all([
      sync(world).up(inputs(image("v1"))),
      sync(world, "other").up(hub({ "labring/helm": [image("v1", {}, "labring.helm")] })),
    ]);
    expect(repos(world)).toEqual(["labring/helm", REPOSITORY]);
  });

  test("an organization without repositories has an empty list", async () => {
    const world = new World();
    world.organization("labring");
    await sync(world).up(hub({}));
    expect(world.find(KINDS.organization, "labring")?.["status"]).toEqual({ name: "labring", repos: [] });
  });

  test("download counts and ratings are others': kept when tags change and when the aggregation goes", async () => {
    const world = threeDays();
    const driver = sync(world);
    await driver.up(inputs(image("v1"), image("v2"), image("v3")));
    await patchRepository(world, { status: { downloadCount: 7, rating: 4 } });
    await driver.refresh();
    expect(driver.state?.inputs.outOfStep).toEqual([]);
    await driver.up(inputs(image("v1"), image("v2")));
    expect(status(world)).toMatchObject({ downloadCount: 7, rating: 4, latestTag: { name: "v2" } });
    await driver.down();
    expect(status(world)).toEqual({ downloadCount: 7, rating: 4 });
  });
});

describe("the aggregation of a hub", () => {
  const HELM = "labring/helm";
  const TOOLS = "tools/kwok";
  const three = hub(
    {
      [REPOSITORY]: [image("v1"), image("v2"), image("v3")],
      [HELM]: [image("v1", {}, "labring.helm")],
      [TOOLS]: [image("v1", {}, "tools.kwok")],
    },
    { labring: "ada", tools: "" },
  );

  function world(): World {
    const made = threeDays();
    made.declare(`${HELM}:v1`, `${TOOLS}:v1`);
    return made;
  }

  function statusOf(found: World, name: string): Record<string, unknown> {
    return (found.find(KINDS.repository, name.replace("/", "."))?.["status"] ?? {}) as Record<
      string,
      unknown
    >;
  }

  test("asks for each kind once, however many repositories there are", async () => {
    const found = world();
    const driver = sync(found);
    await driver.up(three);
    expect(repos(found)).toEqual([HELM, REPOSITORY]);
    const before = found.kubernetes.requests.length;
    await driver.refresh();
    const asked = found.kubernetes.requests.slice(before).map(({ verb, kind }) => `${verb} ${kind}`);
    expect(asked).toEqual(["list Organization", "list Repository", "list Image"]);
  });

  test("a preview names each repository's changes, without a request", async () => {
    const found = world();
    const driver = sync(found);
    expect((await driver.plan(three))?.steps).toEqual([
      "labring: list its repositories",
      "tools: list its repositories",
      "labring/helm: aggregate: add labring.helm.v1",
      "labring/mysql: aggregate: add labring.mysql.v1, labring.mysql.v2, labring.mysql.v3",
      "tools/kwok: aggregate: add tools.kwok.v1",
    ]);
    await driver.up(three);
    const before = found.kubernetes.requests.length;
    const changed = hub(
      { [REPOSITORY]: [image("v1", { size: 9 }), image("v3"), image("v4")], [HELM]: [], "tools/new": [] },
      { labring: "ada", tools: "" },
    );
    expect((await driver.plan(changed))?.steps).toEqual([
      "labring/helm: remove labring.helm.v1",
      "labring/mysql: add labring.mysql.v4; update labring.mysql.v1; remove labring.mysql.v2",
      "tools/kwok: aggregate no more",
      "tools/new: aggregate, without images",
    ]);
    expect((await driver.plan(three))?.steps).toEqual([]);
    expect(found.kubernetes.requests).toHaveLength(before);
  });

  test("while facts are not known yet, a preview still names what comes and goes", async () => {
    const driver = sync(world());
    await driver.up(three);
    const { plan } = await hubSync.handlers();
    const known = driver.check(
      hub({ [REPOSITORY]: [image("v1"), image("v9")], [TOOLS]: [image("v1", {}, "tools.kwok")] }),
    );
    const news = { organizations: known.organizations, repositories: known.repositories };
    const request = { old: driver.state, news, unknown: ["images"], preview: true };
    expect((await plan?.(world().context("x", ""), request))?.steps).toEqual([
      "labring/helm: aggregate no more",
      "labring/mysql: add labring.mysql.v9; remove labring.mysql.v2, labring.mysql.v3",
    ]);
  });

  test("another creator is an update, with a warning in the preview", async () => {
    const found = world();
    const driver = sync(found);
    await driver.up(three);
    await driver.plan(three);
    expect(found.lines).toEqual([]);
    await driver.plan({ ...three, organizations: { labring: "grace", tools: "" } });
    expect(found.lines).toEqual([
      expect.stringMatching(/^warning: the creator of organization labring changes from ada to grace; /),
    ]);
  });

  test("what fails is told all at once, and keeps nothing else from its place; the next run continues", async () => {
    const found = world();
    const driver = sync(found);
    const heal = found.kubernetes.inject((request, moment) =>
      moment === "before" && request.verb === "patch" && /helm|kwok/.test(request.name ?? "")
        ? new KubeError("Forbidden", { what: "may not", where: request.name ?? "", status: 403 })
        : undefined,
    );
    const failure = await driver.up(three).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "PartialFailure" });
    expect(String(failure)).toMatch(/labring\.helm[^]*tools\.kwok/);
    expect(tags(found)).toEqual(["v3", "v2", "v1"]);
    expect(statusOf(found, HELM)).toEqual({});
    heal();
    await driver.up(three);
    expect(statusOf(found, HELM)).toMatchObject({ latestTag: { name: "v1" } });
    await driver.refresh();
    expect(driver.state?.inputs.outOfStep).toEqual([]);
  });

  test("an image on its way out is not counted by the run that follows a failed one", async () => {
    const found = world();
    const driver = sync(found);
    await driver.up(three);
    const fewer = hub({ [REPOSITORY]: [image("v1"), image("v2")], [HELM]: [] }, { labring: "ada" });
    const heal = found.kubernetes.inject((request, moment) =>
      moment === "before" && request.verb === "patch" && request.name === OBJECT
        ? new KubeError("Forbidden", { what: "may not", where: OBJECT, status: 403 })
        : undefined,
    );
    await expect(driver.up(fewer)).rejects.toThrow("may not");
    heal();
    const outputs = await driver.up(fewer);
    expect(tags(found)).toEqual(["v2", "v1"]);
    expect(outputs.leaving).toEqual({ images: [], repositories: [] });
    expect(statusOf(found, HELM)).toMatchObject({ tags: [] });
  });

  test("a dropped repository is taken off its organization's list, with a warning for others' images", async () => {
    const found = world();
    const driver = sync(found);
    await driver.up(three);
    found.image(`${HELM}:v2`);
    await driver.up(hub({ [REPOSITORY]: [image("v1")] }, { labring: "ada" }));
    expect(repos(found)).toEqual([REPOSITORY]);
    expect(statusOf(found, HELM)).toEqual({});
    expect(statusOf(found, TOOLS)).toEqual({});
    expect(found.find(KINDS.organization, "tools")?.["status"]).toEqual({ name: "tools", repos: [] });
    expect(found.lines.join("\n")).toContain("labring/helm is aggregated no more, though");
    expect(found.lines.join("\n")).toContain(`${HELM}:v2`);
  });

  test("a preview after a refresh that found drift says what it repairs", async () => {
    const found = world();
    const driver = sync(found);
    await driver.up(three);
    await found.kubernetes.patch(
      { apiVersion: "imagehub.sealos.io/v1", kind: KINDS.organization, name: "labring" },
      { status: { repos: [] } },
      { type: "merge", subresource: "status" },
    );
    await driver.refresh();
    expect(driver.state?.inputs.outOfStep).toEqual(["labring"]);
    expect((await driver.plan(three))?.steps).toContain("labring: repair what was changed outside");
  });

  test("faulty names and texts are all told", () => {
    const driver = sync(world());
    expect(driver.problems({ ...hub({}), repositories: { mysql: "[]" }, images: {} }).join("\n")).toContain(
      'repositories["mysql"]',
    );
    expect(
      driver
        .problems({ ...hub({}), repositories: { [REPOSITORY]: "no" }, images: { a: '{"arch":1}' } })
        .join("\n"),
    ).toMatch(/JSON list of object names[^]*JSON object with size/);
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
    await patchRepository(world, patch);
    await driver.refresh();
    expect(driver.state?.inputs.outOfStep).toEqual([REPOSITORY]);
    await driver.up(declared);
    await driver.refresh();
    expect(driver.state?.inputs.outOfStep).toEqual([]);
    expect(tags(world)).toEqual(["v3", "v2", "v1"]);
  });

  test("an image deleted by hand is missing from what was found", async () => {
    const { world, driver } = await made();
    world.kubernetes.vanish({ apiVersion: "imagehub.sealos.io/v1", kind: KINDS.image, name: `${OBJECT}.v2` });
    await driver.refresh();
    expect(Object.keys(driver.state?.inputs.images ?? {})).toEqual([`${OBJECT}.v1`, `${OBJECT}.v3`]);
    expect(driver.state?.inputs.repositories[REPOSITORY]).toBe(`["${OBJECT}.v1","${OBJECT}.v3"]`);
    expect(driver.state?.inputs.outOfStep).toEqual([REPOSITORY]);
  });

  test("a repository that is gone is missing from what was found, and aggregated when it is back", async () => {
    const { world, driver, declared } = await made();
    world.kubernetes.vanish({ apiVersion: "imagehub.sealos.io/v1", kind: KINDS.repository, name: OBJECT });
    await driver.refresh();
    expect(driver.state?.inputs.repositories).toEqual({});
    expect((await driver.plan(declared))?.steps[0]).toMatch(/^labring\/mysql: aggregate: add /);
    world.repository(REPOSITORY);
    await driver.up(declared);
    expect(tags(world)).toEqual(["v3", "v2", "v1"]);
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
        expect(driver.state?.inputs.outOfStep).toEqual([]);
      },
    );
    expect(count).toBeGreaterThanOrEqual(10);
  });

  test("dropping a repository and an image that are still there converges", async () => {
    await withEveryFault(
      async () => {
        const world = threeDays();
        world.declare("labring/helm:v1");
        const driver = sync(world);
        await driver.up(hub({ [REPOSITORY]: [image("v2"), image("v3")], "labring/helm": [] }));
        return { world, run: () => driver.up(inputs(image("v2"))) };
      },
      ({ world }) => {
        expect(tags(world)).toEqual(["v2", "v1"]);
        expect(repos(world)).toEqual([REPOSITORY]);
        const helm = world.find(KINDS.repository, "labring.helm");
        expect(helm?.["status"] ?? {}).toEqual({});
        expect(helm?.metadata.annotations ?? {}).toEqual({});
      },
    );
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
