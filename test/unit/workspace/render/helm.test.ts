import type { KubeObject } from "../../../../model/shared/kubernetes-object.js";
import { formatProblem } from "../../../../model/shared/problem.js";
import { parameterValue } from "../../../../model/workspace/render/helm/parameter-value.js";
import { parseValuePath } from "../../../../model/workspace/render/helm/value-path.js";
import { renderSource, type RenderRequest } from "../../../../model/workspace/render/render.js";
import type { HelmSettings } from "../../../../model/workspace/render/source.js";
import { printing, type FakeServices } from "./fake-services.js";
import { memoryTree } from "./memory-tree.js";

type Files = Parameters<typeof memoryTree>[0];

const CHART = { "charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n" };

const CLUSTER = async () => ({ versions: { kubeVersion: "1.36.3", apiVersions: ["v1"] } });

async function rendered(
  helm: HelmSettings,
  files: Files = {},
  more: Partial<RenderRequest> = {},
): Promise<FakeServices> {
  const services = printing("");
  await renderSource(
    {
      name: "shop",
      namespace: "web",
      tree: memoryTree({ ...CHART, ...files }),
      source: { path: "charts/shop", helm },
      ...more,
    },
    services,
  );
  return services;
}

async function values(helm: HelmSettings, files: Files = {}): Promise<unknown> {
  const { job } = await rendered(helm, files);
  return JSON.parse(job.privateFiles.get("values.json")!);
}

async function refusal(helm: HelmSettings, files: Files = {}): Promise<string> {
  return rendered(helm, files).then(
    () => "",
    (error: unknown) => String(error),
  );
}

describe("the arguments", () => {
  test("by default", async () => {
    const { job } = await rendered({});
    expect(job.args).toEqual([
      "template",
      "shop",
      "./charts/shop",
      "--values=../private/values.json",
      "--namespace=web",
      "--include-crds",
    ]);
    expect([...job.files.keys()]).toEqual(["charts/shop/Chart.yaml"]);
  });

  test("with every setting; the cluster is not asked then", async () => {
    const asked = jest.fn(CLUSTER);
    const { job } = await rendered(
      {
        releaseName: "r",
        namespace: "n",
        kubeVersion: "1.30.0",
        apiVersions: ["x/v1", "x/v1/Y"],
        skipCrds: true,
        skipTests: true,
        skipSchemaValidation: true,
      },
      {},
      { askCluster: asked },
    );
    expect(asked).not.toHaveBeenCalled();
    expect(job.args).toEqual([
      "template",
      "r",
      "./charts/shop",
      "--values=../private/values.json",
      "--namespace=n",
      "--kube-version=1.30.0",
      "--api-versions=x/v1",
      "--api-versions=x/v1/Y",
      "--skip-tests",
      "--skip-schema-validation",
    ]);
  });

  test("take the cluster's versions where the source names none", async () => {
    const open = await rendered({}, {}, { askCluster: CLUSTER });
    expect(open.job.args).toEqual(expect.arrayContaining(["--kube-version=1.36.3", "--api-versions=v1"]));
    const half = await rendered({ kubeVersion: "1.30.0" }, {}, { askCluster: CLUSTER });
    expect(half.job.args).toEqual(expect.arrayContaining(["--kube-version=1.30.0", "--api-versions=v1"]));
  });

  test("leave the versions to Helm when the cluster does not tell them, with a warning", async () => {
    const askCluster = async () => ({ versions: undefined, reason: "it is asleep" });
    const tree = memoryTree(CHART);
    const render = (helm: HelmSettings, more: Partial<RenderRequest>) =>
      renderSource(
        { name: "shop", namespace: "", tree, source: { path: "charts/shop", helm }, ...more },
        printing(""),
      );
    const { warnings } = await render({ apiVersions: [] }, { askCluster });
    expect(warnings.map(formatProblem)).toEqual([
      "helm.kubeVersion: Helm's own default counts, since it is asleep; the chart may render otherwise for the cluster " +
        "(set helm.kubeVersion)",
    ]);
    expect((await render({ kubeVersion: "1.30.0", apiVersions: [] }, { askCluster })).warnings).toEqual([]);
    expect((await render({}, {})).warnings).toEqual([]);
    const { job } = await rendered({}, {}, { askCluster });
    expect(job.args.join(" ")).not.toMatch(/versions?=/);
  });

  test("hold no value that may be secret", async () => {
    const { job } = await rendered(
      {
        values: "a: canary-1",
        valuesObject: { b: "canary-2" },
        parameters: [
          { name: "c", value: "canary-3" },
          { name: "d", value: "12345678", forceString: true },
        ],
        fileParameters: [{ name: "e", path: "secret.txt" }],
        valueFiles: ["v.yaml"],
      },
      { "charts/shop/secret.txt": "canary-4", "charts/shop/v.yaml": "f: canary-5" },
    );
    expect(job.args.join(" ")).not.toMatch(/canary|12345678/);
  });

  test("hold large whole numbers, which a values file would show in exponent notation", async () => {
    const { job } = await rendered({
      parameters: [
        { name: "security.fsGroup", value: "1000650000" },
        { name: "small", value: "999999" },
      ],
    });
    expect(job.args.filter((arg) => arg.startsWith("--set"))).toEqual(["--set=security.fsGroup=1000650000"]);
  });
});

