import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { connectKubernetes, type ConnectOptions } from "../../../clients/kubernetes/connect.js";
import { KubeError } from "../../../clients/kubernetes/errors.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { testKubeconfig } from "./kubeconfig.js";

/** A certificate authority that signed nothing; its key is thrown away. */
const ANOTHER_AUTHORITY = `-----BEGIN CERTIFICATE-----
MIIBkDCCATWgAwIBAgIUMUKUiT2JdktdEeOBtYDk6BqrHN4wCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRYW5vdGhlciBhdXRob3JpdHkwIBcNMjYxMTIxMTAwNjEwWhgP
MjEyNjEwMjgxMDA2MTBaMBwxGjAYBgNVBAMMEWFub3RoZXIgYXV0aG9yaXR5MFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEzZe4I16xeA574mfw8LwFcZ00HplsTm+p
ri9baNIZ+puDV2I4RjSXp14+pNmsNzJwwP/ufW5k0FrZFVDw7fCCjKNTMFEwHQYD
VR0OBBYEFJaVcsuDy6EbywvAHG4IpNxaNolYMB8GA1UdIwQYMBaAFJaVcsuDy6Eb
ywvAHG4IpNxaNolYMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIh
AOPRJHFIbGjaMSzfVgnTvJhqr7OMGIoawXpBykh89RMcAiEAxv3cuIXu7vuctEt8
3+7GBwpxOzvLrF6xpojk8FTyHzY=
-----END CERTIFICATE-----
`;

interface Kubeconfig {
  clusters: { cluster: Record<string, unknown> }[];
  users: { user: Record<string, unknown> }[];
}

// The first test may have to start the lab.
jest.setTimeout(120_000);

describe("trust between client and server", () => {
  let kubeconfig: Kubeconfig;

  beforeAll(async () => {
    const file = await testKubeconfig();
    kubeconfig = parse(readFileSync(file, "utf8")) as Kubeconfig;
    const cluster = kubeconfig.clusters[0]!.cluster;
    const authority = cluster["certificate-authority"];
    if (typeof authority === "string")
      cluster["certificate-authority"] = path.resolve(path.dirname(file), authority);
  });

  /** A client of the same cluster with another cluster entry or user. */
  async function readVersion(
    cluster: object,
    user: object | undefined,
    options: Omit<ConnectOptions, "kubeconfig"> = {},
  ): Promise<KubeObject | undefined> {
    const changed = structuredClone(kubeconfig);
    Object.assign(changed.clusters[0]!.cluster, cluster);
    if (user !== undefined) changed.users[0]!.user = { ...user };
    const client = await connectKubernetes({
      kubeconfig: { text: JSON.stringify(changed) },
      retry: { retries: 1, firstDelayMs: 1 },
      ...options,
    });
    try {
      return await client.get({ apiVersion: "v1", kind: "Namespace", name: "default" });
    } finally {
      await client.close();
    }
  }

  async function failure(call: Promise<unknown>): Promise<KubeError> {
    const error: unknown = await call.catch((thrown: unknown) => thrown);
    if (!(error instanceof KubeError)) throw new Error(`no KubeError: ${String(error)}`);
    return error;
  }

  const trustNobody = { "certificate-authority": undefined, "insecure-skip-tls-verify": true };

  test("the kubeconfig's own authority and user are accepted", async () => {
    expect((await readVersion({}, undefined))?.metadata.name).toBe("default");
  });

  test("another authority is a failure of trust, never an unreachable server", async () => {
    const data = Buffer.from(ANOTHER_AUTHORITY).toString("base64");
    const error = await failure(
      readVersion({ "certificate-authority": undefined, "certificate-authority-data": data }, undefined),
    );
    expect(error.reason).toBe("Unauthorized");
    expect(error.message).toContain("is not trusted");
    expect(error.message).toContain("certificate-authority-data");
  });

  test("a certificate for another name is a failure of trust", async () => {
    const error = await failure(readVersion({ "tls-server-name": "elsewhere.example" }, undefined));
    expect(error.reason).toBe("Unauthorized");
    expect(error.message).toContain("it is for another name");
  });

  test("insecure-skip-tls-verify looks away", async () => {
    const skipped = { ...trustNobody, "certificate-authority-data": undefined };
    expect((await readVersion(skipped, undefined))?.metadata.name).toBe("default");
  });

  test("a wrong token is refused by name", async () => {
    const error = await failure(readVersion({}, { token: "wrong-token-value" }));
    expect([error.reason, error.detail.status]).toEqual(["Unauthorized", 401]);
    expect(error.message).not.toContain("wrong-token-value");
    const given = await failure(readVersion({}, undefined, { token: "wrong-token-value" }));
    expect(given.message).toContain("the configured token");
  });

  test("nobody may do nothing, and is told so", async () => {
    const error = await failure(readVersion({}, {}));
    expect(["Forbidden", "Unauthorized"]).toContain(error.reason);
    expect(error.message).toContain("no credential of user");
  });

  test("the server does not give a Secret's values back in its errors", async () => {
    const client = await connectKubernetes({ kubeconfig: { path: await testKubeconfig() } });
    const secret: KubeObject = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "broken", namespace: "default" },
      data: { password: 47114711 },
    };
    const error = await failure(client.apply(secret, { fieldManager: "contract", dryRun: true }));
    expect(error.reason).not.toBe("Unreachable");
    expect(`${error.message} ${JSON.stringify(error.detail)}`).not.toContain("47114711");
    await client.close();
  });
});
