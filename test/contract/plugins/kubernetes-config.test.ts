import { spawn } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";
import { identify } from "../../../lab/host/processes.js";
import { startPlugin, UNKNOWN, type PluginProcess } from "../../support/plugin-process.js";
import { until } from "../../support/until.js";
import { fileWith, kubeconfig, newAuthority, unreachableKubeconfig } from "./kubeconfigs.js";

jest.setTimeout(30_000);

const NAMESPACE = { type: "kubernetes:core/v1:Namespace", name: "one" };
const CONFIG_MAP = { type: "kubernetes:core/v1:ConfigMap", name: "one" };

describe("configuration of the kubernetes stand-in", () => {
  const running: PluginProcess[] = [];
  /** Never configured; serves what needs no configuration. */
  let fresh: PluginProcess;
  const start = async (env: Record<string, string> = {}): Promise<PluginProcess> => {
    const plugin = await startPlugin("kubernetes", { env });
    running.push(plugin);
    return plugin;
  };

  beforeAll(async () => {
    fresh = await start();
  });
  afterAll(async () => {
    await Promise.all(running.map((plugin) => plugin.stop()));
  });

  it("tells the version of the npm package and takes secrets and previews", async () => {
    expect(await fresh.version()).toBe("4.34.2");
    const plugin = await start();
    expect(await plugin.configure({ kubeconfig: unreachableKubeconfig() })).toMatchObject({
      acceptsecrets: true,
      supportspreview: true,
      supportsAutonamingConfiguration: true,
    });
  });

  it("refuses to look for a cluster: neither KUBECONFIG nor a home folder is used", async () => {
    let connections = 0;
    const decoy = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await new Promise<void>((listening) => decoy.listen(0, "127.0.0.1", listening));
    const { port } = decoy.address() as AddressInfo;
    const ambient = fileWith(kubeconfig({ server: `https://127.0.0.1:${port}` }));
    const plugin = await start({ KUBECONFIG: ambient });

    const { reasons } = await plugin.checkConfig({});
    expect(reasons).toEqual([expect.stringMatching(/has no kubeconfig.*KUBECONFIG.*explicit/s)]);
    await expect(plugin.configure({})).rejects.toThrow("has no kubeconfig");
    await expect(plugin.create(NAMESPACE, { apiVersion: "v1", kind: "Namespace" })).rejects.toThrow(
      "has no kubeconfig",
    );
    expect(connections).toBe(0);
    decoy.close();
  });

  it("accepts a kubeconfig that is not known yet", async () => {
    expect((await fresh.checkConfig({ kubeconfig: UNKNOWN })).reasons).toEqual([]);
  });

  describe("with the lab's authority", () => {
    const lab = newAuthority();
    const other = newAuthority();
    const server = "https://127.0.0.1:1";
    let guarded: PluginProcess;
    beforeAll(async () => {
      guarded = await start({ GROUNDPLAN_LAB_AUTHORITY: lab.file });
    });

    it.each([
      ["another authority", kubeconfig({ server, authority: other.pem })],
      ["the lab's authority among others", kubeconfig({ server, authority: `${lab.pem}\n${other.pem}` })],
      ["the system's authorities", kubeconfig({ server })],
      ["no verification at all", kubeconfig({ server, authority: lab.pem, insecure: true })],
    ])("refuses a kubeconfig that trusts %s, without a request and without its token", async (_, text) => {
      const refusal = guarded.configure({ kubeconfig: text });
      await expect(refusal).rejects.toThrow(
        /refuses the API server https:\/\/127\.0\.0\.1:1|certificate-authority/,
      );
      await expect(refusal).rejects.not.toThrow("canary-token");
    });

    it("works with the lab's own, as text and as path", async () => {
      const text = kubeconfig({ server, authority: lab.pem, namespace: "from-context" });
      for (const value of [text, fileWith(text)]) {
        const plugin = await start({ GROUNDPLAN_LAB_AUTHORITY: lab.file });
        await plugin.configure({ kubeconfig: value });
        const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "one" } };
        const { inputs } = await plugin.check(CONFIG_MAP, object);
        expect(inputs["metadata"]).toEqual({ name: "one", namespace: "from-context" });
      }
    });

    it("sends nothing while the lab's authority does not exist, and says to start the lab", async () => {
      const plugin = await start({ GROUNDPLAN_LAB_AUTHORITY: "/nonexistent/ca.crt" });
      await plugin.configure({ kubeconfig: kubeconfig({ server, authority: lab.pem }) });
      await expect(plugin.create(NAMESPACE, { apiVersion: "v1", kind: "Namespace" })).rejects.toThrow(
        /unreachable.*Start the lab/s,
      );
    });
  });

  it.concurrent("takes a kubeconfig that does not exist for an unreachable cluster", async () => {
    const plugin = await start();
    await plugin.configure({ kubeconfig: "/nonexistent/kubeconfig" });
    const inputs = { apiVersion: "v1", kind: "Namespace", metadata: { name: "one" } };
    expect(await plugin.create(NAMESPACE, inputs, { preview: true })).toEqual({ id: "", properties: inputs });
    await expect(plugin.create(NAMESPACE, inputs)).rejects.toThrow(
      /\/nonexistent\/kubeconfig.*does not exist/,
    );
  });

  it.concurrent("forgets resources of an unreachable cluster only when told to", async () => {
    const inputs = { apiVersion: "v1", kind: "Namespace", metadata: { name: "one" } };
    const state = { ...inputs, __inputs: inputs };
    const [strict, forgetful, patient] = await Promise.all([
      start(),
      start({ PULUMI_K8S_DELETE_UNREACHABLE: "true" }),
      start(),
    ]);
    await strict.configure({ kubeconfig: unreachableKubeconfig() });
    await expect(strict.read(NAMESPACE, "one", state, inputs)).rejects.toThrow(
      "PULUMI_K8S_DELETE_UNREACHABLE",
    );
    await expect(strict.delete(NAMESPACE, "one", state)).rejects.toThrow("PULUMI_K8S_DELETE_UNREACHABLE");

    await forgetful.configure({ kubeconfig: unreachableKubeconfig() });
    expect(await forgetful.read(NAMESPACE, "one", state, inputs)).toBeUndefined();
    await forgetful.delete(NAMESPACE, "one", state);

    await patient.configure({ kubeconfig: unreachableKubeconfig(), skipUpdateUnreachable: "true" });
    expect(await patient.read(NAMESPACE, "one", state, inputs)).toEqual({
      id: "one",
      properties: state,
      inputs,
    });
    expect((await patient.check(NAMESPACE, { ...inputs, metadata: { name: "two" } }, inputs)).inputs).toEqual(
      inputs,
    );
  });

  it("never quotes a broken kubeconfig", async () => {
    const broken = fresh.configure({ kubeconfig: "users: [{token: canary-token" });
    await expect(broken).rejects.toThrow("not valid YAML");
    await expect(broken).rejects.not.toThrow("canary-token");
  });

  it("replaces the provider when the cluster is another one, and only then", async () => {
    const one = kubeconfig({ server: "https://one.example" });
    const renewed = kubeconfig({ server: "https://one.example", token: "another" });
    const two = kubeconfig({ server: "https://two.example" });
    expect(await fresh.diffConfig({ kubeconfig: one }, { kubeconfig: one })).toMatchObject({
      changes: false,
    });
    expect(await fresh.diffConfig({ kubeconfig: one }, { kubeconfig: renewed })).toMatchObject({
      changes: true,
      replaces: [],
    });
    expect(await fresh.diffConfig({ kubeconfig: one }, { kubeconfig: two })).toMatchObject({
      changes: true,
      replaces: ["kubeconfig"],
    });
    expect(await fresh.diffConfig({ kubeconfig: one }, { kubeconfig: UNKNOWN })).toMatchObject({
      replaces: ["kubeconfig"],
    });
    expect(
      await fresh.diffConfig(
        { kubeconfig: one, clusterIdentifier: "same" },
        { kubeconfig: two, clusterIdentifier: "same" },
      ),
    ).toMatchObject({ changes: true, replaces: [] });
    expect(await fresh.diffConfig({ kubeconfig: one }, { kubeconfig: one, namespace: "x" })).toMatchObject({
      changes: true,
      replaces: [],
    });
  });

  it("ends when it is told to", async () => {
    const plugin = await start();
    plugin.signal("SIGINT");
    expect(await plugin.exited).toBe(0);
  });

  it.concurrent("ends when the process that started it is gone", async () => {
    const main = path.resolve(__dirname, "../../../dist/lab/plugins/kubernetes/main.js");
    const parent = spawn("sh", ["-c", `node ${main} 127.0.0.1:1 & echo pid $!; wait`], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    parent.stdout.on("data", (chunk) => (output += String(chunk)));
    const pid = Number(await until("the port", () => /^\d+$/m.test(output) && /pid (\d+)/.exec(output)?.[1]));
    expect(identify(pid)).toBeDefined();
    parent.kill("SIGKILL");
    await until("the plugin to end", () => identify(pid) === undefined, 10_000);
  });
});

