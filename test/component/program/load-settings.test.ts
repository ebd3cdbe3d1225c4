import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { loadSettings } from "../../../config/program/load-settings.js";

const BASE = {
  "pulumi:disable-default-providers": '["kubernetes"]',
  "groundplan:installation": "test-0123456789",
};

describe("loadSettings", () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), "groundplan-program-"));
    writeFileSync(path.join(folder, "kubeconfig"), "");
    await pulumi.runtime.setMocks(
      { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
      "groundplan",
      "prod",
    );
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  afterEach(() => {
    delete process.env.PULUMI_CONFIG_SECRET_KEYS;
  });

  function configure(config: Readonly<Record<string, string>>, secretKeys: readonly string[] = []): void {
    pulumi.runtime.setAllConfig({ ...BASE, ...config }, [...secretKeys]);
    process.env.PULUMI_CONFIG_SECRET_KEYS = JSON.stringify(secretKeys);
  }

  function failure(): Error {
    try {
      loadSettings();
    } catch (error) {
      if (pulumi.RunError.isInstance(error)) return error;
    }
    throw new Error("the settings were accepted");
  }

  it("reads what the engine hands to programs", () => {
    const kubeconfig = path.join(folder, "kubeconfig");
    const imagehub = { cluster: "lab", mode: "direct", images: [{ name: "labring/mysql:v8" }] };
    configure({
      "groundplan:clusters": JSON.stringify({ lab: { kubeconfig } }),
      "groundplan:imagehub": JSON.stringify(imagehub),
    });
    const settings = loadSettings();
    expect(settings).toMatchObject({ installation: "test-0123456789", clusters: { lab: { kubeconfig } } });
    expect(settings.imagehub?.catalogue.images.map(({ name }) => name)).toEqual(["labring/mysql:v8"]);
  });

  it("stops with every fault and its command, and without a stack trace", () => {
    configure({
      "groundplan:clusters": JSON.stringify({ lab: { kubeconfig: path.join(folder, "gone") } }),
      "groundplan:imagehub": JSON.stringify({ cluster: "lba", mode: "direct", images: [{ name: "mysql" }] }),
      "groundplan:gatewys": "{}",
    });
    const message = failure().message.split("\n");
    expect(message[0]).toBe("Pulumi.prod.yaml has 4 faults; nothing was touched.");
    expect(message.filter((line) => line.startsWith("✖ ")).map((line) => line.split(": ")[0])).toEqual([
      "✖ gatewys",
      "✖ clusters.lab.kubeconfig",
      "✖ imagehub.cluster",
      "✖ imagehub.images[0].name",
    ]);
    expect(message).toContain(
      "  → pulumi config set --path 'groundplan:imagehub.images[0].name' '<value>' --stack prod",
    );
  });

  it("goes on with a warning", () => {
    const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
    configure({ "pulumi:disable-default-providers": "[]" });
    expect(loadSettings().imagehub).toBeUndefined();
    expect(warn.mock.calls.map(([text]) => text)).toEqual([
      "pulumi:disable-default-providers: does not name kubernetes, so a resource without a provider would go to the " +
        "cluster of your kubeconfig (pulumi config set --path 'pulumi:disable-default-providers[0]' kubernetes --stack prod)",
    ]);
    warn.mockRestore();
  });

  it("never repeats a secret that it cannot read", () => {
    configure({ "groundplan:registriesSecrets": "canary-9d2" }, ["groundplan:registriesSecrets"]);
    expect(failure().message).toContain("registriesSecrets: must be an object");
    expect(failure().message).not.toContain("canary");
  });

  it("refuses secrets among settings that are stored as plain text", () => {
    const registries = JSON.stringify({ lab: { host: "h", username: "canary-77a" } });
    const secrets = JSON.stringify({ lab: { password: "canary-77b" } });
    const config = { "groundplan:registries": registries, "groundplan:registriesSecrets": secrets };
    configure(config, Object.keys(config));
    expect(failure().message).toContain("registries: holds an encrypted value");
    expect(failure().message).not.toContain("canary");
  });
});
