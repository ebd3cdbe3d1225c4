import { overriddenSource } from "../../../../model/workspace/render/overrides.js";
import { readSource } from "../../../../model/workspace/render/read-source.js";
import { RenderError } from "../../../../model/workspace/render/render-error.js";
import type { Source } from "../../../../model/workspace/render/source.js";
import {
  discoveredType,
  discoverFolders,
  statedType,
} from "../../../../model/workspace/render/source-type.js";
import { buildEnvironment, substitute } from "../../../../model/workspace/render/environment.js";
import { memoryTree } from "./memory-tree.js";

describe("reading a source", () => {
  test("every field that is supported", () => {
    const source = {
      repoURL: "https://example.com/x.git",
      path: "apps/x",
      targetRevision: "v1.*",
      tagPrefix: "x-",
      helm: {
        valueFiles: ["a.yaml"],
        ignoreMissingValueFiles: true,
        values: "a: 1",
        valuesObject: { a: { b: [1, null, true] } },
        parameters: [{ name: "a", value: "b", forceString: true }],
        fileParameters: [{ name: "a", path: "b" }],
        releaseName: "r",
        namespace: "n",
        kubeVersion: "1.30",
        apiVersions: ["v1"],
        skipCrds: true,
        skipTests: true,
        skipSchemaValidation: true,
        version: "v3",
      },
      kustomize: {
        namePrefix: "p",
        images: ["a=b:1"],
        replicas: [
          { name: "a", count: 2 },
          { name: "b", count: "3" },
        ],
        patches: [{ patch: "x", target: { kind: "Deployment" }, options: { allowNameChange: true } }],
      },
      directory: { recurse: true, include: "*", exclude: "x", disableExtensionFilter: true },
    };
    expect(readSource(source, "")).toEqual({ source, problems: [] });
  });

  test("what is not supported yet is named, each with what to do", () => {
    const { source, problems } = readSource(
      {
        path: "x",
        chart: "c",
        ref: "r",
        name: "n",
        plugin: { name: "p" },
        sources: [{ path: "y" }],
        directory: { jsonnet: { libs: ["l"] } },
        helm: { passCredentials: true },
        kustomize: { version: "v4" },
      },
      "workspaces.shop",
    );
    expect(source).toBeUndefined();
    expect(problems.map(({ path }) => path).sort()).toEqual(
      [
        "chart",
        "directory.jsonnet",
        "helm.passCredentials",
        "kustomize.version",
        "name",
        "plugin",
        "ref",
        "sources",
      ].map((field) => `workspaces.shop.${field}`),
    );
    for (const { reason, fix } of problems) {
      expect(reason).toMatch(/is not supported yet$/);
      expect(fix).toBeDefined();
    }
  });

  test("asking for nothing of it is fine", () => {
    const empty = {
      sources: [],
      chart: "",
      plugin: {},
      directory: { jsonnet: {} },
      helm: { passCredentials: false },
    };
    expect(readSource(empty, "").problems).toEqual([]);
  });

  test("unknown fields and wrong types are all named", () => {
    const { problems } = readSource(
      { pth: "x", helm: { valueFiles: "a", params: [] }, kustomize: { patches: [{}] } },
      "s",
    );
    expect(problems.map(({ path }) => path).sort()).toEqual([
      "s.helm.params",
      "s.helm.valueFiles",
      "s.kustomize.patches[0]",
      "s.pth",
    ]);
  });

  test("another version of Helm", () => {
    expect(readSource({ helm: { version: "v2" } }, "").problems).toEqual([
      { path: "helm.version", reason: "only v3 is supported; remove it" },
    ]);
  });
});

describe("the type of a source", () => {
  test.each<[Source, string | undefined]>([
    [{}, undefined],
    [{ helm: {}, kustomize: {}, directory: {} }, undefined],
    [{ helm: { skipCrds: false, valueFiles: [] } }, undefined],
    [{ helm: { releaseName: "r" } }, "Helm"],
    [{ kustomize: { namePrefix: "p" }, helm: {} }, "Kustomize"],
    [{ directory: { recurse: true } }, "Directory"],
  ])("%j says %s", (source, type) => {
    expect(statedType(source)).toBe(type);
  });

  test("settings for two types are refused", () => {
    expect(() => statedType({ path: "x", helm: { releaseName: "r" }, directory: { recurse: true } })).toThrow(
      "x: the source has settings for several types: helm, directory (keep those of one type)",
    );
  });

  test.each([
    [["Chart.yaml", "kustomization.yaml"], "Helm"],
    [["kustomization.yaml"], "Kustomize"],
    [["kustomization.yml"], "Kustomize"],
    [["Kustomization"], "Kustomize"],
    [["chart.yaml", "kustomization.json"], "Directory"],
    [[], "Directory"],
  ])("%j is %s", (names, type) => {
    expect(discoveredType(names)).toBe(type);
  });

  test("all folders of a repository: plain ones are not told", async () => {
    const tree = memoryTree({
      Kustomization: "",
      "charts/a/Chart.yaml": "",
      "charts/a/charts/b/Chart.yaml": "",
      "apps/plain/deployment.yaml": "",
      "apps/x/kustomization.yml": "",
      ".git/Chart.yaml": "",
    });
    expect(Object.fromEntries(await discoverFolders(tree))).toEqual({
      ".": "Kustomize",
      "charts/a": "Helm",
      "charts/a/charts/b": "Helm",
      "apps/x": "Kustomize",
    });
  });
});

