import { spawn, type ChildProcess, spawnSync } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { connectNode } from "../../../clients/node/connect.js";
import { reachability } from "../../../providers/runtime/reachability.js";
import { until } from "../../support/until.js";
import { newKey } from "../plugins/ssh-server.js";
import { failure, HELLO, NodeScene } from "./scene.js";
import { SERVER, type TestSshd } from "./sshd.js";

const scene = new NodeScene();
let server: TestSshd;

beforeAll(async () => {
  server = await scene.server();
});

afterAll(() => scene.close());

const HELLOED = { hello: expect.any(String) as string };

/** A line of `known_hosts` whose host is hashed. */
function hashed(name: string, key: string): string {
  const salt = randomBytes(20);
  const hash = createHmac("sha1", salt).update(name).digest("base64");
  return `|1|${salt.toString("base64")}|${hash} ${key}`;
}

describe(`host keys of ${SERVER}`, () => {
  it.each<[string, (key: string, port: number) => readonly string[]]>([
    ["one of several keys", (key) => [newKey().public, key]],
    ["several keys in one text, with comments", (key) => [`# old\n${newKey().public}\n\n${key} new`]],
    [
      "a line of known_hosts",
      (key, port) => [`other.test ${newKey().public}`, `x,[127.0.0.1]:${port} ${key}`],
    ],
    [
      "a hashed line",
      (key, port) => [hashed("other.test", newKey().public), hashed(`[127.0.0.1]:${port}`, key)],
    ],
    ["a pattern", (key, port) => [`[127.0.0.*]:${port} ${key}`]],
  ])("are known by %s", async (_how, keys) => {
    const node = await scene.client(server, { hostKeys: keys(server.hostKeys[0] ?? "", server.port) });
    expect(await node.run(HELLO, {})).toEqual(HELLOED);
  });

  it("are asked for by the type that is pinned", async () => {
    for (const key of server.hostKeys) {
      const node = await scene.client(server, { hostKeys: [key] });
      expect(await node.run(HELLO, {})).toEqual(HELLOED);
    }
  });

  it("are refused when they are others, with both fingerprints and the setting to correct", async () => {
    const pinned = newKey().public;
    const node = await scene.client(server, { hostKeys: [pinned] });
    const refused = await failure(node.run(HELLO, {}));
    expect(refused).toMatchObject({ reason: "HostKeyMismatch" });
    for (const key of [pinned, server.hostKeys[0] ?? ""])
      expect(refused.message).toContain(fingerprintOf(key));
    expect(refused.message).toContain("groundplan:nodes.node1.hostKeys");
    expect(reachability(refused)).toBe("other");
  });

  it("are refused when they were revoked", async () => {
    const key = server.hostKeys[0] ?? "";
    const other = newKey().public;
    const node = await scene.client(server, { hostKeys: [key, other, `@revoked * ${key}`] });
    expect(await failure(node.run(HELLO, {}))).toMatchObject({ reason: "HostKeyMismatch" });
  });

  it.each<[string, readonly string[], string]>([
    ["there are none", [], "no host key is pinned for 127.0.0.1"],
    ["all are of other machines", [`other.test ${newKey().public}`], "no host key is pinned"],
    ["one is no key", ["ssh-ed25519 AAAAnonsense"], "is no public key"],
    ["an authority is to sign them", [`@cert-authority * ${newKey().public}`], "authority"],
  ])("must be usable: %s", async (_why, hostKeys, message) => {
    const refused = await failure(connectNode({ ...scene.address(server), hostKeys, lockedBy: "me" }));
    expect(refused).toMatchObject({ reason: "Invalid", where: "groundplan:nodes.node1.hostKeys" });
    expect(refused.message).toContain(message);
  });
});

