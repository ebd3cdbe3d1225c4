import { check, containing, filesOf } from "./support.js";

const TARGETS = { clusters: { lab: { kubeconfig: "kube" } }, registries: { hub: { host: "registry.test" } } };
const HUB = { cluster: "lab", mode: "direct" };

function hub(imagehub: Readonly<Record<string, unknown>>, files = filesOf()) {
  return check({ ...TARGETS, imagehub: { ...HUB, ...imagehub } }, files);
}

describe("imagehub", () => {
  it("fills in defaults", () => {
    const { settings, problems } = hub({});
    expect(problems).toEqual([]);
    expect(settings?.imagehub).toMatchObject({
      cluster: "lab",
      mode: "direct",
      userNamespace: "user-system",
      retainCrds: true,
      strictKeywords: false,
      resolve: "off",
      onUnreachable: "error",
      immutableTags: false,
      fetchReadme: false,
      platform: "linux/amd64",
    });
    expect(hub({ registry: "hub" }).settings?.imagehub?.resolve).toBe("once");
  });

  it("prunes empty repositories and protects objects when told to, in direct mode", () => {
    const repositories = [{ name: "labring/empty" }];
    expect(hub({ repositories }).settings?.imagehub).toMatchObject({
      pruneEmptyRepositories: false,
      protectObjects: false,
      catalogue: { repositories: [{ name: "labring/empty" }] },
    });
    const chosen = hub({ repositories, pruneEmptyRepositories: true, protectObjects: true });
    expect(chosen.problems).toEqual([]);
    expect(chosen.settings?.imagehub).toMatchObject({
      protectObjects: true,
      catalogue: { repositories: [] },
    });
    const refused = hub({ mode: "controller", pruneEmptyRepositories: true, protectObjects: true });
    expect(refused.problems.map(({ path, fix }) => [path, fix])).toEqual([
      ["imagehub.pruneEmptyRepositories", expect.stringContaining("pulumi config rm") as unknown],
      ["imagehub.protectObjects", expect.stringContaining("pulumi config rm") as unknown],
    ]);
  });

  it("takes the readme's choice of the hub and of an image", () => {
    const { settings, problems } = hub({
      registry: "hub",
      fetchReadme: true,
      images: [{ name: "labring/mysql:v8.0.25", fetchReadme: false }, { name: "labring/helm:v3.8.2" }],
    });
    expect(problems).toEqual([]);
    expect(settings?.imagehub?.fetchReadme).toBe(true);
    expect(settings?.imagehub?.catalogue.images.map(({ fetchReadme }) => fetchReadme)).toEqual([
      false,
      undefined,
    ]);
  });

  it("plans the catalogue, with what its images need", () => {
    const { settings } = hub({
      images: [{ name: "labring/mysql:v8.0.25" }],
      dataPacks: { all: { type: "grid", allowEmpty: true } },
    });
    const catalogue = settings?.imagehub?.catalogue;
    expect(catalogue?.images.map(({ name }) => name)).toEqual(["labring/mysql:v8.0.25"]);
    expect(catalogue?.repositories.map(({ name }) => name)).toEqual(["labring/mysql"]);
    expect(catalogue?.organizations.map(({ name }) => name)).toEqual(["labring"]);
    expect(catalogue?.dataPacks.map(({ id }) => id)).toEqual(["all"]);
  });

  it.each<[string, Record<string, unknown>, string, string, string]>([
    [
      "a cluster that is not declared",
      { cluster: "lba" },
      "cluster",
      'there is no "lba" in groundplan:clusters; did you mean "lab"?',
      "set",
    ],
    [
      "a registry that is not declared",
      { registry: "docker" },
      "registry",
      'there is no "docker" in groundplan:registries',
      "set",
    ],
    [
      "a misspelt mode",
      { mode: "drect" },
      "mode",
      'must be direct or controller; did you mean "direct"?',
      "set",
    ],
    ["a misspelt setting", { strictKeyword: true }, "strictKeyword", 'did you mean "strictKeywords"?', "rm"],
    [
      "looking up tags nowhere",
      { resolve: "always" },
      "registry",
      'is missing; "resolve: always" looks tags up',
      "set",
    ],
    [
      "a controller beside direct mode",
      { controller: { image: "a/b" } },
      "controller",
      "a controller is deployed with",
      "rm",
    ],
    [
      "a controller without an image",
      { mode: "controller", controller: {} },
      "controller.image",
      "is missing; expected a string",
      "set",
    ],
    [
      "webhooks without a key",
      { mode: "controller", controller: { image: "a/b", webhook: { ca: "c", certificate: "d" } } },
      "Secrets.controller.webhook.key",
      "the webhooks' certificate has no key",
      "set --secret --path 'groundplan:imagehubSecrets.controller.webhook.key'",
    ],
    ["an impossible platform", { platform: "amd64" }, "platform", "must be <os>/<architecture>", "set"],
    [
      "an id that breaks names",
      { dataPacks: { "a b": {} } },
      'dataPacks["a b"]',
      "ids are letters, digits",
      "rm",
    ],
    [
      "a manifest file that is not there",
      { manifests: ["none.yaml"] },
      "manifests[0]",
      "the file none.yaml does not exist",
      "set",
    ],
    [
      "an illegal image name",
      { images: [{ name: "x/y:1" }, { name: "mysql" }] },
      "images[1].name",
      "",
      "set",
    ],
    [
      "a misspelt field of an image",
      { images: [{ name: "x/y:1", detail: { descriptoin: "" } }] },
      "images[0].detail.descriptoin",
      'unknown key "descriptoin"; did you mean "description"?',
      "rm",
    ],
    [
      "a reference where a name belongs",
      { images: [{ name: "${imagehub.a.digest}" }] },
      "images[0].name",
      "must be known before anything is created",
      "set",
    ],
  ])("refuses %s", (_case, imagehub, path, reason, command) => {
    const { settings, problems } = hub(imagehub);
    expect(settings).toBeUndefined();
    expect(problems).toContainEqual({
      path: `imagehub${path.startsWith("Secrets") ? "" : "."}${path}`,
      reason: containing(reason),
      fix: containing(`pulumi config ${command}`),
    });
  });

  it("takes an id only once", () => {
    const { problems } = hub({
      organizations: [{ name: "labring" }],
      dataPacks: { labring: { allowEmpty: true } },
    });
    expect(problems).toMatchObject([
      {
        path: "imagehub.dataPacks.labring",
        reason: containing('"labring" is also the name of an organization (imagehub.organizations[0])'),
      },
    ]);
  });
});