describe("overrides in the repository", () => {
  const overridden = (files: Readonly<Record<string, string>>, source: Source) =>
    overriddenSource(memoryTree(files), "app", "shop", source);

  test("for all workspaces, then for one, as merge patches", async () => {
    const files = {
      "app/.workspace-source.yaml":
        "helm: {parameters: [{name: a, value: all}], releaseName: all, namespace: web}",
      "app/.workspace-source-shop.yaml": "helm: {releaseName: shop, namespace: null}",
      "app/.workspace-source-other.yaml": "helm: {releaseName: other}",
    };
    expect(await overridden(files, { path: "app", helm: { skipCrds: true, namespace: "x" } })).toEqual({
      source: {
        path: "app",
        helm: { skipCrds: true, releaseName: "shop", parameters: [{ name: "a", value: "all" }] },
      },
      warnings: [],
    });
  });

  test("under Argo CD's names, and ours win", async () => {
    const files = {
      "app/.argocd-source.yaml": "kustomize: {namePrefix: theirs-}",
      "app/.argocd-source-shop.yaml": "kustomize: {nameSuffix: -theirs}",
      "app/.workspace-source-shop.yaml": "kustomize: {nameSuffix: -ours}",
    };
    const { source, warnings } = await overridden(files, {});
    expect(source).toEqual({ kustomize: { namePrefix: "theirs-", nameSuffix: "-ours" } });
    expect(warnings).toEqual([
      {
        path: "app/.argocd-source-shop.yaml",
        reason: "is not read; app/.workspace-source-shop.yaml is there, too",
        severity: "warning",
      },
    ]);
  });

  test("cannot change which files are rendered, and say so", async () => {
    const files = {
      "app/.workspace-source.yaml": "path: ../secret\nrepoURL: x\ntargetRevision: dev\nchart: c\n",
    };
    const { source, warnings } = await overridden(files, { path: "app", targetRevision: "main" });
    expect(source).toEqual({ path: "app", targetRevision: "main" });
    expect(warnings.map(({ path }) => path)).toEqual(
      ["chart", "path", "repoURL", "targetRevision"].map((field) => `app/.workspace-source.yaml: ${field}`),
    );
  });

  test.each([
    ["helm: [", "is no YAML"],
    ["- 1", "is no object"],
    ["a: 1\n---\nb: 1", "more than one document"],
    ["helm: {releasName: x}", "helm.releasName"],
    ["plugin: {name: x}", "rendering by a plugin is not supported yet"],
  ])("%j is refused with the file's name", async (text, reason) => {
    const error: unknown = await overridden({ "app/.workspace-source.yaml": text }, {}).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(RenderError);
    expect(String(error)).toContain("app/.workspace-source.yaml");
    expect(String(error)).toContain(reason);
  });
});

test("build variables, under our names and Argo CD's", () => {
  const environment = buildEnvironment({
    name: "shop",
    namespace: "web",
    revision: "0123456789abcdef0123456789abcdef01234567",
    repoURL: "https://example.com/x.git",
    path: "apps/shop",
    targetRevision: "main",
  });
  const text = [
    "$WORKSPACE_NAME/${WORKSPACE_NAMESPACE}",
    "$ARGOCD_APP_NAME $ARGOCD_APP_NAMESPACE $ARGOCD_APP_PROJECT_NAME",
    "$WORKSPACE_REVISION_SHORT ${WORKSPACE_REVISION_SHORT_8} $ARGOCD_APP_REVISION",
    "$WORKSPACE_SOURCE_REPO_URL $WORKSPACE_SOURCE_PATH $WORKSPACE_SOURCE_TARGET_REVISION",
    "$$WORKSPACE_NAME $UNKNOWN|${UNKNOWN}|100%",
  ].join("\n");
  expect(substitute(text, environment)).toBe(
    [
      "shop/web",
      "shop web default",
      "0123456 01234567 0123456789abcdef0123456789abcdef01234567",
      "https://example.com/x.git apps/shop main",
      "$WORKSPACE_NAME ||100%",
    ].join("\n"),
  );
});
