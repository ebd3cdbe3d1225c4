import * as pulumi from "@pulumi/pulumi";
import {
  declareWorkSpaces,
  type DeclaredWorkSpaces,
  type RenderedWorkSpace,
  type RenderedWorkSpaces,
  type WorkSpaceSettings,
} from "../../../components/index.js";
import type { KubeObject } from "../../../model/shared/kubernetes-object.js";
import { pack } from "../../../providers/workspace/sync/packed.js";
import { declared, type Declared } from "../imagehub/declared.js";
import { valueOf } from "../program/value-of.js";

const SYNC = "pulumi-nodejs:dynamic/workspace:Sync";
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

const configMap: KubeObject = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "settings", namespace: "shop" },
  data: { image: "<late>" },
};
const secret: KubeObject = {
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "login" },
  data: { password: Buffer.from("canary").toString("base64") },
};

function rendered(name: string, objects: readonly KubeObject[] = [configMap, secret]): RenderedWorkSpace {
  return {
    name,
    source: { repoURL: "https://git.example.com/shop.git", path: "deploy" },
    revision: COMMIT,
    resolution: `${name}: main is ${COMMIT}`,
    sourceType: "Directory",
    objects,
    warnings: [],
  };
}

function textsOf(log: jest.SpyInstance): readonly unknown[] {
  return log.mock.calls.map(([text]: unknown[]) => text);
}

const nothing: Omit<RenderedWorkSpaces, "workspaces"> = { repositories: [], templates: [] };
const asItIs = (text: string): string => text;

