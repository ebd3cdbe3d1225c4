import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { nodeAccess } from "../../../../lab/profiles/index.js";
import { ensureKeyPair, ensureSeed, tellAddresses } from "../../../../lab/profiles/nodes/keys.js";
import { nodesLink, nodesNetwork } from "../../../../lab/profiles/nodes/network.js";
import { nodesFolder } from "../../../../lab/profiles/nodes/paths.js";
import { writeSettings, type NodeSettings } from "../../../../lab/profiles/nodes/settings.js";
import { labFolder, type LabFolder } from "../../../../lab/state/folder.js";
import { writeWhole } from "../../../../lab/state/files.js";

let lab: LabFolder;

beforeEach(() => {
  lab = labFolder(realpathSync(mkdtempSync(path.join(os.tmpdir(), "groundplan-linux-nodes-"))));
});
afterEach(() => {
  rmSync(lab.root, { recursive: true, force: true });
});

const settings: NodeSettings = {
  name: "node2",
  addresses: { node1: "10.142.0.11", node2: "10.142.0.12" },
  hostKey: "private half of the host's key",
  authorizedKey: "ssh-ed25519 AAAA",
  registry: { endpoint: "http://127.0.0.1:25000", username: "user", password: "word" },
  host: "10.142.0.1",
};

const given = (file: string): string => readFileSync(path.join(lab.root, "files", file), "utf8");
const mode = (file: string): number => statSync(file).mode & 0o777;

describe("what a node is given", () => {
  let files: readonly string[];
  beforeEach(() => {
    files = writeSettings(lab.root, settings);
  });

  test("keys and logins are for their owner only, and in no other file", () => {
    const secrets = [settings.hostKey, Buffer.from("user:word").toString("base64")];
    const holders = files.filter((file) =>
      secrets.some((secret) => readFileSync(file, "utf8").includes(secret)),
    );
    expect(holders.map((file) => path.relative(lab.root, file))).toEqual([
      "files/etc/ssh/lab_host_key",
      "files/root/.docker/config.json",
    ]);
    for (const file of holders) expect(mode(file)).toBe(0o600);
  });

  test("sudo passes over rules that others may write", () => {
    expect(given("etc/sudoers.d/groundplan")).toBe("groundplan ALL=(ALL:ALL) NOPASSWD: ALL\n");
    expect(mode(path.join(lab.root, "files/etc/sudoers.d/groundplan"))).toBe(0o440);
  });

  test("nodes know each other and the registry by name", () => {
    expect(given("etc/hostname")).toBe("node2\n");
    expect(given("etc/hosts").split("\n")).toEqual(
      expect.arrayContaining([
        "10.142.0.11 node1",
        "10.142.0.12 node2",
        "10.142.0.1 registry.groundplan.test",
      ]),
    );
  });

  test("podman pulls from the lab's registry where the host offers it, with its password", () => {
    expect(given("etc/containers/registries.conf")).toContain(
      'location = "10.142.0.1:25000"\ninsecure = true',
    );
    const login = { auth: Buffer.from("user:word").toString("base64") };
    expect(JSON.parse(given("root/.docker/config.json"))).toEqual({
      auths: { "10.142.0.1:25000": login, "registry.groundplan.test": login },
    });
  });

  test("files that are as they should be are not written again", () => {
    const times = files.map((file) => statSync(file).mtimeMs);
    expect(writeSettings(lab.root, settings)).toEqual(files);
    expect(files.map((file) => statSync(file).mtimeMs)).toEqual(times);
  });
});

describe("keys", () => {
  test("a pair is made once, the private half for its owner only", async () => {
    const file = path.join(lab.root, "key");
    const pair = await ensureKeyPair(file);
    expect(pair.publicKey).toMatch(/^ssh-ed25519 AAAA/);
    expect(readFileSync(file, "utf8")).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----/);
    expect(mode(file)).toBe(0o600);
    expect(await ensureKeyPair(file)).toEqual(pair);
  });

  test("a customer's seed is made once, for its owner only", () => {
    const file = nodesFolder(lab, "customer.seed");
    ensureSeed(file);
    const seed = readFileSync(file, "utf8");
    expect(seed).toMatch(/^[0-9a-f]{64}\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    ensureSeed(file);
    expect(readFileSync(file, "utf8")).toBe(seed);
  });

  test("half a pair is made anew", async () => {
    const file = path.join(lab.root, "key");
    const { publicKey } = await ensureKeyPair(file);
    rmSync(file);
    const again = await ensureKeyPair(file);
    expect(again.publicKey).not.toBe(publicKey);
    expect(readFileSync(`${file}.pub`, "utf8").trim()).toBe(again.publicKey);
  });
});

describe("telling where nodes are", () => {
  test("programs find addresses and keys in files", async () => {
    const { publicKey } = await ensureKeyPair(nodesFolder(lab, "node1", "host_key"));
    tellAddresses(nodesFolder(lab), [{ name: "node1", address: "10.142.0.11", hostKey: publicKey }]);
    expect(nodeAccess(lab, "node1")).toEqual({
      address: "10.142.0.11",
      port: 22,
      hostKey: publicKey,
      privateKeyFile: nodesFolder(lab, "key"),
    });
    expect(JSON.parse(readFileSync(nodesFolder(lab, "addresses.json"), "utf8"))).toEqual({
      node1: "10.142.0.11",
    });
    expect(readFileSync(nodesFolder(lab, "known_hosts"), "utf8")).toBe(`node1,10.142.0.11 ${publicKey}\n`);
  });

  test("before a first start it is said how to start them", () => {
    expect(() => nodeAccess(lab, "node1")).toThrow("the lab has no nodes yet. Start them with `up nodes`");
  });

  test("a running network keeps its addresses", async () => {
    writeWhole(nodesFolder(lab, "network"), "10.142\n");
    expect(await nodesNetwork(lab, true)).toEqual({
      host: "10.142.0.1",
      of: { node1: "10.142.0.11", node2: "10.142.0.12", node3: "10.142.0.13" },
    });
  });

  test("the host's interface fits the kernel's names", () => {
    expect(nodesLink(lab).length).toBeLessThanOrEqual(15);
  });
});
