import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { VimanaInput } from "../../../../model/vimana/schema.js";
import { directObjects, operatorObjects, plannedVimana } from "../../../support/vimana-plans.js";

/**
 * What hierarchies become, field for field. The golden files were worked out from the facts of the wire format and not
 * with the code under test.
 */
const ID = "0123456789abcdef0123456789abcdef";
const PROVIDED = { mode: "provided" } as const;

const WASM: Omit<VimanaInput, "domains"> = {
  cluster: "lab",
  workloadRuntime: "vimana",
  registry: "main",
  tls: PROVIDED,
};

const TWO_SERVERS = {
  "my-server": {
    services: ["example.grpc.Service1", "example.grpc.Service2"],
    weights: { "1.0.0": 80, "2.1.0": 20 },
    components: { "1.0.0": {}, "2.1.0": {} },
  },
  "a-servier-server": {
    services: ["some.other.Service"],
    weights: { "1.1.1": 500, "2.2.2": 1 },
    components: { "1.1.1": {}, "2.2.2": {} },
  },
};

function withServers(servers: NonNullable<NonNullable<VimanaInput["domains"]>[string]["servers"]>) {
  return plannedVimana("the-vimana", {
    ...WASM,
    namespace: "apps",
    canonicalSuffix: "app.vimana.host",
    domains: { shop: { id: ID, aliases: ["example.com"], servers } },
  });
}

test("a Vimana without domains has no gateway (V1)", () => {
  const vimana = plannedVimana("test-resource", { ...WASM, gateway: { installClass: true } });
  expect(directObjects(vimana)).toStrictEqual(golden("v1"));
});

test("a domain with aliases has a listener for each host (V2)", () => {
  const vimana = plannedVimana("test-resource", {
    ...WASM,
    canonicalSuffix: "app.vimana.host",
    gateway: { installClass: true },
    domains: { shop: { id: ID, aliases: ["example.com", "foo.bar.whatsittoyouz.net"] } },
  });
  expect(directObjects(vimana)).toStrictEqual(golden("v2"));
});

test("a domain without servers has no route (D1)", () => {
  const vimana = plannedVimana("the-vimana", {
    cluster: "lab",
    namespace: "apps",
    tls: PROVIDED,
    domains: {
      shop: {
        id: ID,
        aliases: ["example.com", "api.example.fersher.net"],
        failover: ["elsewhere.example.com"],
        reflection: { allBut: [] },
        openApi: true,
      },
    },
  });
  expect(directObjects(vimana)).toStrictEqual(golden("d1"));
});

test("each server has a route of its own (D2)", () => {
  expect(directObjects(withServers(TWO_SERVERS))).toStrictEqual(golden("d2"));
});

test("one more server changes nothing of the others (D3)", () => {
  const more = { services: ["example.grpc.Service3"], components: { "1.0.0": {} } };
  const objects = directObjects(withServers({ ...TWO_SERVERS, "new-server": more }));
  expect(objects).toStrictEqual(golden("d3"));
  expect(objects).toEqual(expect.arrayContaining(golden("d2")));
});

test("a version is a Deployment and a Service (C1)", () => {
  const objects = directObjects(
    withServers({ "some-id": { services: ["a.B"], components: { "1.2.3": {} } } }),
  );
  expect(objects.filter(({ kind }) => kind === "Deployment" || kind === "Service")).toStrictEqual(
    golden("c1"),
  );
});

test("operator mode makes the four custom resources", () => {
  const vimana = plannedVimana("the-vimana", {
    cluster: "lab",
    mode: "operator",
    namespace: "default",
    registry: "mini",
    tls: PROVIDED,
    domains: {
      adder: {
        id: "00000000000000000000000000000001",
        aliases: ["api.vimana.host"],
        servers: {
          "the-adder-server": {
            services: ["foo.bar.AdderService"],
            weights: { "1.0.0": 1 },
            components: { "1.0.0": {} },
          },
        },
      },
    },
  });
  expect(operatorObjects(vimana)).toStrictEqual(golden("mvp"));
});

test("all that can be declared in direct mode", () => {
  const vimana = plannedVimana("shop", {
    cluster: "lab",
    namespace: "shop-ns",
    drain: "44.5s",
    streamGrace: "5m",
    readyTimeout: "2m",
    regions: ["aws/us-east", "gcp/us-west1"],
    regionNodes: {
      "aws/us-east": { "topology.kubernetes.io/region": "us-east-1" },
      "gcp/us-west1": {
        "topology.kubernetes.io/zone": "us-west1-b",
        "topology.kubernetes.io/region": "us-west1",
      },
    },
    tls: { mode: "certManager", issuer: { name: "letsencrypt" } },
    gateway: {
      installClass: true,
      http01: true,
      port: 8443,
      waitFor: "accepted",
      infrastructure: { type: "Host", envoyVersion: "1.40.0" },
    },
    domains: {
      shop: {
        id: ID,
        aliases: ["shop.example.com"],
        servers: {
          cart: {
            services: ["shop.Cart"],
            weights: { "1.0.0": 1 },
            auth: {
              jwks: ["https://login.example.com/keys", "https://backup.example.com/keys"],
              issuer: "https://login.example.com",
              audiences: ["shop"],
            },
            traffic: {
              requestTimeout: "90s",
              maxStreamDuration: "1.5h",
              retries: { attempts: 3, on: ["unavailable", 503], perTryTimeout: "2.5s" },
              rateLimit: { requests: 100, unit: "Minute" },
              circuitBreaker: { maxConnections: 10, maxParallelRequests: 50 },
            },
            mirror: { version: "2.0.0", percent: 10 },
            components: {
              "1.0.0": {
                image: "example.com/cart:1.0.0",
                port: 8080,
                autoscaling: {
                  min: 2,
                  max: 5,
                  cpuPercent: 60,
                  metrics: [
                    {
                      type: "Pods",
                      pods: {
                        metric: { name: "streams" },
                        target: { type: "AverageValue", averageValue: "20" },
                      },
                    },
                  ],
                },
                minAvailable: "50%",
                resources: { requests: { cpu: "100m" }, limits: { memory: "1Gi" } },
                env: { B: "2", A: "1" },
              },
              "2.0.0": {
                image: `example.com/cart@sha256:${"a".repeat(64)}`,
                replicas: 0,
                pinned: true,
              },
            },
          },
        },
      },
    },
  });
  expect(directObjects(vimana)).toStrictEqual(golden("full"));
});

test("domains with ListenerSets leave the gateway one listener", () => {
  const vimana = plannedVimana("sets", {
    cluster: "lab",
    tls: PROVIDED,
    gateway: { listenerSets: "always" },
    domains: {
      shop: {
        id: ID,
        aliases: ["*.example.com"],
        servers: {
          all: { catchAll: true, components: { "1.0.0": { image: "example.com/all:1.0.0" } } },
        },
      },
    },
  });
  expect(directObjects(vimana)).toStrictEqual(golden("listener-sets"));
});

function golden(name: string): unknown[] {
  return JSON.parse(readFileSync(join(__dirname, "golden", `${name}.json`), "utf8")) as unknown[];
}
