import * as pulumi from "@pulumi/pulumi";
import {
  DataPack,
  getDataPack,
  HubSync,
  Image,
  ImageHub,
  OciImageRef,
  Organization,
  Repository,
} from "../../../components/index.js";
import { declared } from "./declared.js";

/** The example of {@link ImageHub}, with component names of its own. */
function program(componentNames: readonly [string, string, string]): void {
  const [organization, repository, image] = componentNames;
  const hub = new ImageHub("hub", { cluster: "lab", registry: "lab" });
  const labring = new Organization(organization, { hub, name: "labring", managers: ["ada"] });
  const mysql = new Repository(repository, { hub, organization: labring, name: "labring/mysql" });
  const v8 = new Image(image, { hub, repository: mysql, name: "labring/mysql:v8" });
  new HubSync("sync", { hub, repositories: [mysql], images: [v8] });
  new DataPack("pack", { hub, names: ["labring/mysql:v8"] }, { dependsOn: [v8.object] });
}

describe("components in a program of one's own", () => {
  test("each looks for its own objects when the hub was not told of them", async () => {
    const found = await declared(() => {
      program(["a", "b", "c"]);
    });
    const guards = found.filter(({ type }) => type.endsWith("ObjectGuard"));
    const guarded = guards.map(({ name, inputs }) => [
      name,
      (inputs["objects"] as { kind: string }[]).map(({ kind }) => kind).sort(),
    ]);
    expect(Object.fromEntries(guarded)).toEqual({
      "hub-guard": Array.from({ length: 4 }, () => "CustomResourceDefinition"),
      "a-guard": ["ClusterRole", "ClusterRoleBinding", "Organization"],
      "b-guard": ["Repository"],
      "c-guard": ["Image"],
    });
    const object = found.find(({ type }) => type.endsWith("v1:Image"));
    expect(object?.after).toContain("pulumi-nodejs:dynamic/kubernetes:ObjectGuard::c-guard");
  });

  test("a renamed component declares the same objects under the same names", async () => {
    const objects = async (names: readonly [string, string, string]) =>
      (
        await declared(() => {
          program(names);
        })
      )
        .filter(({ type }) => type.startsWith("kubernetes:"))
        .map(({ type, name, inputs }) => [type, name, inputs]);
    expect(await objects(["x", "y", "z"])).toEqual(await objects(["a", "b", "c"]));
  });

  test("an aggregation takes the organizations of its repositories along, and tells what it came to", async () => {
    let told: unknown;
    const found = await declared(async () => {
      const hub = new ImageHub("hub", { cluster: "lab" });
      const labring = new Organization("labring", { hub, creator: "ada" });
      const mysql = new Repository("labring/mysql", { hub, organization: labring });
      const sync = new HubSync("sync", { hub, repositories: [mysql], images: [] });
      told = await new Promise((resolve) => {
        sync.of("labring/mysql").apply(resolve);
      });
    });
    const sync = found.find(({ type }) => type.endsWith("HubSync"));
    expect(sync?.inputs).toMatchObject({
      cluster: "lab",
      organizations: { labring: "ada" },
      repositories: { "labring/mysql": "[]" },
      images: {},
    });
    expect(sync?.after.join("\n")).toContain("Organization::labring");
    expect(told).toEqual({ tags: ["v8"], latestTag: "v8", keywords: [] });
  });

  test("an image of another name is another resource and another object, never an update", async () => {
    const images = async (name: string) => {
      const found = await declared(() => {
        const hub = new ImageHub("hub", { cluster: "lab" });
        const mysql = new Repository("mysql", { hub, name: "labring/mysql" });
        new Image("image", { hub, repository: mysql, name });
      });
      return found
        .filter(({ type }) => type.endsWith("v1:Image"))
        .map((image) => ({ name: image.name, object: (image.inputs["metadata"] as { name: string }).name }));
    };
    const [[before], [after]] = [await images("labring/mysql:v8"), await images("labring/mysql:v9")];
    expect(before).toEqual({ name: "labring/mysql:v8", object: "labring.mysql.v8" });
    expect(after).toEqual({ name: "labring/mysql:v9", object: "labring.mysql.v9" });
  });

  test("a data pack makes room for its successor only when a given name keeps both at one object", async () => {
    const found = await declared(() => {
      const hub = new ImageHub("hub", { cluster: "lab" });
      new DataPack("by-content", { hub, names: ["labring/mysql:v8"] });
      new DataPack("by-name", { hub, names: ["labring/mysql:v8"], name: "page" });
    });
    const packs = found.filter(({ type }) => type.endsWith("DataPack"));
    expect(packs.map(({ name, options }) => [name, options.deleteBeforeReplace])).toEqual([
      ["by-content", false],
      ["by-name", true],
    ]);
  });

  test("two hubs that declare the same are told apart by a prefix", async () => {
    const found = await declared(() => {
      for (const namePrefix of ["east-", "west-"])
        new ImageHub(`${namePrefix}hub`, { cluster: "lab", namePrefix });
    });
    const names = found
      .filter(({ type }) => type.endsWith("CustomResourceDefinition"))
      .map(({ name }) => name);
    expect(new Set(names).size).toBe(8);
  });

  test.each<[string, (hub: ImageHub) => unknown, RegExp]>([
    [
      "an organization",
      (hub) => new Organization("Labring", { hub }),
      /Organization Labring: name: .*lower case/,
    ],
    ["a repository", (hub) => new Repository("mysql", { hub }), /Repository mysql: .*has no organization/],
    [
      "an image",
      (hub) =>
        new Image("x", { hub, repository: new Repository("a/b", { hub }), name: "registry.test/a/b:c" }),
      /Image x: .*registry host/,
    ],
    [
      "a reference",
      () => new OciImageRef("x", { registry: "lab", reference: "registry.test/a/b:c" }),
      /OciImageRef x: reference: "registry.test" is a host/,
    ],
  ])("%s with a faulty name is refused before it is registered", async (_what, make, told) => {
    let failure: unknown;
    await declared(() => {
      const hub = new ImageHub("hub", { cluster: "lab" });
      try {
        make(hub);
      } catch (error) {
        failure = error;
      }
    });
    expect(pulumi.RunError.isInstance(failure)).toBe(true);
    expect(String(failure)).toMatch(told);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ["no installation id", { "groundplan:installation": "" }, /pulumi config set groundplan:installation/],
    ["an unknown cluster", { "groundplan:clusters": "{}" }, /groundplan:clusters\.lab/],
  ])("with %s, the command that helps is told", async (_what, config, told) => {
    let failure: unknown;
    await declared(
      () => {
        try {
          new ImageHub("hub", { cluster: "lab" });
        } catch (error) {
          failure = error;
        }
      },
      { config },
    );
    expect(String(failure)).toMatch(told);
  });

  test("a kubeconfig from the secrets is secret, and a token replaces the users' own credentials", async () => {
    const kubeconfig = "users:\n- name: admin\n  user: {client-key-data: planted}\n";
    const provider = async (secrets: Record<string, string>) => {
      const found = await declared(() => new ImageHub("hub", { cluster: "lab" }), {
        config: {
          "groundplan:clusters": JSON.stringify({ lab: {} }),
          "groundplan:clustersSecrets": JSON.stringify({ lab: secrets }),
        },
      });
      return found.find(({ type }) => type === "pulumi:providers:kubernetes")?.inputs["kubeconfig"];
    };
    const plain = await provider({ kubeconfig });
    expect(pulumi.runtime.isRpcSecret(plain)).toBe(true);
    const replaced = await provider({ kubeconfig, token: "t0ken" });
    expect(pulumi.runtime.isRpcSecret(replaced)).toBe(true);
    const text = String(pulumi.runtime.unwrapRpcSecret(replaced));
    expect(text).toContain("token: t0ken");
    expect(text).not.toContain("planted");
  });

  test("a data pack of somebody else is read by its content", async () => {
    let name = "";
    await declared(() => {
      const hub = new ImageHub("hub", { cluster: "lab" });
      const found = getDataPack("page", {
        hub,
        type: "detail",
        names: ["labring/mysql:v8.0.31", "labring/mysql:v8.0.25"],
        expireTime: "120m",
      });
      name = found.name;
    });
    expect(name).toBe("dp-36d831675ed38a630431958dbed49b0059f6e11e");
  });
});