describe("workspaces in a program", () => {
  let result: DeclaredWorkSpaces;
  let told: { readonly info: jest.SpyInstance; readonly warn: jest.SpyInstance };

  beforeEach(() => {
    told = {
      info: jest.spyOn(pulumi.log, "info").mockResolvedValue(),
      warn: jest.spyOn(pulumi.log, "warn").mockResolvedValue(),
    };
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  async function declare(
    settings: readonly WorkSpaceSettings[],
    options: {
      readonly rendered?: Partial<RenderedWorkSpaces>;
      readonly fill?: (text: string, escape: (value: string) => string) => pulumi.Input<string>;
    } = {},
  ): Promise<Declared[]> {
    const all = { ...nothing, workspaces: settings.map(({ name }) => rendered(name)), ...options.rendered };
    return declared(() => {
      result = declareWorkSpaces(settings, all, options.fill ?? asItIs);
    });
  }

  function syncOf(resources: readonly Declared[], name: string): Declared | undefined {
    return resources.find((one) => one.type === SYNC && one.name === name);
  }

  it("are one resource each, below a component of their own", async () => {
    const found = await declare([{ name: "shop", cluster: "lab", namespace: "shop", prune: true }]);
    expect(found.map(({ type, name, parent }) => `${type} ${name} < ${parent}`).sort()).toEqual([
      "groundplan:workspace:Provider lab < pulumi:pulumi:Stack::shop-dev",
      "groundplan:workspace:WorkSpace shop < pulumi:pulumi:Stack::shop-dev",
      "pulumi-nodejs:dynamic/workspace:ProviderConnection lab < groundplan:workspace:Provider::lab",
      `${SYNC} shop < groundplan:workspace:WorkSpace::shop`,
    ]);
  });

  it("hand the rendered objects and the settings on", async () => {
    const found = await declare([
      {
        name: "shop",
        cluster: "lab",
        namespace: "shop",
        prune: true,
        syncOptions: ["CreateNamespace=true"],
        namespaceMetadata: { labels: { team: "shop" } },
        ignoreDifferences: [{ kind: "ConfigMap", jsonPointers: ["/data/x"] }],
        approvePrune: ["/Namespace//old"],
        revisionLock: COMMIT,
      },
    ]);
    expect(syncOf(found, "shop")?.inputs).toMatchObject({
      cluster: "lab",
      name: "shop",
      namespace: "shop",
      prune: true,
      createNamespace: true,
      syncOptions: ["CreateNamespace=true"],
      namespaceMetadata: { labels: { team: "shop" } },
      ignoreDifferences: [{ kind: "ConfigMap", jsonPointers: ["/data/x"] }],
      approvePrune: ["/Namespace//old"],
      revision: COMMIT,
      revisionLock: COMMIT,
      sourceType: "Directory",
      source: '{"path":"deploy","repoURL":"https://git.example.com/shop.git"}',
      objects: {
        "/ConfigMap/shop/settings":
          '{"apiVersion":"v1","data":{"image":"<late>"},"kind":"ConfigMap",' +
          '"metadata":{"name":"settings","namespace":"shop"}}',
      },
    });
  });

  it("keep Secrets apart, as secrets", async () => {
    const inputs = syncOf(await declare([{ name: "shop", cluster: "lab" }]), "shop")?.inputs ?? {};
    expect(pulumi.runtime.isRpcSecret(inputs["secrets"])).toBe(true);
    expect(pulumi.runtime.unwrapRpcSecret(inputs["secrets"])).toEqual({
      "/Secret//login": expect.stringContaining(Buffer.from("canary").toString("base64")) as unknown,
    });
    expect(JSON.stringify({ ...inputs, secrets: undefined })).not.toContain(
      Buffer.from("canary").toString("base64"),
    );
  });

  it("fill late values in where they belong, also behind the base64 of a Secret", async () => {
    const late: KubeObject = { ...secret, data: { url: Buffer.from("at <late>").toString("base64") } };
    const value = 'an "image"\n';
    const found = await declare([{ name: "shop", cluster: "lab" }], {
      rendered: { workspaces: [rendered("shop", [configMap, late])] },
      fill: (text, escape) =>
        text.includes("<late>") ? pulumi.output(text.replaceAll("<late>", escape(value))) : text,
    });
    const { objects, secrets } = syncOf(found, "shop")?.inputs ?? {};
    const texts = {
      ...(objects as Record<string, string>),
      ...(pulumi.runtime.unwrapRpcSecret(secrets) as Record<string, string>),
    };
    expect(JSON.parse(texts["/ConfigMap/shop/settings"] ?? "")).toMatchObject({ data: { image: value } });
    expect(JSON.parse(texts["/Secret//login"] ?? "")).toMatchObject({
      data: { url: Buffer.from(`at ${value}`).toString("base64") },
    });
  });

  it("warn of an object that is there twice, and take the last one", async () => {
    const second = { ...configMap, data: { image: "second" } };
    const found = await declare([{ name: "shop", cluster: "lab" }], {
      rendered: { workspaces: [{ ...rendered("shop", [configMap, second]), warnings: ["look here"] }] },
    });
    expect(textsOf(told.warn)).toEqual([
      "look here",
      "/ConfigMap/shop/settings is there more than once; the last one counts",
    ]);
    const objects = syncOf(found, "shop")?.inputs["objects"] as Record<string, string>;
    expect(objects["/ConfigMap/shop/settings"]).toContain("second");
  });

  it("say which commit they show", async () => {
    await declare([{ name: "shop", cluster: "lab" }]);
    expect(textsOf(told.info)).toEqual([`shop: main is ${COMMIT}`]);
  });

  it("come after those that they depend on, in whatever order they are declared", async () => {
    const found = await declare([
      { name: "shop", cluster: "lab", dependsOn: [{ workspace: "base", health: false }] },
      { name: "base", cluster: "lab" },
    ]);
    expect(syncOf(found, "shop")?.after).toEqual([`${SYNC}::base`]);
    expect(syncOf(found, "base")?.after).toEqual([]);
    expect(found.filter(({ type }) => type.endsWith("HealthGate"))).toEqual([]);
  });

  it("stand behind a gate where the health of another counts", async () => {
    const found = await declare([
      { name: "base", cluster: "lab" },
      { name: "shop", cluster: "lab", dependsOn: [{ workspace: "base", health: true }] },
    ]);
    const gate = found.find(({ type }) => type === "pulumi-nodejs:dynamic/workspace:HealthGate");
    expect(gate).toMatchObject({
      name: "shop",
      parent: "groundplan:workspace:WorkSpace::shop",
      inputs: { workspace: "shop", health: { base: { status: "Unknown" } } },
      after: [`${SYNC}::base`],
    });
    expect(syncOf(found, "shop")?.after).toEqual([
      "pulumi-nodejs:dynamic/workspace:HealthGate::shop",
      `${SYNC}::base`,
    ]);
  });

  it("show repositories and templates with their state, and warn of one that fails", async () => {
    const found = await declare([], {
      rendered: {
        repositories: [
          {
            name: "team",
            url: "https://git.example.com/a.git",
            inheritedCreds: true,
            connectionState: { status: "Failed", message: "does not answer" },
          },
        ],
        templates: [{ name: "all", url: "https://git.example.com/" }],
      },
    });
    expect(found.map(({ type, name }) => [type, name])).toEqual([
      ["groundplan:workspace:RepoCreds", "all"],
      ["groundplan:workspace:Repository", "team"],
    ]);
    expect(textsOf(told.warn)).toEqual(["does not answer"]);
  });

  it("show a person revision, state, and the objects by wave", async () => {
    const state = (kind: string, wave: number, health: string, message = "") => ({
      ...{ kind, namespace: "shop", name: "web", status: "Synced", syncWave: String(wave) },
      health: { status: health, message },
    });
    const resources = pack([
      state("Deployment", 1, "Degraded", "1 of 2 is ready"),
      state("Service", 0, "Healthy"),
      { kind: "ConfigMap", namespace: "shop", name: "settings", status: "OutOfSync", syncWave: "0" },
    ]);
    const status = { sync: { status: "OutOfSync" }, health: { status: "Degraded" } };
    await declared(
      () => {
        result = declareWorkSpaces(
          [{ name: "shop", cluster: "lab", info: [{ name: "owner", value: "ada" }] }],
          { ...nothing, workspaces: [rendered("shop")] },
          asItIs,
        );
      },
      { outputs: { [SYNC]: { resources, status } } },
    );
    expect(await valueOf(result.summary["shop"])).toEqual({
      owner: "ada",
      revision: COMMIT,
      sync: "OutOfSync",
      health: "Degraded",
      objects: {
        "wave 0": { "Service shop/web": "Healthy", "ConfigMap shop/settings": "OutOfSync" },
        "wave 1": { "Deployment shop/web": "Degraded: 1 of 2 is ready" },
      },
    });
    expect(await valueOf(pulumi.all(result.outputs["shop"] ?? {}))).toEqual({
      revision: COMMIT,
      sync: "OutOfSync",
      health: "Degraded",
    });
  });

  it("without a rendering are refused", async () => {
    let failure: unknown;
    await declared(() => {
      try {
        declareWorkSpaces([{ name: "shop", cluster: "lab" }], { ...nothing, workspaces: [] }, asItIs);
      } catch (error) {
        failure = error;
      }
    });
    expect(String(failure)).toContain("workspace shop was not rendered");
  });
});
