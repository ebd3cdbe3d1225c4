import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { publicKeyOf } from "../../../model/reservation/crypto/ed25519.js";
import { seedWords } from "../../../model/reservation/crypto/mnemonic.js";
import { seedFileOfBytes, seedFileOfWords } from "../../../model/reservation/crypto/seed-file.js";
import { hexText } from "../../../model/reservation/scalars/hex.js";
import { Redactor } from "../../../providers/runtime/redactor.js";
import { Targets } from "../../../providers/runtime/targets.js";
import type { TargetType } from "../../../providers/runtime/target.js";
import { identityTarget } from "../../../providers/targets/identity.js";
import { openNode, type NodeFinder } from "../../../providers/targets/node.js";
import { newKey } from "../../contract/plugins/ssh-server.js";

const KEY = newKey();
const node = { address: "10.0.0.1", hostKeys: [KEY.public] };
const withKey = { node1: { privateKey: KEY.private } };

/** Targets of a stack with this configuration. */
function finder(config: Readonly<Record<string, unknown>>): NodeFinder {
  const targets = new Targets(
    { get: (key) => (key in config ? JSON.stringify(config[key]) : undefined) },
    new Redactor(),
  );
  return { target: <C>(type: TargetType<C>, name: string) => targets.connect(type, name) };
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it should have failed");
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "groundplan-targets-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const file = (name: string, content: string | Uint8Array): string => {
  const full = path.join(folder, name);
  writeFileSync(full, content, { mode: 0o600 });
  return full;
};

describe("openNode", () => {
  it("gives the same client to everybody, and connects to nothing", async () => {
    const stack = finder({ "groundplan:nodes": { node1: node }, "groundplan:nodesSecrets": withKey });
    const [one, two] = await Promise.all([openNode(stack, "node1"), openNode(stack, "node1")]);
    expect(one.client).toBe(two.client);
    expect(one).toMatchObject({ name: "node1", pools: {}, client: { where: "root@10.0.0.1:22" } });
  });

  it("reads addresses, host keys and the key from files", async () => {
    const settings = {
      addressFile: file("address", "10.0.0.7\n"),
      hostKeysFile: file("known_hosts", `node2 ssh-ed25519 x\nnode1,[10.0.0.7]:2222 ${KEY.public}\n`),
      privateKeyFile: file("key", KEY.private),
      user: "groundplan",
      port: 2222,
      pools: { hdd: "/mnt/hdd" },
      publicAddress: "203.0.113.7",
    };
    const opened = await openNode(finder({ "groundplan:nodes": { node1: settings } }), "node1");
    expect(opened).toMatchObject({
      pools: { hdd: "/mnt/hdd" },
      publicAddress: "203.0.113.7",
      client: { where: "groundplan@10.0.0.7:2222" },
    });
  });

  it("finds the way through jump hosts, and through the jump hosts of the first one", async () => {
    const at = (address: string, jumpHosts: readonly string[] = []): unknown => ({
      ...node,
      address,
      jumpHosts,
      privateKeyFile: file(`key-${address}`, KEY.private),
    });
    const stack = finder({
      "groundplan:nodes": {
        node1: at("10.0.0.1", ["inner", "last"]),
        inner: at("10.0.0.2", ["outer"]),
        last: at("10.0.0.3", ["ignored"]),
        outer: at("10.0.0.4"),
      },
    });
    const { client } = await openNode(stack, "node1");
    expect(client.where).toBe(
      "root@10.0.0.1:22 (through root@10.0.0.4:22, root@10.0.0.2:22, root@10.0.0.3:22)",
    );
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["an unknown node", {}, "is not in the stack's configuration"],
    ["no way to log in", { node1: node }, "has neither a private key nor an agent"],
    [
      "no address",
      { node1: { ...node, address: undefined, privateKeyFile: "package.json" } },
      "has no address",
    ],
    [
      "a missing file",
      { node1: { ...node, privateKeyFile: "none/at/all" } },
      "groundplan:nodes.node1.privateKeyFile: none/at/all cannot be read",
    ],
    [
      "a file that is no key",
      { node1: { ...node, privateKeyFile: "package.json" } },
      "groundplan:nodes.node1.privateKeyFile: the private key cannot be used",
    ],
  ])("says where the fault is: %s", async (_what, nodes, message) => {
    expect(await failureOf(openNode(finder({ "groundplan:nodes": nodes }), "node1"))).toContain(message);
  });

  it("does not run in circles", async () => {
    const privateKeyFile = file("circle", KEY.private);
    const nodes = {
      node1: { ...node, privateKeyFile, jumpHosts: ["node2"] },
      node2: { ...node, privateKeyFile, jumpHosts: ["node1"] },
    };
    const message = await failureOf(openNode(finder({ "groundplan:nodes": nodes }), "node1"));
    expect(message).toContain("the way to node1 leads through itself: node1 through node2 through node1");
  });

  it("says when there is no agent", async () => {
    const socket = process.env["SSH_AUTH_SOCK"];
    delete process.env["SSH_AUTH_SOCK"];
    try {
      const nodes = { node1: { ...node, agent: true } };
      expect(await failureOf(openNode(finder({ "groundplan:nodes": nodes }), "node1"))).toContain(
        "SSH_AUTH_SOCK is not set",
      );
    } finally {
      if (socket !== undefined) process.env["SSH_AUTH_SOCK"] = socket;
    }
  });
});

