import { parse } from "yaml";
import { renderSource } from "../../../../model/workspace/render/render.js";
import type { KustomizeSettings } from "../../../../model/workspace/render/source.js";
import { printing, type FakeServices } from "./fake-services.js";
import { memoryTree } from "./memory-tree.js";

type Files = Parameters<typeof memoryTree>[0];

const askCluster = jest.fn(async () => ({ versions: { kubeVersion: "1.36.3", apiVersions: [] } }));

async function rendered(
  kustomization: string,
  kustomize: KustomizeSettings = {},
  files: Files = {},
): Promise<FakeServices> {
  const services = printing("");
  const tree = memoryTree({ "app/kustomization.yaml": kustomization, ...files });
  await renderSource(
    { name: "shop", namespace: "web", tree, source: { path: "app", kustomize }, askCluster },
    services,
  );
  return services;
}

async function edited(
  kustomization: string,
  kustomize: KustomizeSettings,
  files: Files = {},
): Promise<unknown> {
  const { job } = await rendered(kustomization, kustomize, files);
  return parse(Buffer.from(job.files.get("app/kustomization.yaml")!).toString());
}

async function refusal(
  kustomization: string,
  kustomize: KustomizeSettings = {},
  files: Files = {},
): Promise<string> {
  return rendered(kustomization, kustomize, files).then(
    () => "",
    (error: unknown) => String(error),
  );
}

test("without settings the kustomization is built as it is", async () => {
  const text = "# mine\nresources: [a.yaml]\n";
  const { job } = await rendered(text, {}, { "app/a.yaml": "x" });
  expect(job.args).toEqual(["build", "./app"]);
  expect(Buffer.from(job.files.get("app/kustomization.yaml")!).toString()).toBe(text);
});

describe("settings change the kustomization", () => {
  test("names and namespace replace what is written", async () => {
    const settings = { namePrefix: "new-", nameSuffix: "-new", namespace: "n" };
    expect(await edited("namePrefix: old-\nresources: [a.yaml]\n", settings)).toEqual({
      namePrefix: "new-",
      nameSuffix: "-new",
      namespace: "n",
      resources: ["a.yaml"],
    });
  });

  test.each([
    ["nginx:1.27", { name: "nginx", newTag: "1.27" }],
    ["nginx=example.com:5000/web:2", { name: "nginx", newName: "example.com:5000/web", newTag: "2" }],
    ["nginx=example.com:5000/web", { name: "nginx", newName: "example.com:5000/web" }],
    ["nginx@sha256:abc", { name: "nginx", digest: "sha256:abc" }],
    ["nginx=web:1@sha256:abc", { name: "nginx", newName: "web", newTag: "1", digest: "sha256:abc" }],
    ["nginx=*:2", { name: "nginx", newName: "kept", newTag: "2" }],
    ["nginx:$WORKSPACE_NAME", { name: "nginx", newTag: "shop" }],
  ])("image %s", async (image, entry) => {
    const kustomization =
      "images: [{name: nginx, newName: kept, newTag: '1', digest: 'sha256:0'}, {name: other, newTag: x}]";
    expect(await edited(kustomization, { images: [image] })).toEqual({
      images: [entry, { name: "other", newTag: "x" }],
    });
  });

  test("an image that changes nothing is refused", async () => {
    expect(await refusal("{}", { images: ["nginx"] })).toContain(
      'kustomize.images[0]: "nginx" changes no image',
    );
  });

  test("replicas, patches and components", async () => {
    const settings: KustomizeSettings = {
      replicas: [
        { name: "a", count: 3 },
        { name: "b", count: "2" },
      ],
      patches: [
        { patch: "- op: remove", target: { kind: "Deployment" }, options: { allowNameChange: true } },
      ],
      components: ["../parts/extra"],
    };
    const written =
      "replicas: [{name: a, count: 1}, {name: c, count: 1}]\npatches: [{path: p.yaml}]\ncomponents: [../parts/base]\n";
    const files = {
      "parts/base/kustomization.yaml": "kind: Component",
      "parts/extra/kustomization.yaml": "kind: Component",
    };
    expect(await edited(written, settings, files)).toEqual({
      replicas: [
        { name: "a", count: 3 },
        { name: "c", count: 1 },
        { name: "b", count: 2 },
      ],
      patches: [
        { path: "p.yaml" },
        { patch: "- op: remove", target: { kind: "Deployment" }, options: { allowNameChange: true } },
      ],
      components: ["../parts/base", "../parts/extra"],
    });
  });

  test("missing components are refused, or left out where that is wanted", async () => {
    const settings = { components: ["../gone"] };
    expect(await refusal("{}", settings)).toContain("the component is no folder in the repository");
    expect(await edited("{}", { ...settings, ignoreMissingComponents: true })).toEqual({});
  });

  test.each<[string, string, KustomizeSettings, unknown]>([
    ["labels", "{}", { commonLabels: { a: "1" } }, { commonLabels: { a: "1" } }],
    [
      "labels by force",
      "commonLabels: {a: '0', b: '0'}",
      { commonLabels: { a: "1" }, forceCommonLabels: true },
      { commonLabels: { a: "1", b: "0" } },
    ],
    [
      "labels that stay out of selectors",
      "labels: [{pairs: {b: x}}]",
      { commonLabels: { a: "1" }, labelWithoutSelector: true },
      { labels: [{ pairs: { b: "x", a: "1" } }] },
    ],
    [
      "labels for templates",
      "labels: [{pairs: {b: x}}]",
      { commonLabels: { a: "1" }, labelWithoutSelector: true, labelIncludeTemplates: true },
      { labels: [{ pairs: { b: "x" } }, { pairs: { a: "1" }, includeTemplates: true }] },
    ],
    [
      "annotations, without build variables",
      "{}",
      { commonAnnotations: { a: "$WORKSPACE_NAME" } },
      { commonAnnotations: { a: "$WORKSPACE_NAME" } },
    ],
    [
      "annotations, with build variables",
      "commonAnnotations: {a: x}",
      {
        commonAnnotations: { a: "$WORKSPACE_NAME" },
        commonAnnotationsEnvsubst: true,
        forceCommonAnnotations: true,
      },
      { commonAnnotations: { a: "shop" } },
    ],
  ])("%s", async (_title, written, settings, result) => {
    expect(await edited(written, settings)).toEqual(result);
  });

  test("labels and annotations that are written are kept unless forced", async () => {
    const message = await refusal("commonLabels: {a: x}\ncommonAnnotations: {b: x}\n", {
      commonLabels: { a: "1" },
      commonAnnotations: { b: "1" },
    });
    expect(message).toContain('kustomize.commonLabels["a"]: is in the kustomization already');
    expect(message).toContain("set kustomize.forceCommonLabels");
    expect(message).toContain("set kustomize.forceCommonAnnotations");
  });
});

