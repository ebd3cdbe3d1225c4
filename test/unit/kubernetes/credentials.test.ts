import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { connectKubernetes, type ConnectOptions } from "../../../clients/kubernetes/connect.js";
import { clusterAccess } from "../../../clients/kubernetes/credentials.js";
import { json, kubeconfigFor, ScriptedServer, type SeenRequest } from "./scripted-server.js";

describe("access to a cluster", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "groundplan-kube-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const access = (
    text: string,
    options: Omit<ConnectOptions, "kubeconfig"> = {},
  ): ReturnType<typeof clusterAccess> => clusterAccess({ kubeconfig: { text }, ...options });

  test("is read from a file, with paths relative to it", async () => {
    writeFileSync(path.join(folder, "ca.crt"), "the authority");
    const text = kubeconfigFor(
      "https://cluster.example:6443/",
      { token: "t" },
      { "certificate-authority": "ca.crt", "tls-server-name": "other" },
    );
    writeFileSync(path.join(folder, "config"), text);
    const found = await clusterAccess({ kubeconfig: { path: path.join(folder, "config") } });
    expect(found).toMatchObject({
      server: "https://cluster.example:6443",
      ca: "the authority",
      tlsServerName: "other",
      skipTlsVerify: false,
    });
    expect(await found.credential.current()).toEqual({ headers: { authorization: "Bearer t" } });
  });

  test("takes the named context, and says which there are", async () => {
    const config = JSON.parse(kubeconfigFor("https://one.example")) as Record<string, object[]>;
    config["clusters"]?.push({ name: "d", cluster: { server: "https://two.example" } });
    config["contexts"]?.push(
      { name: "y", context: { cluster: "d" } },
      { name: "z", context: { cluster: "absent" } },
    );
    const text = JSON.stringify(config);
    expect((await access(text)).server).toBe("https://one.example");
    expect((await access(text, { context: "y" })).server).toBe("https://two.example");
    await expect(access(text, { context: "absent" })).rejects.toThrow(
      'there is no context "absent". Name one of: x, y, z',
    );
    await expect(access(text, { context: "z" })).rejects.toThrow(
      'names the cluster "absent", which is not defined',
    );
  });

  test.each([
    ["no YAML", "users: [token: very-secret-value", "not a kubeconfig"],
    ["no kubeconfig", "just a string", "clusters and contexts are missing"],
    [
      "no server",
      kubeconfigFor("").replace('"server":""', '"other":"very-secret-value"'),
      "server is missing",
    ],
    ["no address", kubeconfigFor("very-secret-value"), "is not an address"],
    [
      "plain HTTP elsewhere",
      kubeconfigFor("http://cluster.example"),
      "would send the credential in the clear",
    ],
    [
      "an unreadable authority",
      kubeconfigFor("https://c.example", {}, { "certificate-authority": "/absent/ca.crt" }),
      "ENOENT",
    ],
  ])("%s is refused without showing a value", async (_name, text, reason) => {
    const error: unknown = await access(text).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain(reason);
    expect(String(error)).not.toContain("very-secret-value");
  });

  test("a given token replaces the user's credential", async () => {
    const { credential } = await access(
      kubeconfigFor("https://c.example", { exec: { command: "/absent" } }),
      { token: "mine\n" },
    );
    expect(await credential.current()).toEqual({ headers: { authorization: "Bearer mine" } });
  });

  test("certificates, passwords and impersonation", async () => {
    const base64 = (text: string): string => Buffer.from(text).toString("base64");
    const certificate = { "client-certificate-data": base64("cert"), "client-key-data": base64("key") };
    const withCertificate = await access(
      kubeconfigFor("https://c.example", {
        ...certificate,
        as: "admin",
        "as-groups": ["a", "b"],
        "as-user-extra": { Reason: ["r"] },
      }),
    );
    expect(await withCertificate.credential.current()).toEqual({
      cert: "cert",
      key: "key",
      headers: {
        "impersonate-user": "admin",
        "impersonate-group": ["a", "b"],
        "impersonate-extra-reason": ["r"],
      },
    });
    const withPassword = await access(kubeconfigFor("https://c.example", { username: "u", password: "p" }));
    expect(await withPassword.credential.current()).toEqual({
      headers: { authorization: `Basic ${base64("u:p")}` },
    });
  });

  test("the environment's kubeconfig is never consulted", async () => {
    const before = process.env["KUBECONFIG"];
    writeFileSync(path.join(folder, "decoy"), kubeconfigFor("https://decoy.example"));
    process.env["KUBECONFIG"] = path.join(folder, "decoy");
    try {
      await expect(access("{}")).rejects.toThrow("not a kubeconfig");
      await expect(clusterAccess({ kubeconfig: { path: path.join(folder, "absent") } })).rejects.toThrow(
        "ENOENT",
      );
    } finally {
      if (before === undefined) delete process.env["KUBECONFIG"];
      else process.env["KUBECONFIG"] = before;
    }
  });

  describe("that changes", () => {
    let server: ScriptedServer;
    let accepted = "";
    const token = (request: SeenRequest): string | undefined => request.headers.authorization;

    beforeEach(async () => {
      server = await ScriptedServer.start((request, response) => {
        json(response, token(request) === `Bearer ${accepted}` ? 200 : 401, {});
      });
    });
    afterEach(() => server.stop());

    test("a token file is read again when its token is refused", async () => {
      writeFileSync(path.join(folder, "token"), "first\n");
      const text = kubeconfigFor(server.url, { tokenFile: path.join(folder, "token") });
      const client = await connectKubernetes({ kubeconfig: { text } });
      accepted = "first";
      expect((await client.request("GET", "/")).status).toBe(200);
      writeFileSync(path.join(folder, "token"), "second\n");
      accepted = "second";
      expect((await client.request("GET", "/")).status).toBe(200);
      expect(server.seen.map(token)).toEqual(["Bearer first", "Bearer first", "Bearer second"]);
      await client.close();
    });

    /** A plugin that counts its runs in a file and hands out `token-<run>`, or what `ANSWER` says. */
    function plugin(env: Record<string, string> = {}): object {
      const script = path.join(folder, "plugin.cjs");
      writeFileSync(
        script,
        `const fs = require("fs"); const file = ${JSON.stringify(path.join(folder, "runs"))};
         fs.appendFileSync(file, process.env.KUBERNETES_EXEC_INFO + "\\n");
         const run = fs.readFileSync(file, "utf8").trim().split("\\n").length;
         if (process.env.ANSWER) { console.error("very-secret-value"); process.stdout.write(process.env.ANSWER); process.exit(Number(process.env.EXIT)); }
         const status = { token: "token-" + run };
         if (process.env.EXPIRES) status.expirationTimestamp = process.env.EXPIRES;
         console.log(JSON.stringify({ kind: "ExecCredential", apiVersion: "client.authentication.k8s.io/v1", status }));`,
      );
      const list = Object.entries(env).map(([name, value]) => ({ name, value }));
      return {
        exec: {
          apiVersion: "client.authentication.k8s.io/v1",
          command: process.execPath,
          args: [script],
          env: list,
          provideClusterInfo: true,
        },
      };
    }
    const runs = (): string[] => readFileSync(path.join(folder, "runs"), "utf8").trim().split("\n");

    test("a plugin runs once for many requests, and again when its token is refused", async () => {
      const client = await connectKubernetes({
        kubeconfig: { text: kubeconfigFor(server.url, plugin({ CANARY_FOR_PLUGIN: "x" })) },
      });
      accepted = "token-1";
      await Promise.all([1, 2, 3, 4].map(() => client.request("GET", "/")));
      expect(runs()).toHaveLength(1);
      expect(JSON.parse(runs()[0] ?? "")).toMatchObject({
        kind: "ExecCredential",
        spec: { interactive: false, cluster: { server: server.url } },
      });
      expect(process.env).not.toHaveProperty("CANARY_FOR_PLUGIN");
      accepted = "token-2";
      const answers = await Promise.all([1, 2, 3, 4].map(() => client.request("GET", "/")));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(runs()).toHaveLength(2);
      await client.close();
    });

    test("a plugin runs again when its token has expired", async () => {
      const { credential } = await access(
        kubeconfigFor(server.url, plugin({ EXPIRES: "2001-01-01T00:00:00Z" })),
      );
      expect(await credential.current()).toEqual({ headers: { authorization: "Bearer token-1" } });
      expect(await credential.current()).toEqual({ headers: { authorization: "Bearer token-2" } });
    });

    test.each([
      ["fails", { ANSWER: "x", EXIT: "3" }, "ended with exit code 3"],
      ["prints nonsense", { ANSWER: "very-secret-value", EXIT: "0" }, "printed no ExecCredential"],
    ])("a plugin that %s is an authentication error without its output", async (_name, env, reason) => {
      const { credential } = await access(kubeconfigFor(server.url, plugin(env)));
      const error: unknown = await credential.current().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ reason: "Unauthorized" });
      expect(String(error)).toContain(reason);
      expect(String(error)).not.toContain("very-secret-value");
    });

    test("a plugin that is not installed is an authentication error with its hint", async () => {
      const user = { exec: { command: "/absent/plugin", installHint: "Install the plugin" } };
      const { credential } = await access(kubeconfigFor(server.url, user));
      await expect(credential.current()).rejects.toThrow(/could not be started.*Install the plugin/);
    });

    test("a credential that cannot be read is an authentication error, not an unreachable server", async () => {
      const text = kubeconfigFor(server.url, { tokenFile: path.join(folder, "absent") });
      const client = await connectKubernetes({ kubeconfig: { text } });
      await expect(client.request("GET", "/")).rejects.toMatchObject({
        reason: "Unauthorized",
        message: expect.stringContaining("ENOENT") as unknown,
      });
      expect(server.seen).toEqual([]);
      await client.close();
    });

    test("requests go through the proxy", async () => {
      const tunnels: string[] = [];
      const proxy = createServer().on("connect", (request, socket) => {
        tunnels.push(request.url ?? "");
        const target = new URL(server.url);
        const upstream = connect(Number(target.port), target.hostname, () => {
          socket.write("HTTP/1.1 200 OK\r\n\r\n");
          upstream.pipe(socket).pipe(upstream);
        });
        for (const end of [socket, upstream]) end.on("error", () => upstream.destroy());
      });
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      const proxyUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      accepted = "t";
      const text = kubeconfigFor(server.url, { token: "t" }, { "proxy-url": proxyUrl });
      const client = await connectKubernetes({ kubeconfig: { text } });
      expect((await client.request("GET", "/")).status).toBe(200);
      expect(tunnels).toEqual([new URL(server.url).host]);
      await client.close();
      await new Promise((resolve) => proxy.close(resolve));
    });
  });
});