describe("identityTarget", () => {
  const seed = Uint8Array.from({ length: 32 }, (_, index) => index);
  const publicKey = hexText(publicKeyOf(seed));

  it.each<[string, () => Record<string, unknown>, Record<string, unknown>]>([
    ["a seed", () => ({}), { seed: hexText(seed) }],
    ["words", () => ({}), { mnemonic: seedWords(seed) }],
    ["a file of hex digits", () => ({ seedFile: file("seed-hex", `${hexText(seed)}\n`) }), {}],
    ["a seed file 1.0.0", () => ({ seedFile: file("seed-1.0.0", seedFileOfBytes(seed)) }), {}],
    [
      "a seed file 1.1.0",
      () => ({ seedFile: file("seed-1.1.0", seedFileOfWords(seed, "7")), publicKey }),
      {},
    ],
  ])("signs with %s", async (_from, settings, secrets) => {
    const stack = finder({
      "groundplan:identities": { alice: { tid: "7", ...settings() } },
      "groundplan:identitiesSecrets": { alice: secrets },
    });
    expect(await stack.target(identityTarget, "alice")).toEqual({ name: "alice", tid: "7", publicKey, seed });
  });

  it("knows others by their public key", async () => {
    const stack = finder({
      "groundplan:identities": { bob: { tid: "11", publicKey: publicKey.toUpperCase() } },
    });
    expect(await stack.target(identityTarget, "bob")).toEqual({ name: "bob", tid: "11", publicKey });
  });

  it.each<[string, () => Record<string, unknown>, Record<string, unknown>, string]>([
    ["nothing", () => ({}), {}, "has neither a seed nor a public key"],
    [
      "a short seed",
      () => ({}),
      { seed: "abcdef" },
      "identitiesSecrets.alice.seed: must be 64 hexadecimal digits",
    ],
    ["wrong words", () => ({}), { mnemonic: "abandon ability" }, "must have 24 English words"],
    [
      "another's file",
      () => ({ seedFile: file("other", seedFileOfWords(seed, "8")) }),
      {},
      "holds the seed of user 8, and alice is user 7",
    ],
    [
      "another's key",
      () => ({ publicKey: "00".repeat(32) }),
      { seed: hexText(seed) },
      "is the key of another seed",
    ],
    [
      "a file that is no seed",
      () => ({ seedFile: file("junk", "junk-content") }),
      {},
      "must be 64 hexadecimal digits",
    ],
    ["a missing file", () => ({ seedFile: "none/at/all" }), {}, "none/at/all cannot be read"],
  ])("refuses %s, and shows no secret", async (_what, settings, secrets, message) => {
    const stack = finder({
      "groundplan:identities": { alice: { tid: "7", ...settings() } },
      "groundplan:identitiesSecrets": { alice: secrets },
    });
    const said = await failureOf(stack.target(identityTarget, "alice"));
    expect(said).toContain(message);
    for (const hidden of ["abcdef", "abandon", "junk-content", hexText(seed)])
      expect(said).not.toContain(hidden);
  });
});
