import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { createServer, connect, type TLSSocket } from "node:tls";
import type { AddressInfo } from "node:net";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { OWNER_ANNOTATION } from "../../../model/shared/ownership.js";
import { secretName } from "../../../model/vimana/names.js";
import {
  devCertificates,
  type DevCertificatesInputs,
  type DevCertificatesOutputs,
} from "../../../providers/vimana/dev-certificates.js";
import { DOMAIN, Driver, NAMESPACE, SCOPE, START, vimanaWorld, withEveryFault, type World } from "./world.js";

// Keys take their time on a busy machine.
jest.setTimeout(60_000);

const HOST = `${DOMAIN}.vimana.host`;
const ALIAS = "api.example.com";
const AUTHORITY = "the-vimana-gateway-dev-ca";
const DAY = 24 * 3_600_000;

type CertificatesDriver = Driver<DevCertificatesInputs, DevCertificatesOutputs>;

function spec(
  hosts: readonly string[],
  more: Record<string, unknown> = {},
  host = {},
): Record<string, unknown> {
  return {
    cluster: "lab",
    namespace: NAMESPACE,
    vimana: "the-vimana",
    hosts: Object.fromEntries(hosts.map((name) => [name, { domain: DOMAIN, ...host }])),
    ...more,
  };
}

function certificates(world: World, resource = "apps-certificates", scope = SCOPE): CertificatesDriver {
  return new Driver(world, devCertificates, resource, scope);
}

function secret(world: World, name: string): KubeObject | undefined {
  return world.kubernetes.peek({ apiVersion: "v1", kind: "Secret", namespace: NAMESPACE, name });
}

function text(world: World, name: string, key: string): string {
  const data = (secret(world, name)?.["data"] ?? {}) as Record<string, string>;
  return Buffer.from(data[key] ?? "", "base64").toString();
}

function secrets(world: World): string[] {
  return world.kubernetes
    .objects("Secret")
    .map(({ metadata }) => metadata.name ?? "")
    .sort();
}

function patch(world: World, name: string, change: unknown): Promise<KubeObject> {
  const ref = { apiVersion: "v1", kind: "Secret", namespace: NAMESPACE, name };
  return world.kubernetes.patch(ref, change, { type: "merge" });
}

/** A world of today, since TLS looks at the machine's clock. */
function today(): World {
  const world = vimanaWorld();
  world.now = Date.now();
  return world;
}

