import fc from "fast-check";
import {
  planCatalogue,
  type CatalogueOptions,
  type DeclaredCatalogue,
} from "../../../model/imagehub/catalogue.js";

function problems(declared: DeclaredCatalogue, options?: CatalogueOptions): string[] {
  return planCatalogue(declared, options).problems.map(
    ({ severity = "error", path, reason }) => `${severity} ${path}: ${reason}`,
  );
}

const image = (name: string, detail: Record<string, unknown> = {}): unknown => ({ name, detail });

describe("planCatalogue", () => {
  it("derives what images need and nobody declared", () => {
    const plan = planCatalogue({
      images: [image("labring/mysql:v8.0.31"), image("labring/mysql:v8.0.25"), image("acme/redis:1")],
    });
    expect(plan.problems).toEqual([]);
    expect(plan.organizations).toMatchObject([
      { name: "acme", managers: [], derived: true, path: "imagehub.images[2]" },
      { name: "labring", derived: true, path: "imagehub.images[0]" },
    ]);
    expect(plan.repositories).toMatchObject([
      { name: "acme/redis", objectName: "acme.redis", isPrivate: false, derived: true },
      { name: "labring/mysql", objectName: "labring.mysql", isPrivate: false, derived: true },
    ]);
    expect(plan.images.map(({ objectName }) => objectName)).toEqual([
      "labring.mysql.v8.0.31",
      "labring.mysql.v8.0.25",
      "acme.redis.1",
    ]);
  });

  it("keeps an empty repository, unless empty ones are to be pruned; derived ones come and go with their images", () => {
    const declared = {
      organizations: [{ name: "labring" }],
      repositories: [
        { name: "labring/mysql", isPrivate: true },
        { name: "labring/empty" },
        { name: "acme/empty" },
      ],
      images: [image("labring/mysql:v8.0.25"), image("labring/helm:v3.8.2")],
    };
    const names = (options?: CatalogueOptions) =>
      planCatalogue(declared, options).repositories.map(({ name }) => name);
    expect(names()).toEqual(["labring/mysql", "labring/empty", "acme/empty", "labring/helm"]);
    expect(names({ pruneEmptyRepositories: true })).toEqual(["labring/mysql", "labring/helm"]);
    const pruned = planCatalogue(declared, { pruneEmptyRepositories: true });
    expect(pruned.organizations.map(({ name }) => name)).toEqual(["labring"]);
    expect(pruned.repositories[0]).toMatchObject({ isPrivate: true, derived: false });
  });

  it("keeps what is declared", () => {
    const plan = planCatalogue(
      {
        organizations: [
          { name: "labring", creator: "ada", managers: ["grace", "ada", "grace"] },
          { name: "acme" },
        ],
        repositories: [{ name: "labring/mysql", isPrivate: true }, { name: "labring/empty" }],
        images: [
          {
            name: "labring/mysql:v8.0.25",
            type: "cluster-image",
            resolve: "always",
            platform: "linux/arm64",
            detail: { creatTime: "2023-03-01T02:00:00+02:00", actions: { install: { cmd: "run" } } },
          },
        ],
      },
      { creator: "root" },
    );
    expect(plan.problems).toEqual([]);
    expect(plan.organizations).toMatchObject([
      { name: "labring", creator: "ada", managers: ["grace", "ada"], derived: false },
      { name: "acme", creator: "root", managers: ["root"], derived: false },
    ]);
    expect(plan.repositories).toMatchObject([
      { name: "labring/mysql", isPrivate: true, derived: false },
      { name: "labring/empty", isPrivate: false, derived: false },
    ]);
    expect(plan.images).toMatchObject([
      {
        type: "cluster-image",
        resolve: "always",
        platform: "linux/arm64",
        detail: {
          creatTime: "2023-03-01T00:00:00Z",
          actions: { install: { actionType: "yaml", cmd: "run" } },
        },
      },
    ]);
  });

  it("tells every fault at once, each with its place", () => {
    const found = problems({
      organizations: [{ name: "a.b" }, { name: "ok", manager: [] }, 7],
      repositories: [{ name: "labring" }],
      images: [
        image("labring/mysql:V1"),
        image("labring/mysql:v1", { icon: "MySQL icon", url: "www.mysql.com", size: -1, creatTime: "now" }),
        { name: "labring/redis:1", type: "picture", detial: {} },
        { detail: { size: 1.5, keywords: "a", actions: { Bad_Name: {} } } },
      ],
      dataPacks: {
        "my pack": { type: "all", expireTime: "1d" },
        empty: {},
        bad: { names: ["labring/mysql"], expireTime: "0s" },
        brief: { names: ["labring/mysql:v1"], expireTime: "30s" },
      },
    });
    for (const expected of [
      'error imagehub.organizations[0].name: the organization "a.b" must not contain a dot',
      'error imagehub.organizations[1].manager: unknown key "manager"',
      "error imagehub.organizations[2]: must be an object and is a number",
      'error imagehub.repositories[0].name: "labring": has no organization',
      'error imagehub.images[0].name: "labring/mysql:V1": the tag "V1" must be lower case',
      "error imagehub.images[1].detail.icon: must be an absolute http or https URL or a data: URL",
      "error imagehub.images[1].detail.url: must be an absolute http or https URL",
      "error imagehub.images[1].detail.size: must be at least 0",
      "error imagehub.images[1].detail.creatTime: must be a time by RFC 3339",
      "error imagehub.images[2].type: must be one of cloud-image, cluster-image",
      'error imagehub.images[2].detial: unknown key "detial"',
      "error imagehub.images[3].name: is missing; it must be a string",
      "error imagehub.images[3].detail.size: must be a whole number and is a fraction",
      "error imagehub.images[3].detail.keywords: must be a list and is a string",
      'error imagehub.images[3].detail.actions.Bad_Name: the key "Bad_Name" must consist of',
      'error imagehub.dataPacks["my pack"].type: must be one of base, grid, detail',
      'error imagehub.dataPacks["my pack"].expireTime: is no duration: "d" is none of the units',
      "error imagehub.dataPacks.empty.names: names no image",
      "error imagehub.dataPacks.bad.expireTime: must be longer than zero",
      "warning imagehub.dataPacks.brief.expireTime: is below 60 s",
    ]) {
      expect(found).toContainEqual(expect.stringContaining(expected));
    }
    expect(found.findIndex((text) => text.startsWith("warning"))).toBe(found.length - 1);
  });

  it("rejects an expire time of a day, which the controller would take for none (acceptance 15)", () => {
    expect(problems({ dataPacks: { p: { names: ["a/b:1"], expireTime: "1d" } } })).toEqual([
      expect.stringContaining("imagehub.dataPacks.p.expireTime"),
    ]);
  });

  it("names the image in a DataPack that is illegal", () => {
    expect(problems({ dataPacks: { p: { names: ["a/b:1", "/mysql:v1"] } } })).toEqual([
      'error imagehub.dataPacks.p.names[1]: "/mysql:v1": the organization is missing before the slash',
    ]);
  });
});

