import * as pulumi from "@pulumi/pulumi";
import { Account, ArtifactLease, ManagedResource, SharedSecret } from "../../../components/index.js";
import { before, keyOf, only } from "../vimana/scene.js";
import { CONFIG_MAP, declaredArtifacts, LEASE, NAMESPACE, POOL, SECRET } from "./scene.js";

/** What secret inputs look like on their way to the engine. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

describe("an account", () => {
  it("is a Secret for each entry, of which nothing shows", async () => {
    const found = await declaredArtifacts(
      () =>
        new Account("gcp", {
          cluster: "lab",
          whitelist: ["guests/*"],
          entries: { a: { "key.json": "canary-a" }, b: { "key.json": pulumi.secret("canary-b") } },
        }),
    );
    const secrets = found.filter(({ type }) => type === SECRET);
    expect(secrets.map(({ inputs }) => inputs["metadata"])).toMatchObject(
      ["account-gcp-a", "account-gcp-b"].map((name) => ({
        name,
        namespace: "train",
        labels: { "groundplan.dev/account": "gcp" },
        annotations: { "groundplan.dev/team": "shop/dev", "groundplan.dev/whitelist": '["guests/*"]' },
      })),
    );
    expect(secrets.map(({ inputs }) => inputs["data"])).toEqual(
      ["canary-a", "canary-b"].map((text) => ({
        [SIGNATURE]: expect.any(String) as unknown,
        value: { "key.json": base64(text) },
      })),
    );
    expect(before(found, secrets[0] ?? only(found, SECRET))).toContain(keyOf(only(found, NAMESPACE)));
  });
});

describe("a shared secret", () => {
  it("is one Secret that says whose it is", async () => {
    const found = await declaredArtifacts(
      () => new SharedSecret("dns", { cluster: "lab", owner: "platform", values: { token: "canary" } }),
    );
    const { inputs } = only(found, SECRET);
    expect(inputs).toMatchObject({
      type: "Opaque",
      metadata: {
        name: "shared-dns",
        annotations: { "groundplan.dev/team": "platform", "groundplan.dev/whitelist": "[]" },
      },
    });
    expect(JSON.stringify(inputs)).not.toContain("canary");
  });
});

describe("a managed resource", () => {
  const manifest = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "db-$(params.name)", annotations: { url: "tcp://$(params.host)" } },
    data: { port: "$(params.port)", url: "tcp://$(params.host):$(params.port)", literal: "$(HOME)" },
  };

  it("is its objects, and a pool that gives them to one borrower at a time", async () => {
    const found = await declaredArtifacts(() => {
      const db = new ManagedResource("db", {
        cluster: "lab",
        params: { name: "one", host: pulumi.output("h.test"), port: 5432 },
        manifests: [manifest],
        results: { url: "tcp://$(params.host):$(params.port)" },
      });
      new ArtifactLease("mine", { artifact: db });
    });
    const object = only(found, CONFIG_MAP);
    expect(object.inputs).toMatchObject({
      metadata: { name: "db-one", namespace: "train", annotations: { url: "tcp://h.test" } },
      data: { port: 5432, url: "tcp://h.test:5432", literal: "$(HOME)" },
    });
    const pool = only(found, POOL);
    expect(pool.inputs).toMatchObject({
      name: "db",
      settings: { total: 1, target: 1, onReturn: "keep" },
      provided: {
        [SIGNATURE]: expect.any(String) as unknown,
        value: { name: "one", host: "h.test", port: "5432", url: "tcp://h.test:5432" },
      },
    });
    expect(pool.inputs).not.toHaveProperty("build");
    expect(before(found, pool)).toContain(keyOf(object));
    expect(only(found, LEASE).inputs["expects"]).toEqual(["host", "name", "port", "url"]);
  });

  it("may have objects in other namespaces, and in none", async () => {
    const at = (namespace: string) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "x", namespace },
    });
    const found = await declaredArtifacts(
      () =>
        new ManagedResource("db", {
          cluster: "lab",
          manifests: [at("other"), { ...at(""), kind: "Namespace" }],
        }),
    );
    expect(only(found, CONFIG_MAP).inputs["metadata"]).toMatchObject({ namespace: "other" });
    expect(only(found, NAMESPACE, "db/x").inputs["metadata"]).not.toHaveProperty("namespace");
  });

  it("is refused before anything is registered, with everything that is wrong", async () => {
    const params = { name: pulumi.output("late") };
    const found = await declaredArtifacts(() => {
      expect(() => new ManagedResource("db", { cluster: "lab", params, manifests: [manifest, {}] })).toThrow(
        /Managed resource db cannot be declared:\n.*\$\(params\.host\) is no parameter(.|\n)*known before(.|\n)*manifests\[1\]/,
      );
    });
    expect(found).toEqual([]);
  });
});
