import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { secretSightings } from "../../support/secret-sightings.js";
import { newKey, startSshServer, type SshServer } from "../plugins/ssh-server.js";
import { tempFolder } from "../plugins/temp-folder.js";
import { open, reasonOf } from "./open.js";
import { SourceRepository } from "./source-repository.js";

describe("a repository behind ssh", () => {
  const key = newKey();
  let server: SshServer;
  let address: string;
  let cache: string;
  let commit: string;

  beforeAll(async () => {
    const source = new SourceRepository(path.join(tempFolder(), "source"));
    commit = source.commit({ "apps/web.yaml": "kind: Service", "other/x": "x" });
    server = await startSshServer({ user: "git", publicKey: key.public });
    address = `ssh://git@127.0.0.1:${server.port}${source.folder}`;
  });

  beforeEach(() => {
    cache = path.join(tempFolder(), "cache");
  });

  afterAll(() => server.close());

  it("is read with a key, from the server whose key is known", async () => {
    const client = open(address, cache, {
      credentials: { sshPrivateKey: key.private },
      hostKeys: [server.hostKey],
    });
    expect(await client.resolve("main")).toEqual({ commit, ref: "refs/heads/main" });
    const { folder } = await client.fetch(commit, ["apps"]);
    expect(readFileSync(path.join(folder, "apps/web.yaml"), "utf8")).toBe("kind: Service");
  });

  it("takes what ssh-keyscan prints, and the user from the credentials", async () => {
    const client = open(address.replace("git@", ""), cache, {
      credentials: { username: "git", sshPrivateKey: key.private },
      hostKeys: [`# 127.0.0.1 SSH-2.0\n[127.0.0.1]:${server.port} ${server.hostKey}\n`],
    });
    expect(await client.resolve("")).toEqual({ commit, ref: "refs/heads/main" });
  });

  it("shows the key to no other process, and leaves it nowhere", async () => {
    const client = open(address, cache, {
      credentials: { sshPrivateKey: key.private },
      hostKeys: [server.hostKey],
    });
    const line = key.private.split("\n")[1]!;
    expect(await secretSightings([line], client.refs())).toEqual([]);
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith(`groundplan-git-${process.pid}-`));
    expect(left).toEqual([]);
  });

  it("refuses a server that has another key, before it shows its own", async () => {
    const before = server.attempts.length;
    const client = open(address, cache, {
      credentials: { sshPrivateKey: key.private },
      hostKeys: [newKey().public],
    });
    expect(await reasonOf(client.refs())).toMatch(/^Untrusted: .*host key is not one of those given/);
    expect(server.attempts.length).toBe(before);
  });

  it.each([
    ["another key", { sshPrivateKey: newKey().private }, /^Unauthenticated: .*does not accept/],
    ["a broken key", { sshPrivateKey: "canary" }, /^Unauthenticated: .*does not accept/],
    [
      "a key with a passphrase",
      { sshPrivateKey: newKey("canary").private },
      /^Unauthenticated: .*no passphrase/,
    ],
    ["no key", { username: "git" }, /^Unauthenticated: .*needs a private key/],
  ])("does not get in with %s, and asks nobody", async (_case, credentials, expected) => {
    const reason = await reasonOf(open(address, cache, { credentials, hostKeys: [server.hostKey] }).refs());
    expect(reason).toMatch(expected);
    expect(reason).not.toContain("canary");
  });

  it("asks for host keys", async () => {
    const client = open(address, cache, { credentials: { sshPrivateKey: key.private } });
    expect(await reasonOf(client.refs())).toMatch(/^Untrusted: .*ssh-keyscan 127\.0\.0\.1/);
  });

  it.each([
    ["nothing listens", "ssh://git@127.0.0.1:1/x", /^Unreachable: /],
    ["there is no repository", "/not/there", /^NotFound: /],
  ])("tells when %s", async (_case, where, expected) => {
    const full = where.startsWith("/") ? `ssh://git@127.0.0.1:${server.port}${where}` : where;
    const client = open(full, cache, {
      credentials: { sshPrivateKey: key.private },
      hostKeys: [server.hostKey],
    });
    expect(await reasonOf(client.refs())).toMatch(expected);
  });
});