describe("values, the later the stronger", () => {
  test("files in their order, inline values, parameters, forced texts, files' contents", async () => {
    const files = {
      "charts/shop/one.yaml": "a: 1\nb: {x: 1, z: 1}\nl: [1, 2]\n",
      "common/two.yaml": "b: {z: 2}\nc: 2\nd: 2\ne: 2\nf: 2\n",
      "charts/shop/f.txt": "content\n",
    };
    const helm: HelmSettings = {
      valueFiles: ["one.yaml", "/common/two.yaml"],
      valuesObject: { c: 3, d: 3, e: 3, f: 3, gone: null },
      parameters: [
        { name: "e", value: "5", forceString: true },
        { name: "e", value: "4" },
        { name: "d", value: "4" },
        { name: "l[1]", value: "x" },
      ],
      fileParameters: [{ name: "f", path: "f.txt" }],
    };
    expect(await values(helm, files)).toEqual({
      a: 1,
      b: { x: 1, z: 2 },
      c: 3,
      d: 4,
      e: "5",
      f: "content\n",
      gone: null,
      l: [1, "x"],
    });
  });

  test("valuesObject takes the place of values; an empty one does not", async () => {
    expect(await values({ values: "a: 1", valuesObject: { b: 2 } })).toEqual({ b: 2 });
    expect(await values({ values: "a: 1", valuesObject: {} })).toEqual({ a: 1 });
  });

  test("build variables in parameters and in names of files", async () => {
    const helm: HelmSettings = {
      valueFiles: ["values-$ARGOCD_APP_NAME.yaml"],
      parameters: [{ name: "p", value: "$WORKSPACE_NAMESPACE-$$x" }],
    };
    expect(await values(helm, { "charts/shop/values-shop.yaml": "a: 1" })).toEqual({ a: 1, p: "web-$x" });
  });
});

describe("a parameter is read as helm --set reads it", () => {
  test.each([
    ["true", true],
    ["FALSE", false],
    ["null", null],
    ["0", 0],
    ["8080", 8080],
    ["-5", -5],
    ["007", "007"],
    ["1.5", "1.5"],
    ["", ""],
    ["a,b", "a,b"],
    ["a\\,b", "a,b"],
    ["c:\\\\x", "c:\\x"],
    ["{a,2,true}", ["a", 2, true]],
    ["{}", [""]],
    ["{a,,b,}", ["a", "", "b", ""]],
    ["{a\\,b,c\\\\,d}", ["a,b", "c\\", "d"]],
    ["99999999999999999999", "99999999999999999999"],
  ])("%j", (text, value) => {
    expect(parameterValue(text)).toEqual(value);
  });

  test.each([
    ["a", ["a"]],
    ["a.b.c", ["a", "b", "c"]],
    ["a\\.b.c", ["a.b", "c"]],
    ["a[0].b[1][2]", ["a", 0, "b", 1, 2]],
    ["", undefined],
    [".a", undefined],
    ["a..b", undefined],
    ["a.", undefined],
    ["a[x]", undefined],
    ["[0]", undefined],
    ["a[0]b", undefined],
    ["a[70000]", undefined],
  ])("the path %j", (text, path) => {
    expect(parseValuePath(text)).toEqual(path);
  });

  test("paths that are none are all named", async () => {
    const helm = {
      parameters: [
        { name: "a..b", value: "x" },
        { name: "ok", value: "x" },
        { name: "[", value: "x" },
      ],
    };
    const message = await refusal(helm);
    expect(message).toContain("helm.parameters[0].name");
    expect(message).toContain("helm.parameters[2].name");
  });
});

