import { listenerSetName, routeName, sha224 } from "../../../model/vimana/names.js";
import { ownerHash } from "../../../model/shared/ownership.js";
import {
  before,
  CART,
  CERTIFICATES,
  DEPLOYMENT,
  ENVOY_PROXY,
  GATEWAY,
  GUARD,
  IDENTITY,
  keyOf,
  LEDGER,
  NAMESPACE,
  only,
  resourcesOf,
  ROUTE,
  SERVICE,
  SHOP,
  shop,
  shopWithCart,
  TRAFFIC,
  TRAFFIC_POLICY,
} from "./scene.js";

type Objects = { readonly kind: string; readonly name: string }[];

function nameOf({ inputs }: { readonly inputs: Record<string, unknown> }): string {
  return (inputs["metadata"] as { name: string }).name;
}

describe("a Vimana in direct mode", () => {
  it("is a tree of components as the document nests them", async () => {
    const found = await resourcesOf(shop());
    const components = found.filter(({ type }) => type.startsWith("groundplan:vimana:"));
    expect(components.map(({ type, name, parent }) => [type, name, parent])).toEqual([
      ["groundplan:vimana:Vimana", "apps", "pulumi:pulumi:Stack::shop-dev"],
      ["groundplan:vimana:Cluster", "apps", "groundplan:vimana:Vimana::apps"],
      ["groundplan:vimana:Domain", "apps/shop", "groundplan:vimana:Vimana::apps"],
      ["groundplan:vimana:DomainIdentity", "apps/shop", "groundplan:vimana:Domain::apps/shop"],
      ["groundplan:vimana:Server", "apps/shop/cart", "groundplan:vimana:Domain::apps/shop"],
      ["groundplan:vimana:Component", "apps/shop/cart@1.0.0", "groundplan:vimana:Server::apps/shop/cart"],
      ["groundplan:vimana:Component", "apps/shop/cart@1.1.0", "groundplan:vimana:Server::apps/shop/cart"],
    ]);
  });

  it("declares one resource for each object, and no more kinds than one ledger and one traffic a server", async () => {
    const found = await resourcesOf(shop());
    const others = found.filter(({ type }) => !type.startsWith("groundplan:"));
    const expected = [
      `pulumi:providers:kubernetes apps < apps`,
      `${IDENTITY} apps < apps`,
      `${GUARD} apps < apps`,
      `${NAMESPACE} apps < apps`,
      `${CERTIFICATES} apps < apps`,
      `${ENVOY_PROXY} apps < apps`,
      `${TRAFFIC_POLICY} apps < apps`,
      `${GATEWAY} apps < apps`,
      `${LEDGER} apps/shop/cart < apps/shop/cart`,
      ...["1.0.0", "1.1.0"].flatMap((version) =>
        [DEPLOYMENT, SERVICE].map((type) => `${type} apps/shop/cart@${version} < apps/shop/cart@${version}`),
      ),
      `${TRAFFIC} apps/shop/cart < apps/shop/cart`,
    ];
    const lines = others.map(({ type, name, parent }) => `${type} ${name} < ${parent.split("::")[1] ?? ""}`);
    expect(lines.sort()).toEqual(expected.sort());
  });

  it("names objects by Vimana's rules and marks them as this stack's", async () => {
    const found = await resourcesOf(shop());
    const deployment = only(found, DEPLOYMENT, "apps/shop/cart@1.0.0");
    expect(nameOf(deployment)).toBe(`d-${sha224(`${CART}@1.0.0`)}`);
    expect(nameOf(only(found, GATEWAY))).toBe("apps-gateway");
    const mark = "abc123/shop/dev/apps/shop/cart@1.0.0";
    expect(deployment.inputs["metadata"]).toMatchObject({
      namespace: "apps",
      labels: {
        "vimana.host/domain": SHOP,
        "vimana.host/server": "cart",
        "vimana.host/version": "1.0.0",
        "groundplan.dev/owner-hash": ownerHash(mark),
      },
      annotations: { "groundplan.dev/owner": mark },
    });
  });

  it("gives the traffic its route, its backends and its weights", async () => {
    const traffic = only(await resourcesOf(shop()), TRAFFIC);
    expect(traffic.inputs).toMatchObject({
      cluster: "lab",
      namespace: "apps",
      fullName: CART,
      backends: { "1.0.0": `s-${sha224(`${CART}@1.0.0`)}`, "1.1.0": `s-${sha224(`${CART}@1.1.0`)}` },
      weights: { "1.0.0": 4, "1.1.0": 1 },
      managed: "pulumi",
      drainSeconds: 30,
      requireDrain: false,
    });
    const [text = "", ...others] = traffic.inputs["carriers"] as string[];
    expect(others).toEqual([]);
    expect(JSON.parse(text)).toMatchObject({
      kind: "GRPCRoute",
      metadata: {
        name: routeName(CART),
        namespace: "apps",
        annotations: { "groundplan.dev/owner": "abc123/shop/dev/apps/shop/cart" },
      },
      spec: { hostnames: [`${SHOP}.vimana.host`, "shop.example.com"] },
    });
  });

  it("hands a rollout on in place of weights", async () => {
    const rollout = { to: "1.1.0", steps: [{ weight: 100 }], deadline: "10m" };
    const { inputs } = only(await resourcesOf(shopWithCart({ rollout, weights: undefined })), TRAFFIC);
    expect(inputs["rollout"]).toMatchObject({ to: "1.1.0", onFailure: "restore" });
    expect(inputs).not.toHaveProperty("weights");
  });

  it("records each version with its image in the server's ledger", async () => {
    const { inputs } = only(await resourcesOf(shop({ retainLedger: false })), LEDGER);
    expect(inputs).toMatchObject({
      fullName: CART,
      versions: { "1.0.0": { image: "example.com/cart:1" }, "1.1.0": { image: "example.com/cart:2" } },
      forgive: [],
      retain: false,
    });
  });

  it("looks for every object before any is written", async () => {
    const found = await resourcesOf(shopWithCart({ auth: { jwks: ["https://example.com/keys"] } }));
    const guard = only(found, GUARD);
    const guarded = (guard.inputs["objects"] as Objects).map(({ kind, name }) => `${kind} ${name}`);
    const declared = found
      .filter(({ type }) => type.startsWith("kubernetes:"))
      .map((one) => `${one.type.split(":").at(-1) ?? ""} ${nameOf(one)}`);
    expect(guarded.sort()).toEqual([...declared, `GRPCRoute ${routeName(CART)}`].sort());
    for (const one of found.filter(({ type }) => type.startsWith("kubernetes:"))) {
      expect(before(found, one)).toContain(keyOf(guard));
    }
  });

  it("brings objects up from the ground: ledger, versions, traffic; certificates, gateway, traffic", async () => {
    const found = await resourcesOf(shop());
    const chain = (...steps: readonly string[]): void => {
      for (const [index, step] of steps.slice(1).entries()) {
        const [type = "", name = ""] = step.split("::");
        expect(before(found, only(found, type, name))).toContain(steps[index]);
      }
    };
    const traffic = `${TRAFFIC}::apps/shop/cart`;
    chain(`${IDENTITY}::apps`, `${NAMESPACE}::apps`, `${LEDGER}::apps/shop/cart`);
    chain(`${LEDGER}::apps/shop/cart`, `${DEPLOYMENT}::apps/shop/cart@1.0.0`, traffic);
    const newest = "apps/shop/cart@1.1.0";
    // A Service that waits for its pods must not take the place that they need to be made.
    chain(`${LEDGER}::apps/shop/cart`, `${DEPLOYMENT}::${newest}`, `${SERVICE}::${newest}`, traffic);
    chain(
      `${NAMESPACE}::apps`,
      `${CERTIFICATES}::apps`,
      `${ENVOY_PROXY}::apps`,
      `${TRAFFIC_POLICY}::apps`,
      `${GATEWAY}::apps`,
      traffic,
    );
  });

  it("lets no call round authentication: its policy comes before every route", async () => {
    const args = shopWithCart({
      auth: { jwks: ["https://example.com/keys"] },
      components: { "1.0.0": { image: "example.com/cart:1", pinned: true } },
      weights: { "1.0.0": 1 },
    });
    const found = await resourcesOf(args);
    const policy = keyOf(only(found, "kubernetes:gateway.envoyproxy.io/v1alpha1:SecurityPolicy"));
    expect(before(found, only(found, TRAFFIC))).toContain(policy);
    expect(before(found, only(found, ROUTE, "apps/shop/cart@1.0.0"))).toContain(policy);
  });

  it("waits for versions that carry calls and for no others", async () => {
    const found = await resourcesOf(shopWithCart({ weights: { "1.0.0": 1 } }));
    const earlier = before(found, only(found, TRAFFIC));
    expect(earlier).toContain(`${DEPLOYMENT}::apps/shop/cart@1.0.0`);
    expect(earlier).not.toContain(`${DEPLOYMENT}::apps/shop/cart@1.1.0`);
  });

  it("waits for every version that somebody else may send calls to", async () => {
    const found = await resourcesOf(shopWithCart({ weightsManagedBy: "external" }));
    const earlier = before(found, only(found, TRAFFIC));
    expect(earlier).toContain(`${DEPLOYMENT}::apps/shop/cart@1.1.0`);
    expect(only(found, TRAFFIC).inputs["managed"]).toBe("external");
  });

  it("issues certificates after the gateway where they are proved through it", async () => {
    const args = shop({ gateway: { http01: true }, tls: { mode: "certManager", issuer: { name: "acme" } } });
    const found = await resourcesOf(args);
    const certificates = found.filter(({ type }) => type.endsWith("cert-manager.io/v1:Certificate"));
    expect(certificates.map(({ name }) => name)).toEqual([
      `apps/shop/${SHOP}.vimana.host`,
      "apps/shop/shop.example.com",
    ]);
    for (const one of certificates) expect(before(found, one)).toContain(`${GATEWAY}::apps`);
  });

  it("gives each domain a set of listeners when the Gateway could not take them all", async () => {
    const found = await resourcesOf(shop({ gateway: { listenerSets: "always" } }));
    const set = only(found, "kubernetes:gateway.networking.k8s.io/v1:ListenerSet");
    expect([set.name, nameOf(set), set.options.protect]).toEqual(["apps/shop", listenerSetName(SHOP), false]);
    expect(before(found, only(found, TRAFFIC))).toContain(keyOf(set));
  });

  it("writes provided certificates as secrets", async () => {
    const pem = { certificate: "CERTIFICATE", key: "KEY" };
    const args = shop({
      tls: { mode: "provided", retainSecrets: true },
      certificates: { [`${SHOP}.vimana.host`]: pem, "shop.example.com": pem },
    });
    const secrets = (await resourcesOf(args)).filter(({ type }) => type === "kubernetes:core/v1:Secret");
    expect(secrets).toHaveLength(2);
    for (const { inputs, options } of secrets) {
      expect(options.retainOnDelete).toBe(true);
      expect(JSON.stringify(inputs)).toContain("4dabf18193072939515e22adb298388d");
      expect(inputs["type"]).toBe("kubernetes.io/tls");
    }
  });
});