/** What a client that trusts the authority gets from a server with a host's Secret; the error's code otherwise. */
async function handshake(world: World, host: string, servername: string, ca: string): Promise<string> {
  const name = secretName(host);
  const server = createServer({ cert: text(world, name, "tls.crt"), key: text(world, name, "tls.key") });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const socket: TLSSocket = connect({ host: "127.0.0.1", port, servername, ca, minVersion: "TLSv1.3" });
  try {
    return await new Promise((resolve) => {
      socket.once("secureConnect", () => {
        resolve(socket.authorized ? "trusted" : String(socket.authorizationError));
      });
      socket.once("error", (error: NodeJS.ErrnoException) => {
        resolve(error.code ?? error.message);
      });
    });
  } finally {
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe("certificates for development", () => {
  test("are Secrets that a TLS server takes and a client that knows the authority trusts", async () => {
    const world = today();
    const driver = certificates(world);
    const wildcard = "*.shop.example.com";
    const outputs = await driver.up(spec([HOST, wildcard]));
    expect(secrets(world)).toEqual([AUTHORITY, secretName(HOST), secretName(wildcard)].sort());
    const made = secret(world, secretName(HOST));
    expect(made).toMatchObject({
      type: "kubernetes.io/tls",
      metadata: {
        labels: { "vimana.host/domain": DOMAIN },
        annotations: { [OWNER_ANNOTATION]: "abc123/shop/dev/apps-certificates" },
      },
    });
    expect(Object.keys(made?.["data"] as object).sort()).toEqual(["ca.crt", "tls.crt", "tls.key"]);
    expect(await handshake(world, HOST, HOST, outputs.ca)).toBe("trusted");
    expect(await handshake(world, wildcard, "eu.shop.example.com", outputs.ca)).toBe("trusted");
    expect(await handshake(world, HOST, ALIAS, outputs.ca)).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
    const another = await certificates(today()).up(spec([HOST]));
    expect(await handshake(world, HOST, HOST, another.ca)).not.toBe("trusted");
  });

  test("have the shape that is expected of them", async () => {
    const world = vimanaWorld();
    const outputs = await certificates(world).up(spec([HOST]));
    const [authority, leaf] = [
      new X509Certificate(outputs.ca),
      new X509Certificate(text(world, secretName(HOST), "tls.crt")),
    ];
    expect(authority.subject).toBe("CN=groundplan dev the-vimana");
    expect(authority.ca).toBe(true);
    expect(leaf.ca).toBe(false);
    expect(leaf.subjectAltName).toBe(`DNS:${HOST}`);
    expect(leaf.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
    expect(createPrivateKey(text(world, secretName(HOST), "tls.key")).asymmetricKeyDetails).toMatchObject({
      namedCurve: "prime256v1",
    });
    const days = (certificate: X509Certificate): number =>
      Math.round((Date.parse(certificate.validTo) - START) / DAY);
    expect([days(authority), days(leaf)]).toEqual([3652, 365]);
    expect(outputs.certificates[HOST]).toEqual({
      secret: secretName(HOST),
      notAfter: new Date(leaf.validTo).toISOString(),
      fingerprint: createHash("sha256").update(leaf.raw).digest("hex"),
    });
    // The authority comes along in the chain.
    expect(text(world, secretName(HOST), "tls.crt")).toContain(outputs.ca);
  });

  test("never put a private key anywhere but into their Secrets", async () => {
    const world = vimanaWorld();
    const driver = certificates(world);
    await driver.up(spec([HOST, ALIAS]));
    await driver.refresh();
    await driver.plan(spec([HOST, ALIAS, "b.example.com"]));
    const said = JSON.stringify([driver.state, world.lines]);
    expect(said).toContain("BEGIN CERTIFICATE");
    expect(said).not.toContain("PRIVATE KEY");
    for (const name of secrets(world)) {
      const [, line = ""] = text(world, name, "tls.key").split("\n");
      expect(line).toHaveLength(64);
      expect(said).not.toContain(line);
    }
  });

  test("a further host gets one more Secret, and nothing else is touched", async () => {
    const world = vimanaWorld();
    const driver = certificates(world);
    const before = await driver.up(spec([HOST]));
    const held = [secret(world, AUTHORITY), secret(world, secretName(HOST))];
    expect((await driver.plan(spec([HOST, ALIAS])))?.steps).toEqual([`issue the certificate of ${ALIAS}`]);
    const writes = world.writes().length;
    const after = await driver.up(spec([HOST, ALIAS]));
    expect(world.writes()).toHaveLength(writes + 1);
    expect([secret(world, AUTHORITY), secret(world, secretName(HOST))]).toEqual(held);
    expect(after.certificates[HOST]).toEqual(before.certificates[HOST]);
    expect(after.ca).toBe(before.ca);
  });

  test("a host that goes takes its Secret along, unless that is retained", async () => {
    const world = vimanaWorld();
    const driver = certificates(world);
    await driver.up(spec([HOST, ALIAS]));
    expect((await driver.plan(spec([HOST])))?.steps).toEqual([`remove the certificate of ${ALIAS}`]);
    await driver.up(spec([HOST]));
    expect(secret(world, secretName(ALIAS))).toBeUndefined();

    await driver.up(spec([HOST, ALIAS], {}, { retainSecret: true }));
    const plan = await driver.plan(spec([HOST], {}, { retainSecret: true }));
    expect(plan).toMatchObject({ steps: [], notes: [`Secret ${secretName(ALIAS)} of ${ALIAS} stays`] });
    await driver.up(spec([HOST], {}, { retainSecret: true }));
    await driver.down();
    expect(secrets(world)).toEqual([secretName(ALIAS), secretName(HOST)].sort());
  });

  test("are renewed when fewer than 30 days are left, which a preview says", async () => {
    const world = vimanaWorld();
    const driver = certificates(world);
    const before = await driver.up(spec([HOST]));
    const requests = world.kubernetes.requests.length;
    world.now = START + 334 * DAY;
    expect((await driver.plan(spec([HOST])))?.steps).toEqual([]);
    world.now = START + 336 * DAY;
    expect((await driver.plan(spec([HOST])))?.steps).toEqual([`renew the certificate of ${HOST}`]);
    expect(world.kubernetes.requests).toHaveLength(requests);
    const after = await driver.up(spec([HOST]));
    expect(after.ca).toBe(before.ca);
    expect(Date.parse(after.certificates[HOST]?.notAfter ?? "")).toBe(START + (336 + 365) * DAY);
    expect((await driver.plan(spec([HOST])))?.steps).toEqual([]);
  });

  test("an authority that ends is followed by another one", async () => {
    const world = vimanaWorld();
    const driver = certificates(world);
    const before = await driver.up(spec([HOST]));
    world.now = START + 3_630 * DAY;
    expect((await driver.plan(spec([HOST])))?.steps.join("\n")).toContain("make a new authority");
    const after = await driver.up(spec([HOST]));
    expect(after.ca).not.toBe(before.ca);
    expect(text(world, secretName(HOST), "ca.crt")).toBe(after.ca);
  });
});

describe("Secrets that somebody changed", () => {
  const made = async (): Promise<{ world: World; driver: CertificatesDriver }> => {
    const world = vimanaWorld();
    const driver = certificates(world);
    await driver.up(spec([HOST, ALIAS]));
    return { world, driver };
  };
  const vanish = (world: World, name: string): void => {
    world.kubernetes.vanish({ apiVersion: "v1", kind: "Secret", namespace: NAMESPACE, name });
  };

  test.each<[string, string, (world: World) => unknown]>([
    [
      "is gone",
      secretName(ALIAS),
      (world) => {
        vanish(world, secretName(ALIAS));
      },
    ],
    [
      "has another key",
      secretName(ALIAS),
      (world) =>
        patch(world, secretName(ALIAS), {
          data: {
            "tls.key": (secret(world, secretName(HOST))?.["data"] as Record<string, string>)["tls.key"],
          },
        }),
    ],
    [
      "has another host's certificate",
      secretName(ALIAS),
      (world) => patch(world, secretName(ALIAS), { data: secret(world, secretName(HOST))?.["data"] }),
    ],
    [
      "is no certificate any more",
      secretName(ALIAS),
      (world) => patch(world, secretName(ALIAS), { data: { "tls.crt": "eA==" } }),
    ],
    [
      "is the authority and gone",
      AUTHORITY,
      (world) => {
        vanish(world, AUTHORITY);
      },
    ],
  ])("one that %s is drift, and is repaired", async (_what, name, change) => {
    const { world, driver } = await made();
    expect(await driver.refresh()).toBe(true);
    expect(driver.state?.inputs.inStep).toBe(true);
    await change(world);
    await driver.refresh();
    expect(driver.state?.inputs.inStep).toBe(false);
    expect(world.lines.join("\n")).toMatch(
      new RegExp(`warning: drift: Secret ${NAMESPACE}/${name}.* was changed by hand`),
    );
    expect((await driver.plan(spec([HOST, ALIAS])))?.steps).toEqual([
      "restore the Secrets that are gone or were changed by hand",
    ]);
    const { ca } = await driver.up(spec([HOST, ALIAS]));
    for (const host of [HOST, ALIAS]) {
      const leaf = new X509Certificate(text(world, secretName(host), "tls.crt"));
      expect(leaf.verify(new X509Certificate(ca).publicKey)).toBe(true);
      expect(leaf.subjectAltName).toBe(`DNS:${host}`);
      expect(leaf.checkPrivateKey(createPrivateKey(text(world, secretName(host), "tls.key")))).toBe(true);
    }
    await driver.refresh();
    expect(driver.state?.inputs.inStep).toBe(true);
  });
});

describe("Secrets of others", () => {
  const foreign = (world: World, annotations = {}): void => {
    world.kubernetes.seed({
      apiVersion: "v1",
      kind: "Secret",
      type: "kubernetes.io/tls",
      metadata: { namespace: NAMESPACE, name: secretName(HOST), annotations },
      data: { "tls.crt": "eA==", "tls.key": "eQ==" },
    });
  };

  test.each([
    ["without a mark", {}, "bears no owner mark"],
    ["of another stack", { [OWNER_ANNOTATION]: "def456/x/prod/y" }, "belongs to def456/x/prod/y"],
  ])(
    "one %s is refused at preview and at up, and taken over with adopt",
    async (_what, annotations, reason) => {
      const world = vimanaWorld();
      foreign(world, annotations);
      const driver = certificates(world);
      await expect(driver.plan(spec([HOST, ALIAS]))).rejects.toThrow(reason);
      expect(world.writes()).toEqual([]);
      await expect(driver.up(spec([HOST, ALIAS]))).rejects.toThrow(reason);
      expect(text(world, secretName(HOST), "tls.crt")).toBe("x");
      // What was made meanwhile is known.
      expect(Object.keys(driver.state?.outputs.certificates ?? {})).toEqual([ALIAS]);
      await driver.up(spec([HOST, ALIAS], { adopt: true }));
      expect(text(world, secretName(HOST), "tls.crt")).toContain("BEGIN CERTIFICATE");
    },
  );

  test("one of another type is refused", async () => {
    const world = vimanaWorld();
    const name = secretName(HOST);
    world.kubernetes.seed({
      apiVersion: "v1",
      kind: "Secret",
      type: "Opaque",
      metadata: { namespace: NAMESPACE, name },
    });
    await expect(certificates(world).up(spec([HOST], { adopt: true }))).rejects.toThrow("is of type Opaque");
  });

  test("one that another resource of the stack has written over ours is theirs", async () => {
    const world = vimanaWorld();
    const driver = certificates(world);
    await driver.up(spec([HOST, ALIAS]));
    const mark = "abc123/shop/dev/provided";
    const theirs = { metadata: { annotations: { [OWNER_ANNOTATION]: mark } }, data: { "tls.crt": "eA==" } };
    // In the very moment in which ours would be deleted.
    const stop = world.kubernetes.inject(({ verb, kind }, moment) => {
      if (verb !== "delete" || kind !== "Secret" || moment !== "before") return undefined;
      stop();
      void patch(world, secretName(ALIAS), theirs);
      return undefined;
    });
    await driver.up(spec([HOST]));
    expect(text(world, secretName(ALIAS), "tls.crt")).toBe("x");
    expect(world.lines.join("\n")).toContain(`stays: ${mark} holds it`);
    await driver.down();
    expect(secrets(world)).toEqual([secretName(ALIAS)]);
  });

  test("are taken away after the resource was renamed", async () => {
    const world = vimanaWorld();
    const driver = certificates(world);
    await driver.up(spec([HOST]));
    const renamed = certificates(world, "renamed");
    await renamed.down(driver.state);
    expect(secrets(world)).toEqual([]);
  });

  test("a later instance of the resource keeps the Secrets from the earlier one, and their certificates", async () => {
    const world = vimanaWorld();
    const driver = certificates(world);
    const first = await driver.up(spec([HOST]));
    const earlier = driver.state;
    driver.state = undefined;
    expect(await driver.up(spec([HOST]))).toEqual(first);
    await driver.down(earlier);
    expect(secrets(world)).toEqual([AUTHORITY, secretName(HOST)].sort());
    expect(world.lines.join("\n")).toContain("stays: abc123/shop/dev/apps-certificates holds it");
    await driver.down();
    expect(secrets(world)).toEqual([]);
    await driver.down(earlier);
  });
});

describe("with every request failing once, before or after its effect", () => {
  const make = (): { world: World; driver: CertificatesDriver; run: () => Promise<unknown> } => {
    const world = vimanaWorld();
    const driver = certificates(world);
    return { world, driver, run: () => driver.up(spec([HOST])) };
  };

  test("a create converges", async () => {
    await withEveryFault(
      () => Promise.resolve(make()),
      async ({ world, driver }) => {
        expect(secrets(world)).toEqual([AUTHORITY, secretName(HOST)].sort());
        await driver.refresh();
        expect(driver.state?.inputs.inStep).toBe(true);
      },
    );
  });

  test("an update that brings one host and takes another converges", async () => {
    await withEveryFault(
      async () => {
        const made = make();
        await made.run();
        return { ...made, run: () => made.driver.up(spec([ALIAS])) };
      },
      ({ world }) => {
        expect(secrets(world)).toEqual([AUTHORITY, secretName(ALIAS)].sort());
      },
    );
  });

  test("a delete converges", async () => {
    await withEveryFault(
      async () => {
        const made = make();
        await made.run();
        const known = made.driver.state;
        return { ...made, run: () => made.driver.down(known) };
      },
      ({ world }) => {
        expect(secrets(world)).toEqual([]);
      },
    );
  });
});
