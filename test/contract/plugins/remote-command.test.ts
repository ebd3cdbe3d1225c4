import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type FakeEngine, startFakeEngine } from "../../support/fake-engine.js";
import {
  secret,
  startPlugin,
  UNKNOWN,
  urnOf,
  type PluginProcess,
  type Properties,
} from "../../support/plugin-process.js";
import { until } from "../../support/until.js";
import { newKey, type SshServer, startSshServer } from "./ssh-server.js";
import { tempFolder } from "./temp-folder.js";

jest.setTimeout(30_000);

const COMMAND = { type: "command:remote:Command", name: "cmd" };
const COPY = { type: "command:remote:CopyToRemote", name: "copy" };
const PASSWORD = "canary-password";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
const SIGNATURE = "4dabf18193072939515e22adb298388d";

describe("remote resources of the command stand-in", () => {
  const key = newKey();
  let server: SshServer;
  let plugin: PluginProcess;
  let engine: FakeEngine;
  let folder: string;

  const connection = (more: Properties = {}): Properties => ({
    host: "127.0.0.1",
    port: server.port,
    user: "admin",
    password: PASSWORD,
    dialErrorLimit: 0,
    ...more,
  });
  /** Runs the checks first, as the engine does. */
  const create = async (resource: typeof COMMAND, news: Properties) => {
    const { inputs, reasons } = await plugin.check(resource, news);
    expect(reasons).toEqual([]);
    return { inputs, ...(await plugin.create(resource, inputs)) };
  };

  beforeAll(async () => {
    server = await startSshServer({ user: "admin", password: PASSWORD, publicKey: key.public });
    engine = await startFakeEngine();
    plugin = await startPlugin("command", { engine: engine.address });
    await plugin.configure({});
  });
  beforeEach(() => {
    folder = tempFolder();
  });
  afterAll(async () => {
    await plugin.stop();
    await server.close();
    engine.kill();
  });

  it("fills the connection's defaults in, keeps it secret and names what is missing without quoting it", async () => {
    const { inputs } = await plugin.check(COMMAND, {
      connection: { host: "h", password: PASSWORD },
      create: "true",
    });
    expect(inputs["connection"]).toEqual(
      secret({
        host: "h",
        password: PASSWORD,
        port: 22,
        user: "root",
        dialErrorLimit: 10,
        perDialTimeout: 15,
      }),
    );
    const { reasons } = await plugin.check(COMMAND, { connection: { password: PASSWORD } });
    expect(reasons).toEqual(["connection.host is missing: give the machine's address"]);
    expect((await plugin.check(COMMAND, { connection: UNKNOWN })).reasons).toEqual([]);
  });

  it("creates, updates and deletes over SSH", async () => {
    const log = path.join(folder, "log");
    const news = {
      connection: connection(),
      create: `cat >> ${log}; echo created; echo loud >&2`,
      update: `echo "update after $PULUMI_COMMAND_STDOUT with $GIVEN" >> ${log}`,
      delete: `echo deleted >> ${log}`,
      stdin: "from stdin\n",
    };
    const { id, properties } = await create(COMMAND, news);
    expect(id).toMatch(/^cmd[0-9a-f]{8}$/);
    // As secret as the connection that it came over.
    expect(properties).toMatchObject({ stdout: secret("created"), stderr: secret("loud") });

    const { inputs } = await plugin.check(COMMAND, { ...news, environment: { GIVEN: "given" } });
    const state = await plugin.update(COMMAND, id, properties, inputs);
    await plugin.delete(COMMAND, id, state);
    expect(readFileSync(log, "utf8")).toBe("from stdin\nupdate after created with given\ndeleted\n");
    expect(await plugin.create(COMMAND, inputs, { preview: true })).toMatchObject({
      properties: { stdout: secret(UNKNOWN) },
    });
  });

  it("logs in with a key, with an encrypted key, and with a password", async () => {
    const run = async (more: Properties) => {
      await create(COMMAND, { connection: connection(more), create: "true" });
      return server.attempts.at(-1)?.method;
    };
    expect(await run({ privateKey: key.private })).toBe("publickey");
    expect(await run({})).toBe("password");

    const locked = newKey("canary-passphrase");
    const other = await startSshServer({ user: "admin", publicKey: locked.public });
    const credentials = { privateKey: locked.private, privateKeyPassword: "canary-passphrase" };
    await create(COMMAND, { connection: connection({ port: other.port, ...credentials }), create: "true" });
    await other.close();
  });

  it("accepts the expected host key and no other, before any credential is sent", async () => {
    await create(COMMAND, { connection: connection({ hostKey: server.hostKey }), create: "true" });
    const before = server.attempts.length;
    const wrong = create(COMMAND, {
      connection: connection({ hostKey: newKey().public, dialErrorLimit: 10 }),
      create: "true",
    });
    await expect(wrong).rejects.toThrow("shows another host key");
    expect(server.attempts.length).toBe(before);
  });

  it("goes through a proxy", async () => {
    const proxy = await startSshServer({ user: "jump", password: "jump-password" });
    const through = { host: "127.0.0.1", port: proxy.port, user: "jump", password: "jump-password" };
    const { properties } = await create(COMMAND, {
      connection: connection({ proxy: through }),
      create: "echo there",
    });
    expect(properties["stdout"]).toEqual(secret("there"));
    expect(proxy.tunnels).toEqual([`127.0.0.1:${server.port}`]);
    await proxy.close();
  });

  it("dials again as often as it may", async () => {
    server.refuseNext(2);
    await create(COMMAND, { connection: connection({ dialErrorLimit: 2 }), create: "true" });
    server.refuseNext(2);
    await expect(
      create(COMMAND, { connection: connection({ dialErrorLimit: 1 }), create: "true" }),
    ).rejects.toThrow(/ssh admin@127\.0\.0\.1:\d+: cannot connect after 2 dials/);
  });

  it("never shows a credential: not in errors, not in the log", async () => {
    const refused = create(COMMAND, { connection: connection({ password: "canary-wrong" }), create: "true" });
    await expect(refused).rejects.toThrow("cannot connect after 1 dial");
    await expect(refused).rejects.not.toThrow("canary");
    const chatter = { type: COMMAND.type, name: "chatter" };
    const talkative = create(chatter, { connection: connection(), create: `echo ${PASSWORD}; exit 4` });
    await expect(talkative).rejects.toThrow("exit status 4");
    await expect(talkative).rejects.not.toThrow(PASSWORD);
    await until("the log", () => engine.about(urnOf(chatter)).includes("[secret]"));
    expect(JSON.stringify(engine.lines)).not.toContain("canary");
    expect(plugin.output()).not.toContain("canary");
  });

  const text = (value: string): Properties => ({ [SIGNATURE]: ASSET, text: value, hash: value });
  const file = (from: string): Properties => ({ [SIGNATURE]: ASSET, path: from, hash: from });
  const tree = (from: string): Properties => ({ [SIGNATURE]: ARCHIVE, path: from, hash: from });
  const copied = (name: string) => readFileSync(path.join(folder, name), "utf8");

  it("copies a text and a file, making parent folders, and into a folder that exists", async () => {
    const remotePath = path.join(folder, "deep/er/file");
    await create(COPY, { connection: connection(), source: text("content"), remotePath });
    expect(copied("deep/er/file")).toBe("content");

    writeFileSync(path.join(folder, "local.txt"), "local");
    const source = file(path.join(folder, "local.txt"));
    await create(COPY, { connection: connection(), source, remotePath: path.join(folder, "deep") });
    expect(copied("deep/local.txt")).toBe("local");
    await create(COPY, { connection: connection(), source, remotePath });
    expect(copied("deep/er/file")).toBe("local");
    await expect(
      create(COPY, { connection: connection(), source: text("x"), remotePath: path.join(folder, "deep") }),
    ).rejects.toThrow("needs a file's path");
  });

  it("copies a folder under its name, or its contents where its path ends in a slash", async () => {
    mkdirSync(path.join(folder, "tree/sub"), { recursive: true });
    writeFileSync(path.join(folder, "tree/a"), "a");
    writeFileSync(path.join(folder, "tree/sub/b"), "b");
    const under = {
      connection: connection(),
      source: tree(path.join(folder, "tree")),
      remotePath: path.join(folder, "one"),
    };
    await create(COPY, under);
    expect([copied("one/tree/a"), copied("one/tree/sub/b")]).toEqual(["a", "b"]);
    await create(COPY, {
      ...under,
      source: tree(`${path.join(folder, "tree")}/`),
      remotePath: path.join(folder, "two"),
    });
    expect([copied("two/a"), copied("two/sub/b")]).toEqual(["a", "b"]);
  });

  it("copies again when the content changes, not when the same lies elsewhere, and refuses other sources", async () => {
    const news = { connection: connection(), source: text("one"), remotePath: path.join(folder, "f") };
    const { id, inputs, properties } = await create(COPY, news);
    expect(id).toMatch(/^[0-9a-f]{8}$/);
    const elsewhere = { ...inputs, source: { ...file("/elsewhere"), hash: "one" } };
    expect(await plugin.diff(COPY, id, properties, elsewhere)).toMatchObject({ changes: false });
    const changed = { ...inputs, source: text("two") };
    expect(await plugin.diff(COPY, id, properties, changed)).toMatchObject({ changes: true, replaces: [] });
    await plugin.update(COPY, id, properties, changed);
    expect(copied("f")).toBe("two");
    expect(await plugin.diff(COPY, id, properties, { ...inputs, triggers: [1] })).toMatchObject({
      replaces: ["triggers"],
    });
    const url = { [SIGNATURE]: ARCHIVE, uri: "https://example.com/x.tgz" };
    expect((await plugin.check(COPY, { ...news, source: url })).reasons).toEqual([
      "source: an archive must be a path to a file or folder",
    ]);
  });

  it("knows the older CopyFile, which is replaced whenever it changes", async () => {
    const resource = { type: "command:remote:CopyFile", name: "old" };
    writeFileSync(path.join(folder, "local"), "local");
    const news = {
      connection: connection(),
      localPath: path.join(folder, "local"),
      remotePath: path.join(folder, "f"),
    };
    const { id, inputs, properties } = await create(resource, news);
    expect(copied("f")).toBe("local");
    expect(await plugin.diff(resource, id, properties, { ...inputs, remotePath: "/g" })).toMatchObject({
      replaces: ["remotePath"],
    });
  });
});