describe(`logging in to ${SERVER}`, () => {
  it("is refused to keys that are not authorized, which never passes for a dead node", async () => {
    const credential = {
      type: "key",
      privateKey: newKey().private,
      at: "groundplan:nodesSecrets.node1.privateKey",
    } as const;
    const node = await scene.client(server, { credential });
    const refused = await failure(node.run(HELLO, {}));
    expect(refused).toMatchObject({ reason: "Unauthorized" });
    expect(refused.message).toContain("authorized_keys");
    expect(refused.message).toContain("groundplan:nodesSecrets.node1.privateKey");
    expect(reachability(refused)).toBe("unauthenticated");
  });

  it("takes keys with a passphrase", async () => {
    const passphrase = "correct horse";
    const file = path.join(scene.folder, "encrypted");
    writeFileSync(file, `${scene.key.private.trim()}\n`, { mode: 0o600 });
    const changed = spawnSync("ssh-keygen", ["-q", "-p", "-P", "", "-N", passphrase, "-f", file]);
    expect(changed.stderr.toString()).toBe("");
    const privateKey = spawnSync("cat", [file]).stdout.toString();
    const at = "groundplan:nodes.node1.privateKeyFile";
    const node = await scene.client(server, { credential: { type: "key", privateKey, passphrase, at } });
    expect(await node.run(HELLO, {})).toEqual(HELLOED);

    const wrong = await failure(
      scene.client(server, { credential: { type: "key", privateKey, passphrase: "wrong one", at } }),
    );
    expect(wrong).toMatchObject({ reason: "Invalid", where: at });
    expect(wrong.message).toContain("the passphrase is wrong");
    expect(wrong.message).not.toContain("wrong one");
    const missing = await failure(scene.client(server, { credential: { type: "key", privateKey, at } }));
    expect(missing.message).toContain("no passphrase is given");
  });

  it.each([
    ["a public key", newKey().public],
    ["no key", "something else that is secret"],
  ])("needs a private key, and gets %s", async (_what, privateKey) => {
    const refused = await failure(
      scene.client(server, { credential: { type: "key", privateKey, at: "here" } }),
    );
    expect(refused).toMatchObject({ reason: "Invalid", where: "here" });
    expect(refused.message).not.toContain(privateKey);
  });

  describe("with an agent", () => {
    const socket = path.join(scene.folder, "agent");
    let agent: ChildProcess;

    beforeAll(async () => {
      agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
      const list = (): number | null =>
        spawnSync("ssh-add", ["-l"], { env: { ...process.env, SSH_AUTH_SOCK: socket } }).status;
      await until("the agent", () => list() === 1);
    });

    afterAll(() => {
      agent.kill();
    });

    it("works once the agent has the key", async () => {
      const credential = { type: "agent", socket, at: "groundplan:nodes.node1.agent" } as const;
      const node = await scene.client(server, { credential });
      expect(await failure(node.run(HELLO, {}))).toMatchObject({ reason: "Unauthorized" });
      const added = spawnSync("ssh-add", ["-q", "-"], {
        input: `${scene.key.private.trim()}\n`,
        env: { ...process.env, SSH_AUTH_SOCK: socket },
      });
      expect(added.stderr.toString()).toBe("");
      expect(await node.run(HELLO, {})).toEqual(HELLOED);
    });

    it("fails by name when there is no agent", async () => {
      const credential = {
        type: "agent",
        socket: `${socket}-none`,
        at: "groundplan:nodes.node1.agent",
      } as const;
      const refused = await failure((await scene.client(server, { credential })).run(HELLO, {}));
      expect(refused).toMatchObject({ reason: "Unauthorized" });
      expect(refused.message).toContain("groundplan:nodes.node1.agent");
    });
  });
});