describe("imagehub references", () => {
  const base = { name: "labring/mysql:v8.0.25" };

  it("become late texts that stand for the outputs", () => {
    const next = {
      name: "labring/mysql:v8.0.31",
      detail: { description: "after ${imagehub.labring/mysql:v8.0.25.pinned}" },
    };
    const { settings, problems } = hub({ registry: "hub", images: [base, next] });
    expect(problems).toEqual([]);
    const standIn = settings?.imagehub?.catalogue.images[1]?.detail.description;
    expect(settings?.late).toMatchObject([
      {
        standIn,
        template: ["after ", { system: "imagehub", id: "labring/mysql:v8.0.25", output: "pinned" }],
      },
    ]);
  });

  it("may stand wherever an address is wanted", () => {
    const detail = {
      url: "${imagehub.labring/mysql:v8.0.25.digest}",
      icon: "${imagehub.labring/mysql:v8.0.25.ID}",
    };
    const { problems } = hub({ registry: "hub", images: [base, { name: "labring/x:1", detail }] });
    expect(problems).toEqual([]);
  });

  it("know that an image has no digest when nobody looks it up", () => {
    const late = { name: "labring/x:1", detail: { docs: "${imagehub.labring/mysql:v8.0.25.digest}" } };
    expect(hub({ images: [base, late] }).problems).toMatchObject([
      {
        path: "imagehub.images[1].detail.docs",
        reason: containing('has no output "digest"; known are objectName'),
      },
    ]);
    const own = { ...base, resolve: "off" };
    expect(hub({ registry: "hub", images: [own, late] }).problems).toHaveLength(1);
  });

  it("must not go in a circle, through the hub itself either", () => {
    const circle = [
      { name: "labring/a:1", detail: { docs: "${imagehub.labring/b:1.digest}" } },
      { name: "labring/b:1", detail: { docs: "${imagehub.labring/a:1.digest}" } },
    ];
    expect(hub({ registry: "hub", images: circle }).problems).toMatchObject([
      {
        path: "imagehub.images[0].detail.docs",
        reason:
          "references go in a circle: imagehub.labring/a:1 → imagehub.labring/b:1 → imagehub.labring/a:1",
      },
    ]);
    const controller = { image: "${imagehub.labring/mysql:v8.0.25.pinned}" };
    const [problem] = hub({ mode: "controller", registry: "hub", controller, images: [base] }).problems;
    expect(problem).toMatchObject({
      path: "imagehub.controller.image",
      reason: containing("references go in a circle"),
    });
  });
});

describe("imagehub manifests", () => {
  const document = (name: string): string =>
    `apiVersion: imagehub.sealos.io/v1\nkind: Image\nmetadata:\n  name: ${name.replace(/[/:]/g, ".")}\nspec:\n  name: ${name}\n`;

  it("are read document by document, empty ones left out", () => {
    const text = ["# all images\n", document("labring/a:1"), "", document("labring/b:1")].join("---\n");
    const { settings } = hub({ manifests: ["images.yaml"] }, filesOf({ "images.yaml": text }));
    expect(settings?.imagehub?.catalogue.images.map(({ name }) => name)).toEqual([
      "labring/a:1",
      "labring/b:1",
    ]);
  });

  it("name the file and line of broken YAML, together with the other faults", () => {
    const files = filesOf({
      "images.yaml": "a: 1\nb: [\n",
      "twice.yaml": "a: 1\na: 2\n",
      "alias.yaml": "a: *b",
    });
    const { problems } = hub(
      { cluster: "nope", manifests: ["images.yaml", "twice.yaml", "alias.yaml"] },
      files,
    );
    expect(problems).toMatchObject([
      { path: "imagehub.cluster" },
      { path: "images.yaml", reason: containing("line ") },
      { path: "twice.yaml", reason: 'line 2: the key "a" is there twice' },
      { path: "alias.yaml[0]", reason: containing("alias") },
    ]);
  });
});