describe("value files", () => {
  const files = {
    "charts/shop/env/a.yaml": "order: [a]\na: 1",
    "charts/shop/env/b.yaml": "order: [b]\nb: 1",
    "charts/shop/env/c.yaml": "order: [c]\nc: 1",
    "charts/shop/env/deep/d.yaml": "d: 1",
  };
  test("by a glob, in the order of their names", async () => {
    expect(await values({ valueFiles: ["env/*.yaml"] }, files)).toEqual({ a: 1, b: 1, c: 1, order: ["c"] });
    expect(await values({ valueFiles: ["env/**/*.yaml"] }, files)).toMatchObject({ a: 1, d: 1 });
  });

  test("that are named beside a glob keep their place", async () => {
    expect(await values({ valueFiles: ["env/*.yaml", "env/a.yaml"] }, files)).toMatchObject({ order: ["a"] });
    expect(await values({ valueFiles: ["env/c.yaml", "env/*.yaml"] }, files)).toMatchObject({ order: ["b"] });
  });

  test.each([
    ["gone.yaml", "charts/shop/gone.yaml: the value file is not in the repository"],
    ["gone/*.yaml", "charts/shop/gone/*.yaml: the value file is not in the repository"],
    ["../../../etc/passwd", "leads out of the repository"],
    ["/common/out.yaml", "common/out.yaml: leads out of the repository"],
    ["env", "charts/shop/env: is no file"],
    ["$base/values.yaml", "files of another source ($base) are not supported yet"],
    ["https://u:canary@example.com/v.yaml", "files at remote addresses are not supported yet"],
    ["list.yaml", "charts/shop/list.yaml: holds no map of values"],
    ["bad.yaml", "charts/shop/bad.yaml: is no YAML"],
  ])("%s is refused", async (name, reason) => {
    const message = await refusal(
      { valueFiles: [name] },
      {
        ...files,
        "common/out.yaml": { link: "../../x" },
        "charts/shop/list.yaml": "- 1",
        "charts/shop/bad.yaml": "a: [",
      },
    );
    expect(message).toContain(reason);
    expect(message).not.toContain("canary");
  });

  test("that are missing are left out where that is wanted", async () => {
    const helm = { valueFiles: ["gone.yaml", "gone/*", "env/a.yaml"], ignoreMissingValueFiles: true };
    expect(await values(helm, files)).toMatchObject({ a: 1 });
  });
});

describe("what the tool sees", () => {
  test("the chart and the local charts that it depends on, links followed, and nothing else", async () => {
    const depending = (repository: string): string =>
      `apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies: [{name: y, version: 1.0.0, repository: "${repository}"}]\n`;
    const { job } = await rendered(
      {},
      {
        "charts/shop/Chart.yaml": depending("file://../lib"),
        "charts/lib/Chart.yaml": depending("https://charts.example.com"),
        "charts/shop/templates/a.yaml": { link: "../../../shared/a.yaml" },
        "charts/other/secret.yaml": "no",
        "shared/a.yaml": "yes",
      },
    );
    expect([...job.files.keys()].sort()).toEqual([
      "charts/lib/Chart.yaml",
      "charts/shop/Chart.yaml",
      "charts/shop/templates/a.yaml",
    ]);
    expect(Buffer.from(job.files.get("charts/shop/templates/a.yaml")!).toString()).toBe("yes");
    expect(job.chartRepositories).toEqual(["https://charts.example.com"]);
  });

  test.each([
    [
      { "charts/shop/templates/a.yaml": { link: "/etc/passwd" } },
      "charts/shop/templates/a.yaml: the symlink leads out",
    ],
    [{ "charts/shop/t": { link: "../../../.." } }, "charts/shop/t: the symlink leads out"],
    [
      { "charts/shop/Chart.yaml": "dependencies: [{repository: 'file:///srv/chart'}]" },
      "the dependency file:///srv/chart is outside of the repository",
    ],
    [
      { "charts/shop/Chart.yaml": "dependencies: [{repository: 'file://../../../x'}]" },
      "leads out of the repository",
    ],
  ])("%j is refused", async (files, reason) => {
    expect(await refusal({}, files)).toContain(reason);
  });

  test("a folder without a chart is refused", async () => {
    const request = { tree: memoryTree({ "charts/shop/a.yaml": "" }) };
    await expect(rendered({ releaseName: "r" }, {}, request)).rejects.toThrow(
      "charts/shop/Chart.yaml: is not in the repository",
    );
  });

  test.each([
    [{ "charts/shop/templates/a.yaml": "t: {{ now }}" }, true],
    [{ "charts/shop/charts/dep-1.0.0.tgz": "" }, true],
    [{ "charts/shop/templates/a.yaml": "t: known" }, false],
  ])("whether it may print the time: %j", async (files, readsClock) => {
    expect((await rendered({}, files)).job.readsClock).toBe(readsClock);
  });
});

test("the printed documents become objects, named by their templates", async () => {
  const printed =
    "---\n# Source: shop/templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n" +
    "---\n# Source: shop/templates/empty.yaml\n---\n# Source: shop/templates/b.yaml\nfoo: bar\n";
  const request = { name: "s", namespace: "", tree: memoryTree(CHART), source: { path: "charts/shop" } };
  await expect(renderSource(request, printing(printed))).rejects.toThrow(
    "shop/templates/b.yaml: has no kind",
  );
  const good = printing(printed.replace("foo: bar", ""));
  const { objects, sourceType } = await renderSource(request, good);
  expect(sourceType).toBe("Helm");
  expect(objects).toEqual<KubeObject[]>([{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } }]);
});
