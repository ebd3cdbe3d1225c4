import * as pulumi from "@pulumi/pulumi";
import { declared, DIGEST, type Declared } from "../imagehub/declared.js";
import { CONFIG_MAP, LEASE, POOL } from "../artifact/scene.js";
import { before, CERTIFICATES, DEPLOYMENT, only, registryWith, TRAFFIC } from "../vimana/scene.js";
import { exampleStack, type ExampleStack } from "./stack-config.js";
import { valueOf } from "./value-of.js";

const IMAGE = "kubernetes:imagehub.sealos.io/v1:Image";

describe("the program on the example stack", () => {
  let example: ExampleStack;
  let resources: readonly Declared[];
  let outputs: Record<string, unknown>;
  let echoDigest: string;

  beforeAll(async () => {
    jest.spyOn(pulumi.log, "info").mockResolvedValue();
    const registry = registryWith("lab/grpc-echo:1.0.0", "lab/grpc-echo:1.1.0");
    echoDigest = await registry.head({ repository: "lab/grpc-echo", tag: "1.0.0" });
    example = await exampleStack();
    resources = await declared(
      async () => {
        const { default: program } = await import("../../../index.js");
        outputs = { ...(await program()) };
      },
      {
        config: example.config,
        outputs: {
          [TRAFFIC]: { effectiveWeights: { "1.0.0": "80%", "1.1.0": "20%" }, rolloutStatus: {}, history: [] },
          [CERTIFICATES]: { ca: "PEM" },
          [LEASE]: { instance: "0-abcde", results: { endpoint: "https://0-abcde.example.com" } },
        },
      },
    );
  });
  afterAll(() => {
    example.dispose();
  });

  function namesOf(type: string): readonly string[] {
    return resources
      .filter((one) => one.type === type)
      .map(({ name }) => name)
      .sort();
  }

  it("declares one resource for each thing of the stack file, and what it needs", () => {
    const images = namesOf("groundplan:imagehub:Image");
    expect(images).toHaveLength(12);
    expect(images).toContain("labring/mysql:v8.0.25");
    expect(namesOf(IMAGE)).toEqual(images);
    expect(namesOf("groundplan:imagehub:Organization")).toEqual(["labring", "lingdie"]);
    expect(namesOf("groundplan:imagehub:Repository")).toHaveLength(11);
    expect(namesOf("pulumi-nodejs:dynamic/imagehub:HubSync")).toEqual(["imagehub-sync"]);
    expect(namesOf("pulumi-nodejs:dynamic/imagehub:DataPack")).toEqual(["databases", "front-page", "mysql"]);
    expect(namesOf("groundplan:workspace:WorkSpace")).toEqual(["shop"]);
    expect(namesOf("groundplan:workspace:Repository")).toEqual(["lab"]);
    expect(namesOf("groundplan:workspace:Provider")).toEqual(["lab"]);
    expect(namesOf("groundplan:vimana:Component")).toEqual(["apps/shop/echo@1.0.0", "apps/shop/echo@1.1.0"]);
    expect(namesOf(POOL)).toEqual(["sandbox", "sandbox-address"]);
    expect(namesOf(LEASE)).toEqual(["mine"]);
  });

  it("puts everything below a system's own component", () => {
    const parents = new Map(resources.map(({ type, name, parent }) => [`${type}::${name}`, parent]));
    for (const { type, name } of resources) {
      let top = `${type}::${name}`;
      for (
        let parent = parents.get(top);
        parent !== undefined && parents.has(parent);
        parent = parents.get(top)
      ) {
        top = parent;
      }
      expect([
        "groundplan:artifact:Artifact::sandbox",
        "groundplan:artifact:ArtifactCluster::lab",
        "groundplan:artifact:ManagedResource::sandbox-address",
        "pulumi-nodejs:dynamic/artifact:ArtifactLease::mine",
        "groundplan:gateway:GatewayNode::edge",
        "pulumi-nodejs:dynamic/gateway:GatewayProxy::edge-proxy-shop",
        "pulumi-nodejs:dynamic/gateway:GatewaySubdomain::edge-subdomain-shop",
        "groundplan:imagehub:ImageHub::imagehub",
        "groundplan:reservation:Reservation::shop",
        "groundplan:vimana:Cluster::lab",
        "groundplan:vimana:Vimana::apps",
        "groundplan:workspace:Provider::lab",
        "groundplan:workspace:Repository::lab",
        "groundplan:workspace:WorkSpace::shop",
      ]).toContain(top);
    }
  });

  it("hands the stack file's settings on", () => {
    const reference = resources.find(({ type }) => type === "pulumi-nodejs:dynamic/imagehub:OciImageRef");
    expect(reference?.inputs).toMatchObject({
      registry: "lab",
      resolve: "always",
      platform: "linux/amd64",
      onUnreachable: "warn",
    });
    const crds = resources.filter(({ type }) => type.endsWith(":CustomResourceDefinition"));
    expect(crds).toHaveLength(4);
    expect(crds.every(({ options }) => !options.retainOnDelete)).toBe(true);
  });

  it("runs what the tags of a Vimana's images stood for before anything was declared", () => {
    const deployment = only(resources, DEPLOYMENT, "apps/shop/echo@1.0.0");
    expect(JSON.stringify(deployment.inputs)).toContain(
      `registry.groundplan.test/lab/grpc-echo@${echoDigest}`,
    );
  });

  it("renders the workspace out of its git repository", () => {
    const sync = resources.find(({ type }) => type === "pulumi-nodejs:dynamic/workspace:Sync");
    expect(sync?.inputs).toMatchObject({ cluster: "lab", namespace: "shop", prune: true });
    expect(Object.keys(sync?.inputs["objects"] as object).sort()).toEqual([
      "/ConfigMap//settings",
      "/Namespace//shop",
      "/Service//web",
      "apps/Deployment//web",
      "batch/Job//check-settings",
      "policy/PodDisruptionBudget//web",
    ]);
  });

  it("resolves a reference to what it names, and makes it a dependency", () => {
    const image = resources.find(({ type, name }) => type === IMAGE && name === "labring/mysql:v8.0.31");
    expect(image?.inputs).toMatchObject({
      spec: { detail: { description: `Follows registry.test/x@${DIGEST}.` } },
    });
    expect(image?.after).toContain(
      "pulumi-nodejs:dynamic/imagehub:OciImageRef::labring/mysql:v8.0.25-reference",
    );
  });

  it("feeds what was borrowed to what comes after", () => {
    const settings = only(resources, CONFIG_MAP, "sandbox-address/sandbox-address");
    expect(settings.inputs["data"]).toEqual({ endpoint: "https://0-abcde.example.com" });
    expect(before(resources, settings)).toContain(`${LEASE}::mine`);
  });

  it("leaves no stand-in of a reference anywhere", () => {
    expect(JSON.stringify(resources.map(({ inputs }) => inputs))).not.toContain("groundplan.invalid");
  });

  it("shows a person organizations, pinned images and data packs", async () => {
    expect(Object.keys(outputs).sort()).toEqual([
      "artifacts",
      "dataPacks",
      "gateways",
      "images",
      "organizations",
      "reservations",
      "vimanas",
      "workspaces",
    ]);
    expect(await valueOf(outputs["organizations"])).toMatchObject({
      lingdie: expect.arrayContaining(["lingdie/clickhouse"]) as unknown,
    });
    expect(await valueOf(outputs["images"])).toMatchObject({
      "labring/mysql:v8.0.25": `registry.test/x@${DIGEST}`,
    });
    expect(await valueOf(outputs["dataPacks"])).toMatchObject({ mysql: { codes: 1 } });
    expect(await valueOf(outputs["vimanas"])).toMatchObject({
      apps: { shop: { echo: { weights: ["1.0.0 80%", "1.1.0 20%"] } } },
    });
    expect(await valueOf(outputs["gateways"])).toMatchObject({
      edge: { proxies: { shop: "shop.groundplan.test" } },
    });
    expect(await valueOf(outputs["artifacts"])).toMatchObject({
      mine: { borrowed: "sandbox/0-abcde", endpoint: "https://0-abcde.example.com", hidden: ["password"] },
    });
    expect(await valueOf(outputs["workspaces"])).toMatchObject({ shop: { health: "Unknown" } });
  });
});
