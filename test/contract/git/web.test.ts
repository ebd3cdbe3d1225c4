import { readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { secretSightings } from "../../support/secret-sightings.js";
import { tempFolder } from "../plugins/temp-folder.js";
import { open, reasonOf } from "./open.js";
import { SourceRepository } from "./source-repository.js";
import { startWebServer, type WebServer, type WebServerOptions } from "./web-server.js";

const LOGIN = { user: "robot", password: "canary-pass%word'1" };
const CREDENTIALS = { username: LOGIN.user, password: LOGIN.password };

describe("a repository behind http", () => {
  let folder: string;
  let cache: string;
  let commit: string;
  const servers: WebServer[] = [];

  beforeAll(() => {
    folder = tempFolder();
    const source = new SourceRepository(path.join(folder, "source"));
    commit = source.commit({ "apps/web.yaml": "kind: Service", "other/big.bin": "x".repeat(1000) });
    source.commit({ "apps/web.yaml": "kind: Deployment" });
  });

  beforeEach(() => {
    cache = path.join(tempFolder(), "cache");
  });

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.close()));
  });

  async function start(options: Partial<WebServerOptions> = {}): Promise<WebServer> {
    const server = await startWebServer({ folder, ...options });
    servers.push(server);
    return server;
  }

  it("is read without a password where none is asked for", async () => {
    const { url, authorizations } = await start();
    const client = open(`${url}/source/.git`, cache);
    const { commit: head, ref } = await client.resolve("main");
    expect(ref).toBe("refs/heads/main");
    const { folder: files } = await client.fetch(head);
    expect(readFileSync(path.join(files, "apps/web.yaml"), "utf8")).toBe("kind: Deployment");
    expect(authorizations).toEqual([]);
  });

  it("is read in part with a password, an earlier commit, too", async () => {
    const { url } = await start({ login: LOGIN });
    const { folder: files } = await open(`${url}/source/.git`, cache, { credentials: CREDENTIALS }).fetch(
      commit,
      ["apps"],
    );
    expect(readdirSync(files)).toEqual(["apps"]);
    expect(readFileSync(path.join(files, "apps/web.yaml"), "utf8")).toBe("kind: Service");
  });

  it("is read from an old server by way of its references", async () => {
    const { url } = await start({ old: true });
    const client = open(`${url}/source/.git`, cache);
    const { commit: head } = await client.resolve("HEAD");
    const latest = await client.fetch(head);
    expect(readFileSync(path.join(latest.folder, "apps/web.yaml"), "utf8")).toBe("kind: Deployment");
    const earlier = await client.fetch(commit, ["apps"]);
    expect(readFileSync(path.join(earlier.folder, "apps/web.yaml"), "utf8")).toBe("kind: Service");
  });

  it("shows the password to no other process, and leaves it nowhere", async () => {
    const { url } = await start({ login: LOGIN });
    const client = open(`${url}/source/.git`, cache, { credentials: CREDENTIALS });
    expect(await secretSightings([LOGIN.password], client.fetch(commit, ["apps"]))).toEqual([]);
    // The search does find what git is told openly.
    const seen = await secretSightings([`credential.${url}`], client.fetch(commit));
    expect(seen).toContainEqual(expect.stringMatching(/^variable GIT_CONFIG_KEY_\d+ of .*git.* fetch /));
    const kept = readdirSync(cache, { recursive: true, withFileTypes: true, encoding: "utf8" })
      .filter((entry) => entry.isFile())
      .filter((entry) => readFileSync(path.join(entry.parentPath, entry.name)).includes(LOGIN.password));
    expect(kept).toEqual([]);
    const left = readdirSync(tmpdir()).filter((name) => name.startsWith(`groundplan-git-${process.pid}-`));
    expect(left).toEqual([]);
  });

  it.each([
    ["a wrong password", { ...CREDENTIALS, password: "canary-wrong" }],
    ["no password", {}],
  ])("says that %s is not accepted", async (_case, credentials) => {
    const { url } = await start({ login: LOGIN });
    const reason = await reasonOf(open(`${url}/source/.git`, cache, { credentials }).refs());
    expect(reason).toMatch(/^Unauthenticated: .*the server does not accept the credentials/);
    expect(reason).not.toContain("canary");
  });

  it("gives the password to no server but its own", async () => {
    const thief = await start({ login: { user: "other", password: "other" } });
    const moved = await start({
      answer: (request, response) => {
        response.writeHead(302, { location: `${thief.url}${request.url ?? ""}` }).end();
      },
    });
    const client = open(`${moved.url}/source/.git`, cache, { credentials: CREDENTIALS });
    expect(await reasonOf(client.refs())).toMatch(/^Unauthenticated: /);
    expect(thief.authorizations).toEqual([]);
  });

  it("refuses a password that would end its line", async () => {
    const credentials = { username: "u", password: "canary\nhost=elsewhere" };
    const reason = await reasonOf(open("https://127.0.0.1:1/x", cache, { credentials }).refs());
    expect(reason).toMatch(/^Invalid: .*line break/);
    expect(reason).not.toContain("canary");
  });

  it("tells a repository that is not there", async () => {
    const { url } = await start();
    expect(await reasonOf(open(`${url}/none`, cache).refs())).toMatch(
      /^NotFound: .*\/none: there is no such/,
    );
  });

  it.each([
    [403, /^Unauthenticated: /],
    [503, /^Unreachable: /],
    [429, /^Unreachable: /],
  ])("tells what an answer of %d means", async (status, expected) => {
    const { url } = await start({ answer: (_request, response) => response.writeHead(status).end() });
    expect(await reasonOf(open(`${url}/source`, cache).refs())).toMatch(expected);
  });

  it("tells a server that is not there", async () => {
    expect(await reasonOf(open("http://127.0.0.1:1/x", cache).refs())).toMatch(
      /^Unreachable: http:\/\/127\.0\.0\.1:1\/x: the server does not answer/,
    );
  });

  it("waits no longer than it is told, nor after it was cancelled", async () => {
    const { url } = await start({ answer: () => undefined });
    expect(await reasonOf(open(`${url}/source`, cache, { timeoutMs: 300 }).refs())).toMatch(
      /^Timeout: .*longer than 0\.3 s/,
    );
    const abort = new AbortController();
    const slow = await start({
      answer: () => {
        abort.abort();
      },
    });
    const client = open(`${slow.url}/source`, cache, { signal: abort.signal });
    expect(await reasonOf(client.refs())).toMatch(/^Cancelled: /);
  });

  it("trusts the certificate that it is given, and no other unless told to", async () => {
    const { url, certificate } = await start({ tls: true, login: LOGIN });
    const address = `${url}/source/.git`;
    const trusting = open(address, cache, { certificateAuthority: certificate, credentials: CREDENTIALS });
    expect(await trusting.resolve("main")).toMatchObject({ ref: "refs/heads/main" });
    const careless = open(address, cache, { insecure: true, credentials: CREDENTIALS });
    expect(await careless.resolve("main")).toMatchObject({ ref: "refs/heads/main" });
    expect(await reasonOf(open(address, cache, { credentials: CREDENTIALS }).refs())).toMatch(/^Untrusted: /);
  });

  it("shows nothing of what a server says that could harm a terminal", async () => {
    const { url } = await start({
      answer: (_request, response) => {
        response
          .writeHead(200, { "content-type": "application/x-git-upload-pack-advertisement" })
          .end("001e# service=git-upload-pack\n00000017ERR \u001b[2J\u0007gone away\n");
      },
    });
    const reason = await reasonOf(open(`${url}/source`, cache).refs());
    expect(reason).toMatch(/^Failed: .*gone away/);

    expect(reason).not.toMatch(/[\u0000-\u001f]/);
  });
});
