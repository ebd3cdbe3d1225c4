import { Failure } from "../../../../model/shared/errors.js";
import { CACHE_GENERATION } from "../../../../model/workspace/render/kept-manifests.js";
import { renderSource, type RenderRequest } from "../../../../model/workspace/render/render.js";
import { FakeServices, printing } from "./fake-services.js";
import { memoryTree } from "./memory-tree.js";

const SECRET = (password: string): string =>
  `---\n# Source: c/templates/s.yaml\napiVersion: v1\nkind: Secret\nmetadata:\n  name: db\nstringData:\n  password: ${password}\n  user: app\n`;
const tree = memoryTree({ "Chart.yaml": "name: c", "values.yaml": "a: 1" });
const clusterOf =
  (kubeVersion: string, ...apiVersions: readonly string[]) =>
  async () => ({ versions: { kubeVersion, apiVersions } });
const request: RenderRequest = {
  name: "shop",
  namespace: "web",
  tree,
  source: {},
  askCluster: clusterOf("1.31.0"),
};

describe("a rendering that differs between two runs", () => {
  test("is refused by object and field, without the values", async () => {
    const services = printing(SECRET("canary1"), SECRET("canary2"));
    const error: unknown = await renderSource(request, services).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain(
      "c/templates/s.yaml: Secret db: stringData.password differs between two renderings",
    );
    expect(String(error)).toContain("randAlphaNum");
    expect(String(error)).not.toContain("canary");
    expect(services.kept.size).toBe(0);
  });

  test("is refused when one has more objects", async () => {
    const services = printing(SECRET("a"), SECRET("a") + SECRET("b"));
    await expect(renderSource(request, services)).rejects.toThrow("two renderings differ: 1 objects, then 2");
  });

  test("is fine when only its notation differs", async () => {
    const services = printing(SECRET("a"), SECRET("'a'"));
    expect((await renderSource(request, services)).objects).toHaveLength(1);
  });
});

describe("what was rendered before", () => {
  test("is not rendered again", async () => {
    const services = printing(SECRET("a"));
    const first = await renderSource(request, services);
    const second = await renderSource(request, services);
    expect(second).toEqual(first);
    expect(services.jobs).toHaveLength(1);
  });

  test.each<[string, (services: FakeServices) => Partial<RenderRequest>]>([
    ["other files", () => ({ tree: memoryTree({ "Chart.yaml": "name: c", "values.yaml": "a: 2" }) })],
    ["another file", () => ({ tree: memoryTree({ "Chart.yaml": "name: c", "values.yaml": "a: 1", x: "" }) })],
    ["another name", () => ({ name: "other" })],
    ["another namespace", () => ({ namespace: "other" })],
    ["another value", () => ({ source: { helm: { values: "a: 3" } } })],
    ["another Kubernetes", () => ({ askCluster: clusterOf("1.30.0") })],
    ["another API", () => ({ askCluster: clusterOf("1.31.0", "x/v1") })],
    [
      "another version of the tool",
      (services) => {
        services.version = "2.0.0";
        return {};
      },
    ],
  ])("is rendered again for %s", async (_title, change) => {
    const services = printing(SECRET("a"));
    await renderSource(request, services);
    await renderSource({ ...request, ...change(services) }, services);
    expect(services.jobs).toHaveLength(2);
  });

  test("is not rendered again for a commit that the templates do not ask for", async () => {
    const services = printing(SECRET("a"));
    await renderSource({ ...request, revision: "a".repeat(40) }, services);
    await renderSource({ ...request, revision: "b".repeat(40) }, services);
    expect(services.jobs).toHaveLength(1);
  });
});

describe("plain manifests that were read before", () => {
  const manifests = (text: string) => ({
    ...request,
    tree: memoryTree({ "app/a.yaml": text }),
    source: { path: "app" },
  });
  const repeated = `${SECRET("a")}data: {k: a, k: b}\n`;

  test("give the same objects and warnings again", async () => {
    const services = printing("");
    const first = await renderSource(manifests(repeated), services);
    expect(first.warnings).toHaveLength(1);
    expect(services.kept.size).toBe(1);
    expect(await renderSource(manifests(repeated), services)).toEqual(first);
  });

  test("are read again when they change, and when what was kept makes no sense", async () => {
    const services = printing("");
    const first = await renderSource(manifests(SECRET("a")), services);
    expect((await renderSource(manifests(SECRET("b")), services)).digest).not.toBe(first.digest);
    for (const damaged of ["{}", '{"manifests":[["x",{"kind":""}]],"warnings":[]}', "null"]) {
      for (const key of services.kept.keys()) services.kept.set(key, damaged);
      expect(await renderSource(manifests(SECRET("a")), services)).toEqual(first);
    }
  });

  test("are told their faults each time", async () => {
    const services = printing("");
    const faulty = manifests("apiVersion: v1\nkind: Pod\nmetadata: {}");
    await expect(renderSource(faulty, services)).rejects.toThrow("metadata.name is missing");
    await expect(renderSource(faulty, services)).rejects.toThrow("metadata.name is missing");
  });

  test("count no more once they would be read as other objects", async () => {
    const text =
      "apiVersion: v1\nkind: List\nitems:\n- &a {apiVersion: v1, kind: Pod, metadata: {name: a, labels: }, x: 0777, y: 1e3}\n" +
      "- {<<: *a, metadata: {name: b}, on: yes, at: 12:30, day: 2001-01-01, u: 1_0}\n";
    const { digest } = await renderSource(manifests(text), printing(""));
    // Raise the generation together with the digest.
    expect([CACHE_GENERATION, digest]).toEqual([
      1,
      "bf29d10be9f817e9a2ec2e67b3274fab150856052d3c70483ad986087fb0428c",
    ]);
  });
});

test("the tool's complaint is passed on, and nothing is kept", async () => {
  const services = new FakeServices(() => ({
    ok: false,
    problem: { path: ".", reason: "helm: no such value" },
  }));
  await expect(renderSource(request, services)).rejects.toThrow(".: helm: no such value");
  expect(services.kept.size).toBe(0);
});

test("a missing tool is told as it is", async () => {
  const services = new FakeServices(() => {
    throw new Failure({ what: "helm is not on PATH" });
  });
  await expect(renderSource(request, services)).rejects.toThrow("helm is not on PATH");
});

test.each([
  ["../x", "../x: leads out of the repository"],
  ["gone", "gone: is not in the repository"],
  ["Chart.yaml", "Chart.yaml: is no folder"],
  ["loop", "loop: too many links"],
])("the path %s is refused", async (path, reason) => {
  const files = memoryTree({ "Chart.yaml": "", loop: { link: "loop" } });
  await expect(renderSource({ ...request, tree: files, source: { path } }, printing(""))).rejects.toThrow(
    reason,
  );
});

test("digests are equal exactly when the objects are", async () => {
  const digest = async (text: string): Promise<string> => {
    const files = memoryTree({ "a.yaml": text });
    return (await renderSource({ ...request, tree: files }, printing(""))).digest;
  };
  const one = await digest(SECRET("a"));
  expect(await digest(`# comment\n${SECRET('"a"')}`)).toBe(one);
  expect(await digest(SECRET("b"))).not.toBe(one);
});
