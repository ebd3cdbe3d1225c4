import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { HelmSettings } from "../../../model/workspace/render/source.js";
import { renderScene, type RenderScene } from "./render-tools.js";

const run = promisify(execFile);
const CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\n";
/** Shows what a chart was given. */
const SHOW = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
data:
  values: {{ toJson .Values | quote }}
  kube: {{ .Capabilities.KubeVersion.Version | quote }}
  apis: {{ .Capabilities.APIVersions.Has "example.com/v1/Thing" | quote }}
`;

describe("charts by the real helm", () => {
  let scene: RenderScene;
  beforeEach(async () => {
    scene = await renderScene();
    scene.write({ "shop/Chart.yaml": CHART, "shop/templates/show.yaml": SHOW });
  });
  afterEach(() => {
    scene.remove();
  });

  /** The data that the chart shows. */
  async function shown(helm: HelmSettings): Promise<Record<string, unknown>> {
    const { objects } = await scene.render({ path: "shop", helm });
    const data: unknown = objects[0]?.["data"];
    return { ...(data as Record<string, unknown>), metadata: objects[0]?.metadata };
  }

  it("get values, names and versions", async () => {
    scene.write({
      "shop/values.yaml": "a: 1\nb: {x: 1, z: 1}\ngone: 1\n",
      "shop/prod.yaml": "b: {x: 2}\n",
    });
    const data = await shown({
      valueFiles: ["prod.yaml"],
      valuesObject: { gone: null },
      parameters: [{ name: "a", value: "2", forceString: true }],
      kubeVersion: "1.31.2",
      apiVersions: ["example.com/v1/Thing"],
    });
    expect(JSON.parse(String(data["values"]))).toEqual({ a: "2", b: { x: 2, z: 1 } });
    expect(data).toMatchObject({
      kube: "v1.31.2",
      apis: "true",
      metadata: { name: "shop", namespace: "web" },
    });
  });

  it("get parameters as helm --set gives them", async () => {
    scene.write({ "shop/values.yaml": "list: [a, b]\n" });
    const parameters = [
      { name: "text", value: "a=b c" },
      { name: "escaped", value: "c:\\\\x" },
      { name: "flag", value: "true" },
      { name: "none", value: "null" },
      { name: "zero", value: "0" },
      { name: "octal", value: "007" },
      { name: "number", value: "8080" },
      { name: "negative", value: "-1" },
      { name: "large", value: "1000650000" },
      { name: "fraction", value: "1.50" },
      { name: "empty", value: "" },
      { name: "items", value: "{a,2,true}" },
      { name: "nothing", value: "{}" },
      { name: "gaps", value: "{a,,b}" },
      { name: "end", value: "{a,}" },
      { name: "escapes", value: "{a\\\\,b,c}" },
      { name: "list[1]", value: "z" },
      { name: "deep[1].x", value: "y" },
      { name: "dotted\\.key.x", value: "y" },
    ];
    const { stdout } = await run(scene.env.GROUNDPLAN_HELM, [
      "template",
      "shop",
      path.join(scene.folder, "shop"),
      "--namespace=web",
      ...parameters.map(({ name, value }) => `--set=${name}=${value}`),
    ]);
    const { values } = await shown({ parameters });
    expect(stdout).toContain(`values: ${JSON.stringify(values)}`);
  });

  it("take values as Helm reads YAML", async () => {
    const text =
      "a: yes\nb: 0777\nc: 12:30\nd: 2001-01-01\ne: 1e3\nf: ~\ng: !!binary aGk=\non: x\nh: &h {a: 1}\ni: {<<: *h}\n";
    scene.write({ "shop/v.yaml": text });
    const { stdout } = await run(scene.env.GROUNDPLAN_HELM, [
      "template",
      "shop",
      path.join(scene.folder, "shop"),
      `--values=${path.join(scene.folder, "shop/v.yaml")}`,
    ]);
    const { values } = await shown({ valueFiles: ["v.yaml"] });
    expect(stdout).toContain(`values: ${JSON.stringify(values)}`);
  });

  it("give hooks, tests and definitions, or leave them out", async () => {
    const hook = (name: string, kind: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  annotations: {helm.sh/hook: ${kind}}\n`;
    scene.write({
      "shop/templates/hook.yaml": hook("hook", "pre-install"),
      "shop/templates/test.yaml": hook("test", "test"),
      "shop/crds/crd.yaml":
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: crd}\n",
    });
    const names = async (helm: HelmSettings): Promise<unknown> =>
      (await scene.render({ path: "shop", helm })).objects.map(({ metadata }) => metadata.name).sort();
    expect(await names({})).toEqual(["crd", "hook", "shop", "test"]);
    expect(await names({ skipCrds: true, skipTests: true })).toEqual(["hook", "shop"]);
  });

  it("are checked against their schema, unless that is not wanted", async () => {
    scene.write({
      "shop/values.schema.json": '{"type":"object","properties":{"port":{"type":"integer"}}}',
    });
    const helm = { parameters: [{ name: "port", value: "x" }] };
    await expect(shown(helm)).rejects.toThrow(/shop: helm: .*values don't meet the specifications[^]*port/);
    expect(await shown({ ...helm, skipSchemaValidation: true })).toMatchObject({ values: '{"port":"x"}' });
  });

  it("fail with Helm's own words and paths in the repository", async () => {
    scene.write({ "shop/templates/bad.yaml": '{{ required "name a host" .Values.host }}' });
    const error: unknown = await shown({}).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("shop/templates/bad.yaml");
    expect(String(error)).toContain("name a host");
    expect(String(error)).not.toContain(tmpdir());
  });

  it("are refused when two runs differ, by object and field", async () => {
    scene.write({
      "shop/templates/secret.yaml":
        "apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData:\n  user: app\n  password: {{ randAlphaNum 20 }}\n",
    });
    await expect(shown({})).rejects.toThrow(
      "shop/templates/secret.yaml: Secret db: stringData.password differs between two renderings",
    );
  });

  it("are refused when they print the second in which they run", async () => {
    scene.write({
      "shop/templates/time.yaml":
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: time}\ndata:\n  at: {{ now | unixEpoch | quote }}\n",
    });
    await expect(shown({})).rejects.toThrow("ConfigMap time: data.at differs between two renderings");
  });

  it("see no cluster: lookup finds nothing", async () => {
    scene.write({
      "shop/templates/l.yaml":
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: l}\ndata: {nodes: {{ len (lookup "v1" "Node" "" "") | quote }}}\n',
    });
    const { objects } = await scene.render({ path: "shop" });
    expect(objects.find(({ metadata }) => metadata.name === "l")).toMatchObject({ data: { nodes: "0" } });
  });

  it("get dependencies out of the same repository", async () => {
    scene.write({
      "shop/Chart.yaml": `${CHART}dependencies: [{name: lib, version: 1.0.0, repository: "file://../lib"}]\n`,
      "lib/Chart.yaml": "apiVersion: v2\nname: lib\nversion: 1.0.0\n",
      "lib/templates/l.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: of-lib}\n",
    });
    const { objects } = await scene.render({ path: "shop" });
    expect(objects.map(({ metadata }) => metadata.name).sort()).toEqual(["of-lib", "shop"]);
  });

  it("get dependencies out of a chart repository, once for a rendering", async () => {
    const packages = mkdtempSync(path.join(tmpdir(), "groundplan-charts-"));
    scene.write({
      "remote/Chart.yaml": "apiVersion: v2\nname: remote\nversion: 1.0.0\n",
      "remote/templates/r.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: of-remote}\n",
    });
    await run(scene.env.GROUNDPLAN_HELM, [
      "package",
      path.join(scene.folder, "remote"),
      `--destination=${packages}`,
    ]);
    await run(scene.env.GROUNDPLAN_HELM, ["repo", "index", packages]);
    const asked: string[] = [];
    const server = createServer((request, response) => {
      const name = path.basename(request.url ?? "");
      asked.push(name);
      response.end(readFileSync(path.join(packages, name)));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      scene.write({
        "shop/Chart.yaml": `${CHART}dependencies: [{name: remote, version: 1.0.0, repository: "${address}"}]\n`,
      });
      const { objects } = await scene.render({ path: "shop" });
      expect(objects.map(({ metadata }) => metadata.name).sort()).toEqual(["of-remote", "shop"]);
      expect(asked.filter((name) => name.endsWith(".tgz"))).toEqual(["remote-1.0.0.tgz"]);
    } finally {
      server.close();
      rmSync(packages, { recursive: true });
    }
  });

  it("are not rendered again for the same files", async () => {
    const first = await scene.render({ path: "shop" });
    expect(await scene.render({ path: "shop" })).toEqual(first);
    scene.write({ "shop/values.yaml": "a: changed\n" });
    const third = await scene.render({ path: "shop" });
    expect(third.digest).not.toBe(first.digest);
  });

  it("are rendered many at a time", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `shop-${index}`);
    const renderings = await Promise.all(names.map((name) => scene.render({ path: "shop" }, { name })));
    expect(renderings.map(({ objects }) => objects[0]?.metadata.name)).toEqual(names);
  });
});