describe(`the connection to ${SERVER}`, () => {
  it("is made by the first call, and is one", async () => {
    const proxy = await scene.proxy(server);
    const node = await scene.client(server, { port: proxy.port });
    expect(proxy.connections).toBe(0);
    await Promise.all([1, 2, 3].map(() => node.run(HELLO, {})));
    await node.exclusively("test", (locked) => locked.run(HELLO, {}));
    expect(proxy.connections).toBe(1);
  });

  it("is made again when it broke while nothing ran", async () => {
    const proxy = await scene.proxy(server);
    const node = await scene.client(server, { port: proxy.port });
    await node.run(HELLO, {});
    proxy.cut();
    expect(await node.run(HELLO, {})).toEqual(HELLOED);
    expect(proxy.connections).toBe(2);
  });

  it("is tried again when the server drops it because too many begin at once", async () => {
    const proxy = await scene.proxy(server);
    const node = await scene.client(server, { port: proxy.port });
    proxy.dropNext(1);
    expect(await node.run(HELLO, {})).toEqual(HELLOED);
  });

  it("is tried anew by the next call after it failed", async () => {
    const proxy = await scene.proxy(server);
    const node = await scene.client(server, { port: proxy.port });
    proxy.dropNext(2);
    expect(await failure(node.run(HELLO, {}))).toMatchObject({ reason: "Unreachable" });
    expect(await node.run(HELLO, {})).toEqual(HELLOED);
  });

  it("is given up in time when nobody answers", async () => {
    const proxy = await scene.proxy(server);
    proxy.freeze();
    const node = await scene.client(server, { port: proxy.port, connectTimeoutMs: 700 });
    const refused = await failure(node.run(HELLO, {}));
    expect(refused).toMatchObject({ reason: "Unreachable" });
    expect(refused.message).toContain("did not let us in within 0.7 s");
    expect(reachability(refused)).toBe("unreachable");
  });

  it("may be awaited only as long as the caller wants", async () => {
    const proxy = await scene.proxy(server);
    proxy.freeze();
    const node = await scene.client(server, { port: proxy.port });
    const signal = AbortSignal.timeout(300);
    expect(await failure(node.run(HELLO, {}, { signal }))).toMatchObject({ reason: "Cancelled" });
  });

  it("fails by name where nothing listens, and where there is no such host", async () => {
    const proxy = await scene.proxy(server);
    await proxy.close();
    const node = await scene.client(server, { port: proxy.port });
    const refused = await failure(node.run(HELLO, {}));
    expect(refused).toMatchObject({ reason: "Unreachable" });
    expect(refused.message).toContain(`127.0.0.1:${proxy.port}: cannot connect: nothing listens there`);
    const nowhere = await scene.client(server, { address: "nowhere.invalid" });
    expect(await failure(nowhere.run(HELLO, {}))).toMatchObject({ reason: "Unreachable" });
  });

  it("is over once it is closed", async () => {
    const node = await scene.client(server);
    await node.run(HELLO, {});
    await node.close();
    const refused = await failure(node.run(HELLO, {}));
    expect(refused.message).toContain("the client has been closed");
  });
});

describe(`jump hosts of ${SERVER}`, () => {
  let first: TestSshd;
  let second: TestSshd;

  beforeAll(async () => {
    first = await scene.server("first");
    second = await scene.server("second");
  });

  it("lead to the node one after the other", async () => {
    const [toFirst, toSecond] = await Promise.all([scene.proxy(first), scene.proxy(second)]);
    const jumpHosts = [
      scene.address(first, { port: toFirst.port }),
      scene.address(second, { port: toSecond.port }),
    ];
    const node = await scene.client(server, { jumpHosts });
    expect(await node.run(HELLO, {})).toEqual(HELLOED);
    expect([toFirst.connections, toSecond.connections]).toEqual([1, 1]);
    expect(node.where).toContain(`(through ${jumpHosts[0]?.user ?? ""}@127.0.0.1:${toFirst.port}, `);

    // Whatever reaches the node goes through both of them.
    toFirst.cut();
    expect(await node.run(HELLO, {})).toEqual(HELLOED);
    expect([toFirst.connections, toSecond.connections]).toEqual([2, 2]);
    await node.close();
  });

  it("have pinned keys too", async () => {
    const jumpHosts = [
      scene.address(first, { hostKeys: [newKey().public], hostKeysAt: "groundplan:nodes.bastion.hostKeys" }),
    ];
    const node = await scene.client(server, { jumpHosts });
    const refused = await failure(node.run(HELLO, {}));
    expect(refused).toMatchObject({ reason: "HostKeyMismatch" });
    expect(refused.message).toContain("groundplan:nodes.bastion.hostKeys");
  });

  it("are named when they do not lead on", async () => {
    const gone = await scene.proxy(server);
    await gone.close();
    const node = await scene.client(server, { port: gone.port, jumpHosts: [scene.address(first)] });
    const refused = await failure(node.run(HELLO, {}));
    expect(refused).toMatchObject({ reason: "Unreachable" });
    expect(refused.message).toContain(`127.0.0.1:${gone.port}`);
    expect(refused.message).toContain(`127.0.0.1:${first.port}`);
  });

  it("show when the node behind them has another key", async () => {
    const node = await scene.client(server, {
      jumpHosts: [scene.address(first)],
      hostKeys: [newKey().public],
    });
    expect(await failure(node.run(HELLO, {}))).toMatchObject({ reason: "HostKeyMismatch" });
  });
});

/** The fingerprint as OpenSSH itself shows it. */
function fingerprintOf(key: string): string {
  const shown = spawnSync("ssh-keygen", ["-l", "-f", "-"], { input: `${key}\n`, encoding: "utf8" }).stdout;
  return shown.split(" ")[1] ?? "";
}