describe("what the tool sees", () => {
  test("the folders that the kustomization reaches, and nothing else", async () => {
    const { job } = await rendered(
      "resources: [../base, a.yaml]\n",
      {},
      {
        "app/a.yaml": "a",
        "base/kustomization.yml": "resources: [../deep/er]\n",
        "deep/er/Kustomization": "resources: [x.yaml]",
        "deep/er/x.yaml": "x",
        "other/secret.yaml": "no",
      },
    );
    expect([...job.files.keys()].sort()).toEqual([
      "app/a.yaml",
      "app/kustomization.yaml",
      "base/kustomization.yml",
      "deep/er/Kustomization",
      "deep/er/x.yaml",
    ]);
  });

  test.each<[string, Files, string]>([
    ["resources: [../../x]", {}, "app/kustomization.yaml: ../../x leads out of the repository"],
    ["resources: [../b.yaml]", { "b.yaml": "" }, "../b.yaml is a file outside of the kustomization's folder"],
    [
      "resources: ['https://u:canary@example.com/x?ref=v1']",
      {},
      "resources at remote addresses are not supported yet",
    ],
    [
      "resources: ['github.com/org/repo//base?ref=v1']",
      {},
      "resources at remote addresses are not supported yet",
    ],
    ["resources: ['git@example.com:org/repo']", {}, "resources at remote addresses are not supported yet"],
    ["resources: [/srv/base]", {}, "/srv/base is outside of the repository"],
    ["helmGlobals: {chartHome: /srv}", {}, "/srv is outside of the repository"],
    ["helmGlobals: {chartHome: ../../srv}", {}, "../../srv leads out of the repository"],
    ["resources: [l]", { "app/l": { link: "/etc" } }, "l leads out of the repository"],
    ["a: [", {}, "app/kustomization.yaml: is no YAML"],
    ["{}", { "app/Kustomization": "" }, "keep one of the two"],
  ])("%s is refused", async (kustomization, files, reason) => {
    const message = await refusal(kustomization, {}, files);
    expect(message).toContain(reason);
    expect(message).not.toContain("canary");
  });

  test("faults of all references are told at once", async () => {
    const message = await refusal("resources: [../../x, ../../y, 'https://example.com/z']");
    expect(message.split("\n")).toHaveLength(3);
  });

  test("charts bring Helm in, and with it the cluster's version", async () => {
    askCluster.mockClear();
    await rendered("resources: []");
    expect(askCluster).not.toHaveBeenCalled();
    const { job } = await rendered(
      "resources: [../base]",
      {},
      { "base/kustomization.yaml": "helmCharts: [{name: x}]" },
    );
    expect(job.usesHelm).toBe(true);
    expect(job.args).toEqual(["build", "./app", "--enable-helm", "--helm-kube-version=1.36.3"]);
  });
});