describe("two things of one name (acceptance 17)", () => {
  it("names both places of a duplicate", () => {
    expect(
      problems({
        organizations: [{ name: "a" }, { name: "a" }],
        repositories: [{ name: "a/b" }, { name: "a/b" }],
        images: [image("a/b:1"), image("a/b:1")],
      }),
    ).toEqual([
      'error imagehub.organizations[1].name: the organization "a" is declared already at imagehub.organizations[0].name',
      'error imagehub.repositories[1]: the repository "a/b" is declared already at imagehub.repositories[0]',
      'error imagehub.images[1]: the image "a/b:1" is declared already at imagehub.images[0]',
    ]);
  });

  it("rejects a.b/c beside a/b.c, naming both", () => {
    const found = problems({ repositories: [{ name: "a.b/c" }, { name: "a/b.c" }] });
    expect(found).toContainEqual(
      'error imagehub.repositories[1]: the repository "a/b.c" and the repository "a.b/c" at imagehub.repositories[0] would both be the object "a.b.c"',
    );
    expect(found).toContainEqual(expect.stringContaining('organization "a.b" must not contain a dot'));
  });

  it("rejects images of different repositories that would be one object", () => {
    expect(problems({ images: [image("a/b.c:d"), image("a/b:c.d")] })).toEqual([
      expect.stringContaining('would both be the object "a.b.c.d"'),
    ]);
  });

  it("rejects a tag that equals another's escaped form", () => {
    const escaped = planCatalogue({ images: [{ name: "a/b:V1", tagEncoding: "escape" }] }).images[0]!;
    const twin = `a/b:${escaped.objectName.slice("a.b.".length)}`;
    expect(problems({ images: [{ name: "a/b:V1", tagEncoding: "escape" }, { name: twin }] })).toEqual([
      expect.stringContaining(`would both be the object "${escaped.objectName}"`),
    ]);
  });

  it("warns of DataPacks that are the same object, and rejects one name for two contents", () => {
    const names = ["a/b:1"];
    expect(
      problems({ dataPacks: { x: { names }, y: { names: ["a/b:1", "a/b:1"], expireTime: "120m" } } }),
    ).toEqual([
      expect.stringMatching(/^warning imagehub\.dataPacks\.y: asks for the same as imagehub\.dataPacks\.x/),
    ]);
    expect(
      problems({ dataPacks: { x: { name: "p", names }, y: { name: "p", names, type: "grid" } } }),
    ).toEqual([expect.stringMatching(/^error imagehub\.dataPacks\.y: has other content/)]);
  });
});

