import { containing } from "../support.js";
import { checkArtifacts, pathsOf, pool, request } from "./support.js";

const IMAGE = "${imagehub.labring/mysql:v8.0.25.pinned}";
const HUB = {
  registries: { lab: { host: "registry.test" } },
  imagehub: {
    cluster: "lab",
    mode: "direct",
    registry: "lab",
    images: [{ name: "labring/mysql:v8.0.25", type: "cloud-image", detail: { keywords: [] } }],
  },
};

/** A request whose build step has this image and this script. */
function built(image: string, script: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const step = { name: "go", image, script };
  return request({ build: { tasks: [{ name: "make", spec: { steps: [step], ...more } }] } });
}

describe("requests of artifacts", () => {
  it("come out of files", () => {
    const { settings, problems } = checkArtifacts(
      { pools: { a: { cluster: "lab", file: "a.json" }, b: { cluster: "lab", file: "b.yaml", total: 2 } } },
      {
        files: {
          "a.json": JSON.stringify(request({ name: "first" }), undefined, "\t"),
          "b.yaml": `# of ours\n${JSON.stringify(request())}`,
        },
      },
    );
    expect(problems).toEqual([]);
    expect(settings?.artifacts?.pools).toMatchObject({
      a: { definition: { name: "first" } },
      b: { definition: { name: "b", settings: { total: 2 } } },
    });
  });

  it("report faults of files with the file and the place in it", () => {
    const { settings, problems } = checkArtifacts(
      {
        pools: {
          broken: { cluster: "lab", file: "broken.json" },
          list: { cluster: "lab", file: "list.json" },
          missing: { cluster: "lab", file: "missing.json" },
          faulty: { cluster: "lab", file: "faulty.json" },
        },
      },
      {
        files: {
          "broken.json": '{"name": "a",, "total": 1}',
          "list.json": "[]",
          "faulty.json": JSON.stringify(request({ total: "three", target: 1 })),
        },
      },
    );
    expect(settings).toBeUndefined();
    expect(problems).toMatchObject([
      { path: "broken.json" },
      { path: "list.json", reason: containing("one request") },
      { path: "artifacts.pools.missing.file", reason: "the file missing.json does not exist" },
      { path: "faulty.json: total" },
    ]);
  });

  it("keep what belongs to the shell", () => {
    const script = 'echo "${HOME} $$ ${a.b.c} $(params.name)"';
    const { settings, problems } = checkArtifacts({
      pools: { a: pool({ request: built("ubuntu", script) }) },
    });
    expect(problems).toEqual([]);
    expect(settings?.late).toEqual([]);
    expect(JSON.stringify(settings?.artifacts?.pools["a"]?.request)).toContain(
      JSON.stringify(script).slice(1, -1),
    );
  });

  it.each([
    ["inline", { request: built(IMAGE, "true") }, {}],
    ["in files", { file: "a.json" }, { "a.json": JSON.stringify(built(IMAGE, "true")) }],
  ])("may have references for images: %s", (_where, source, files) => {
    const { settings, problems } = checkArtifacts(
      { pools: { a: { cluster: "lab", ...source } } },
      { ...HUB, files },
    );
    expect(problems).toEqual([]);
    expect(settings?.late).toMatchObject([
      { template: [{ system: "imagehub", id: "labring/mysql:v8.0.25", output: "pinned" }] },
    ]);
    const standIn = settings?.late[0]?.standIn;
    expect(JSON.stringify(settings?.artifacts?.pools["a"]?.request)).toContain(
      `"image":"${standIn ?? "none"}"`,
    );
  });

  it("may have references for values of parameters", () => {
    const params = [{ name: "url", type: "string", default: "${artifacts.web.results.endpoint}" }];
    const { settings, problems } = checkArtifacts({
      pools: { a: pool({ request: built("ubuntu", "echo $(params.url)", { params }) }), b: pool() },
      leases: { web: { pool: "b" } },
    });
    expect(problems).toEqual([]);
    expect(settings?.late).toHaveLength(1);
  });

  it.each(["inline", "in files"])("refuse references to nothing: %s", (where) => {
    const wrong = built("${imagehub.labring/mysql:v9.pinned}", "true");
    const source = where === "inline" ? { request: wrong } : { file: "a.json" };
    const found = checkArtifacts(
      { pools: { a: { cluster: "lab", ...source } } },
      { ...HUB, files: { "a.json": JSON.stringify(wrong) } },
    );
    expect(found.settings).toBeUndefined();
    expect(found.problems).toMatchObject([{ reason: containing('imagehub declares no "labring/mysql:v9"') }]);
    expect(pathsOf(found)[0]).toMatch(/^artifacts\.pools\.a\./);
  });

  it("refuse circles through leases", () => {
    const params = [{ name: "url", type: "string", default: "${artifacts.web.results.endpoint}" }];
    const build = request()["build"] as Record<string, unknown>;
    const { problems } = checkArtifacts({
      pools: { a: pool({ request: request({ build: { ...build, params } }) }) },
      leases: { web: { pool: "a" } },
    });
    expect(problems).toMatchObject([{ reason: containing("references go in a circle") }]);
  });
});

describe("manifests of managed resources", () => {
  it("come out of files, with parameters in them", () => {
    const { settings, problems } = checkArtifacts(
      { resources: { db: { cluster: "lab", params: { host: "h", port: 5432 }, file: "db.yaml" } } },
      {
        files: {
          "db.yaml":
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: db}\ndata: {url: '${x} $(params.host)'}\n---\n",
        },
      },
    );
    expect(problems).toEqual([]);
    expect(settings?.artifacts?.resources["db"]).toMatchObject({
      manifests: [{ data: { url: "${x} $(params.host)" } }],
      provided: ["host", "port"],
    });
  });

  it("report faults with the file and the place in it", () => {
    const { problems } = checkArtifacts(
      { resources: { db: { cluster: "lab", params: { host: "h" }, file: "db.yaml" } } },
      { files: { "db.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: $(params.hots)}\n" } },
    );
    expect(problems).toMatchObject([
      { path: "db.yaml: [0].metadata.name", reason: containing("$(params.hots)") },
      { path: "db.yaml: [0].metadata.name" },
    ]);
  });

  it("must have names before anything is created", () => {
    const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "$(params.name)" } };
    const { problems } = checkArtifacts({
      pools: { a: pool() },
      leases: { web: { pool: "a" } },
      resources: {
        db: { cluster: "lab", params: { name: "${artifacts.web.results.endpoint}" }, manifests: [manifest] },
      },
    });
    expect(problems).toMatchObject([
      {
        path: "artifacts.resources.db.manifests[0].metadata.name",
        reason: containing("must be known before anything is created"),
      },
    ]);
  });
});
