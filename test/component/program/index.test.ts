import { declared, DIGEST, type Declared } from "../imagehub/declared.js";
import { exampleStack, type ExampleStack } from "./stack-config.js";
import { valueOf } from "./value-of.js";

const IMAGE = "kubernetes:imagehub.sealos.io/v1:Image";

describe("the program on the example stack", () => {
  let example: ExampleStack;
  let resources: readonly Declared[];
  let outputs: Record<string, unknown>;

  beforeAll(async () => {
    example = exampleStack();
    resources = await declared(
      async () => {
        outputs = { ...(await import("../../../index.js")) };
      },
      { config: example.config },
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
  });

  it("puts everything below the hub", () => {
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
      expect(top).toBe("groundplan:imagehub:ImageHub::imagehub");
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

  it("resolves a reference to what it names, and makes it a dependency", () => {
    const image = resources.find(({ type, name }) => type === IMAGE && name === "labring/mysql:v8.0.31");
    expect(image?.inputs).toMatchObject({
      spec: { detail: { description: `Follows registry.test/x@${DIGEST}.` } },
    });
    expect(image?.after).toContain(
      "pulumi-nodejs:dynamic/imagehub:OciImageRef::labring/mysql:v8.0.25-reference",
    );
  });

  it("leaves no stand-in of a reference anywhere", () => {
    expect(JSON.stringify(resources.map(({ inputs }) => inputs))).not.toContain("groundplan.invalid");
  });

  it("shows a person organizations, pinned images and data packs", async () => {
    const names = Object.keys(outputs).filter((name) => name !== "__esModule" && name !== "default");
    expect(names.sort()).toEqual(["dataPacks", "images", "organizations"]);
    expect(await valueOf(outputs["organizations"])).toMatchObject({
      lingdie: expect.arrayContaining(["lingdie/clickhouse"]) as unknown,
    });
    expect(await valueOf(outputs["images"])).toMatchObject({
      "labring/mysql:v8.0.25": `registry.test/x@${DIGEST}`,
    });
    expect(await valueOf(outputs["dataPacks"])).toMatchObject({ mysql: { codes: 1 } });
  });
});