describe("keywords (acceptance 6)", () => {
  const declared = { images: [image("a/b:1", { keywords: ["Storage", "storage", "operator"] })] };

  it("hints at the case, and lists what there is", () => {
    expect(problems(declared)).toEqual([
      'warning imagehub.images[0].detail.keywords[1]: "storage" is no keyword of the catalogue, so nobody can filter by it; did you mean "Storage"?',
      expect.stringContaining("the keywords are Kubernetes, Storage, Network"),
    ]);
  });

  it("is strict on request", () => {
    expect(problems(declared, { strictKeywords: true }).every((text) => text.startsWith("error"))).toBe(true);
  });
});

describe("sizes", () => {
  it("limits docs, and lets the limit be raised", () => {
    const declared = { images: [image("a/b:1", { docs: "ä".repeat(200_000) })] };
    expect(problems(declared)).toEqual([
      "error imagehub.images[0].detail.docs: must have at most 262144 bytes and has 400000",
    ]);
    expect(problems(declared, { docsLimit: 500_000 })).toEqual([]);
  });

  it("limits the whole object", () => {
    const declared = { images: [image("a/b:1", { docs: "x".repeat(1_048_576) })] };
    expect(problems(declared, { docsLimit: 2_000_000 })).toEqual([
      expect.stringMatching(/^error imagehub\.images\[0\]: makes an object of 1048\d+ bytes/),
    ]);
  });

  it("limits what a detail pack collects, but not a pack that leaves docs out", () => {
    const images = Array.from({ length: 6 }, (_, index) =>
      image(`a/b:${index}`, { docs: "x".repeat(200_000) }),
    );
    const names = images.map((_, index) => `a/b:${index}`);
    expect(
      problems({ images, dataPacks: { d: { type: "detail", names }, g: { type: "grid", names } } }),
    ).toEqual([
      expect.stringMatching(/^error imagehub\.dataPacks\.d\.names: would collect about 120\d+ bytes/),
    ]);
  });
});

describe("laws of planning", () => {
  const part = fc.constantFrom("a", "b", "c");
  const names = fc.array(
    fc.tuple(part, part, part).map(([org, repo, tag]) => `${org}/${repo}:${tag}`),
    { maxLength: 12 },
  );

  it("has an organization and a repository for every image, each once", () => {
    fc.assert(
      fc.property(names, (all) => {
        const plan = planCatalogue({ images: all.map((name) => ({ name })) });
        const organizations = plan.organizations.map(({ name }) => name);
        const repositories = plan.repositories.map(({ name }) => name);
        expect(new Set(organizations).size).toBe(organizations.length);
        expect(new Set(repositories).size).toBe(repositories.length);
        for (const { organization, repositoryName } of plan.images) {
          expect(organizations).toContain(organization);
          expect(repositories).toContain(repositoryName);
        }
        expect(plan.problems).toHaveLength(all.length - new Set(all).size);
      }),
    );
  });

  it("takes any JSON without throwing", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 4 }), fc.jsonValue(), (values, pack) => {
        const plan = planCatalogue({
          organizations: values,
          repositories: values,
          images: values,
          dataPacks: { pack },
          manifests: values.map((document) => ({ where: "m.yaml", document })),
        });
        expect(Array.isArray(plan.problems)).toBe(true);
      }),
    );
  });
});
