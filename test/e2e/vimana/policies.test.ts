import type { GrpcClient } from "../../support/grpc-client.js";
import { askPrometheus } from "../../support/gateway.js";
import { KeySet } from "../../support/key-set.js";
import { until } from "../../support/until.js";
import { vimanaScene } from "../../support/vimana-scene.js";

const ISSUER = "https://issuer.policies.test";
const AUDIENCE = "shop";
const LIMIT = 10;

/** Servers by id, with the one service that each has and what its images are told. */
const SERVERS = {
  guarded: { service: "example.Guarded", environment: {} },
  slow: { service: "example.Slow", environment: { LATENCY_MS: "1500" } },
  flaky: { service: "example.Flaky", environment: { FAIL_RATIO: "0.3" } },
  limited: { service: "example.Limited", environment: {} },
  mirrored: { service: "example.Mirrored", environment: {} },
} as const;
const component = { components: { "1.0.0": {} } };

describe("what a server lets through", () => {
  const scene = vimanaScene("policies");
  let keys: KeySet;
  let client: GrpcClient;

  beforeAll(async () => {
    for (const [server, { service, environment }] of Object.entries(SERVERS))
      await scene.push({ domain: "shop", server, services: [service], version: "1.0.0", environment });
    await scene.push({
      domain: "shop",
      server: "mirrored",
      services: [SERVERS.mirrored.service],
      version: "1.1.0",
    });
    keys = await KeySet.serve(scene.lab);
    scene.declare({
      shop: {
        servers: {
          guarded: {
            ...component,
            services: [SERVERS.guarded.service],
            auth: { jwks: [keys.url], issuer: ISSUER, audiences: [AUDIENCE] },
          },
          slow: {
            ...component,
            services: [SERVERS.slow.service],
            traffic: { requestTimeout: "500ms" },
          },
          flaky: {
            ...component,
            services: [SERVERS.flaky.service],
            traffic: { retries: { attempts: 10, on: ["internal"] } },
          },
          limited: {
            ...component,
            services: [SERVERS.limited.service],
            traffic: { rateLimit: { requests: LIMIT, unit: "Hour" } },
          },
          mirrored: {
            services: [SERVERS.mirrored.service],
            components: { "1.0.0": {}, "1.1.0": {} },
            weights: { "1.0.0": 1 },
            mirror: { version: "1.1.0" },
          },
        },
      },
    });
    await scene.make("up");
    client = await scene.caller(scene.hostOf("shop"), SERVERS.mirrored.service);
  });

  afterAll(() => keys.close());

  const bearer = (claims: Readonly<Record<string, unknown>>, set = keys) => ({
    headers: { authorization: `Bearer ${set.token(claims)}` },
  });

  test("is calls with a token that the key set proves, and none without", async () => {
    const { service } = SERVERS.guarded;
    const good = bearer({ iss: ISSUER, aud: AUDIENCE, sub: "alice" });
    await until("the key set in Envoy", async () => (await client.echo(service, good)).code === "OK");
    expect(keys.asked).toBeGreaterThan(0);
    expect(await client.echo(service)).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await client.echo(service, bearer({ iss: "https://else.test", aud: AUDIENCE }))).toMatchObject({
      code: "UNAUTHENTICATED",
    });
    expect(await client.echo(service, bearer({ iss: ISSUER, aud: "bank" }))).not.toMatchObject({
      code: "OK",
    });
    const expired = bearer({ iss: ISSUER, aud: AUDIENCE, exp: 1 });
    expect(await client.echo(service, expired)).toMatchObject({ code: "UNAUTHENTICATED" });
    const forged = `${good.headers.authorization.slice(0, -8)}AAAAAAAA`;
    expect(await client.echo(service, { headers: { authorization: forged } })).toMatchObject({
      code: "UNAUTHENTICATED",
    });
    expect(await client.echo(service, good)).toMatchObject({ code: "OK" });
  });

  test("is ended by the gateway after the longest time for a call", async () => {
    const begun = Date.now();
    const { code } = await client.echo(SERVERS.slow.service);
    expect(Date.now() - begun).toBeLessThan(1400);
    expect(code).toBe("UNAVAILABLE");
  });

  test("is tried again when it fails as is said", async () => {
    const codes: string[] = [];
    for (let call = 0; call < 60; call++) codes.push((await client.echo(SERVERS.flaky.service)).code);
    expect(new Set(codes)).toEqual(new Set(["OK"]));
  });

  test("is as many calls as the limit says", async () => {
    const codes: string[] = [];
    for (let call = 0; call < 3 * LIMIT; call++)
      codes.push((await client.echo(SERVERS.limited.service)).code);
    expect(codes.filter((code) => code === "OK")).toHaveLength(LIMIT);
    expect(new Set(codes.slice(LIMIT))).toEqual(new Set(["UNAVAILABLE"]));
  });

  test("is copied to the mirror, whose answers nobody sees", async () => {
    const [address = ""] = await scene.podAddresses({
      domain: "shop",
      server: "mirrored",
      version: "1.1.0",
    });
    const copied = async (): Promise<number> => {
      const samples = await askPrometheus(
        scene.lab,
        `sum(envoy_cluster_endpoint_rq_total{envoy_endpoint_address="${address}:80"})`,
      );
      return samples[0]?.value ?? 0;
    };
    const before = await copied();
    for (let call = 0; call < 30; call++)
      expect((await client.echo(SERVERS.mirrored.service)).reply?.version).toBe("1.0.0");
    await until("30 copies", async () => (await copied()) >= before + 30);
  });
});
