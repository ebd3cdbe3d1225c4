import { writeFileSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { connectKubernetes } from "../../clients/kubernetes/connect.js";
import type { KubernetesClient, KubeObject } from "../../clients/kubernetes/types.js";
import { smallCatalogue, type TestCatalogue } from "../support/catalogue.js";
import { testLab, type TestLab } from "../support/lab.js";
import { TestStack } from "../support/stack.js";
import { until } from "../support/until.js";

const API = "imagehub.sealos.io/v1";
const ORGANIZATION = "cases";

/** Names, keywords and tags of the API's own sample file. */
const SAMPLES: readonly (readonly [name: string, keywords: readonly string[]])[] = [
  ["samples/openebs:v1.9.0", ["storage"]],
  ["samples/helm:v3.8.2", ["operator"]],
  ["samples/cert-manager:v1.8.0", ["Operator"]],
  ["samples/rook:v1.9.8", ["Storage"]],
  ["samples/mysql-operator:8.0.23-14.1", ["database"]],
  ["samples/clickhouse:0.18.4", ["Database"]],
  ["samples/redis-operator:3.1.4", ["Database", "Operator"]],
  ["samples/kube-prometheus-stack:v0.56.0", ["Monitoring"]],
  ["samples/metrics-server:v0.6.1", ["Monitoring"]],
  ["samples/redis-exporter:latest", ["Monitoring"]],
];

describe("a catalogue on a real API server", () => {
  let lab: TestLab;
  let stack: TestStack;
  let kubernetes: KubernetesClient;
  let catalogue: TestCatalogue;

  beforeAll(async () => {
    lab = await testLab();
    kubernetes = await connectKubernetes({ kubeconfig: { path: lab.kubeconfig } });
    stack = new TestStack(lab.folder);
    catalogue = smallCatalogue(ORGANIZATION, ["cert-manager:v1.8.0"]);
    catalogue.imagehub = { ...catalogue.imagehub, resolve: "off", dataPacks: {} };
  });

  afterAll(async () => {
    expect(await stack.make("destroy")).toMatchObject({ code: 0 });
    await kubernetes.close();
    await stack.dispose();
  });

  async function up(): Promise<void> {
    stack.configure(catalogue);
    const run = await stack.make("up");
    if (run.code !== 0) throw new Error(run.output);
  }

  async function found(kind: string, name: string): Promise<KubeObject | undefined> {
    return kubernetes.get({ apiVersion: API, kind, name });
  }

  function tagged(tags: Readonly<Record<string, { day: number; keywords?: string[] }>>): void {
    catalogue.imagehub.images = Object.entries(tags).map(([tag, { day, keywords = [] }]) => ({
      name: `${ORGANIZATION}/tool:${tag}`,
      detail: { creatTime: `2023-01-0${day}T00:00:00Z`, keywords },
    }));
  }

  async function statusOfTool() {
    return (await found("Repository", `${ORGANIZATION}.tool`))?.status as
      { tags?: { name: string }[]; latestTag?: { name: string } } | undefined;
  }

  test("names, labels, and the time that the API server fills in", async () => {
    await up();
    const image = await found("Image", `${ORGANIZATION}.cert-manager.v1.8.0`);
    expect(image?.metadata.labels).toMatchObject({
      "organization.imagehub.sealos.io": ORGANIZATION,
      "repository.imagehub.sealos.io": "cert-manager",
      "tag.imagehub.sealos.io": "v1.8.0",
    });
    expect(image?.spec).toMatchObject({ detail: { creatTime: "1970-01-01T00:00:00Z" } });
    const repository = await found("Repository", `${ORGANIZATION}.cert-manager`);
    expect(repository?.spec).toEqual({ name: `${ORGANIZATION}/cert-manager`, isPrivate: false });
    expect((await stack.preview()).changes).toEqual([]);
  });

  test("three tags, the newest first", async () => {
    tagged({ v1: { day: 1 }, v3: { day: 3 }, v2: { day: 2 } });
    await up();
    const status = await statusOfTool();
    expect(status?.tags?.map(({ name }) => name)).toEqual(["v3", "v2", "v1"]);
    expect(status?.latestTag?.name).toBe("v3");
    expect((await stack.preview()).changes).toEqual([]);
  });

  test("the latest tag's keywords are labels; those of before are gone", async () => {
    const keywordsOf = async () =>
      Object.keys((await found("Repository", `${ORGANIZATION}.tool`))?.metadata.labels ?? {}).filter((key) =>
        key.startsWith("keyword.imagehub.sealos.io/"),
      );
    tagged({ v1: { day: 1 }, v3: { day: 3, keywords: ["Storage"] } });
    await up();
    expect(await keywordsOf()).toEqual(["keyword.imagehub.sealos.io/Storage"]);
    tagged({ v1: { day: 1 }, v3: { day: 3, keywords: ["Network"] } });
    await up();
    expect(await keywordsOf()).toEqual(["keyword.imagehub.sealos.io/Network"]);
    expect((await stack.preview()).changes).toEqual([]);
  });

  test("without the newest image the next is the latest; without any the repository stays", async () => {
    tagged({ v1: { day: 1 } });
    await up();
    expect(await found("Image", `${ORGANIZATION}.tool.v3`)).toBeUndefined();
    expect((await statusOfTool())?.latestTag?.name).toBe("v1");
    catalogue.imagehub.images = [];
    catalogue.imagehub["repositories"] = [{ name: `${ORGANIZATION}/tool` }];
    await up();
    expect(await statusOfTool()).not.toHaveProperty("latestTag");
    expect((await statusOfTool())?.tags).toEqual([]);
    expect((await stack.preview()).changes).toEqual([]);
  });

  test("without controller, clearing a description is an update", async () => {
    catalogue.imagehub.images = [{ name: `${ORGANIZATION}/tool:v1`, detail: { description: "a tool" } }];
    await up();
    catalogue.imagehub.images = [{ name: `${ORGANIZATION}/tool:v1` }];
    stack.configure(catalogue);
    expect((await stack.preview()).changes.map(({ op }) => op)).toEqual(["update"]);
    await up();
    expect((await found("Image", `${ORGANIZATION}.tool.v1`))?.spec).not.toHaveProperty("detail.description");
  });

  test("an organization deleted by hand takes everything along; refresh and up bring it back", async () => {
    await kubernetes.delete({ apiVersion: API, kind: "Organization", name: ORGANIZATION });
    await until("the collector to delete the image", async () =>
      (await found("Image", `${ORGANIZATION}.tool.v1`)) === undefined ? true : undefined,
    );
    expect(await stack.make("refresh")).toMatchObject({ code: 0 });
    await up();
    expect(await found("Image", `${ORGANIZATION}.tool.v1`)).toBeDefined();
    expect((await statusOfTool())?.latestTag?.name).toBe("v1");
    expect((await stack.preview()).changes).toEqual([]);
  });

  test("ten images from a manifest file, with the fields as people write them", async () => {
    const documents = SAMPLES.map(([name, keywords]) => ({
      apiVersion: API,
      kind: "Image",
      metadata: { name: name.replace(/[/:]/g, "."), namespace: "sealos-imagehub" },
      spec: { name, detail: { url: "www.example.com", icon: "an icon", keywords, description: name } },
    }));
    writeFileSync(
      path.join(stack.folder, "samples.yaml"),
      documents.map((one) => stringify(one)).join("---\n"),
    );
    catalogue.imagehub["manifests"] = ["samples.yaml"];
    await up();
    for (const [name] of SAMPLES) expect(await found("Image", name.replace(/[/:]/g, "."))).toBeDefined();
    expect((await found("Repository", "samples.rook"))?.metadata.labels).toHaveProperty([
      "keyword.imagehub.sealos.io/Storage",
    ]);
    expect((await stack.preview()).changes).toEqual([]);
  });
});