describe("yaml:decode of the kubernetes stand-in", () => {
  let plugin: PluginProcess;

  beforeAll(async () => {
    plugin = await startPlugin("kubernetes");
  });

  afterAll(async () => {
    await plugin.stop();
  });

  it("answers the objects of all documents and passes over the others", async () => {
    const text =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {n: '1'}\n---\n# nothing\n---\nkind: Other\n";
    expect(await plugin.invoke("kubernetes:yaml:decode", { text })).toEqual({
      result: [{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { n: "1" } }],
    });
  });

  it("gives the default namespace to namespaced objects without one", async () => {
    const text = ["ConfigMap", "Namespace"]
      .map((kind) => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: a}\n`)
      .join("---\n");
    expect(await plugin.invoke("kubernetes:yaml:decode", { text, defaultNamespace: "shop" })).toMatchObject({
      result: [{ metadata: { name: "a", namespace: "shop" } }, { metadata: { name: "a" } }],
    });
  });

  it("reports broken YAML without quoting it", async () => {
    const broken = plugin.invoke("kubernetes:yaml:decode", { text: "a: [canary" });
    await expect(broken).rejects.toThrow("cannot decode YAML");
    await expect(broken).rejects.not.toThrow("canary");
  });

  it("names a function that it does not offer", async () => {
    await expect(plugin.invoke("kubernetes:helm:template", {})).rejects.toThrow(
      "does not offer the function",
    );
  });
});
