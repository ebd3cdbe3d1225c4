import * as pulumi from "@pulumi/pulumi";
import { declareGateways, GatewayNode, type GatewayNodeArgs } from "../../../components/index.js";
import { gatewayArgs } from "../../../config/program/gateway-args.js";
import { itemId, REFERABLE } from "../../../config/gateways/items.js";
import type { Group } from "../../../config/gateways/schema.js";
import { check, filesOf } from "../../unit/config/support.js";
import { declared, type Declared } from "../imagehub/declared.js";
import { valueOf } from "../program/value-of.js";

const MODULE = "pulumi-nodejs:dynamic/gateway";
const CANARY = "7:canary-0123456789";
const KEY = `${"A".repeat(42)}E=`;
const TARGETS = {
  nodes: {
    node1: { addressFile: "node1-address", hostKeys: ["ssh-ed25519 AAAA"], agent: true },
    node2: {
      ...{ address: "10.0.0.2", publicAddress: "203.0.113.2" },
      ...{ hostKeys: ["ssh-ed25519 AAAA"], agent: true },
    },
  },
  nameServers: { main: { address: "192.0.2.1", port: 5353, key: "groundplan", zones: ["apps.test"] } },
  nameServersSecrets: { main: { secret: "c2VjcmV0" } },
  identities: { alice: { tid: "7", publicKey: "11".repeat(32) } },
  clusters: { lab: { kubeconfig: "k" } },
  explorers: { grid: { url: "https://explorer.example.com" } },
};
const EDGE = {
  node: "node1",
  customer: "alice",
  nameServer: "main",
  router: {},
  dns: { nameServers: ["ns1.apps.test", "ns.elsewhere.test"] },
  tunnels: {},
  sixNetwork: {},
  proxies: { shop: { domain: "shop.apps.test", addr: "${vimanas.apps.address}", portTls: 443 } },
  reverseProxies: { home: { domain: "home.apps.test" } },
  subdomains: {
    shop: { domain: "shop.apps.test" },
    www: { domain: "www.theirs.test", ips: ["2001:db8::1"] },
  },
  delegates: { theirs: { domain: "theirs.test" } },
  fourToSix: { laptop: { publicKey: KEY } },
};
const SECRETS = { edge: { reverseProxies: { home: { secret: CANARY } } } };
const OUTPUTS = {
  [`${MODULE}:GatewayProxy`]: { workloadId: "proxy-1" },
  [`${MODULE}:GatewayReverseProxy`]: { tunnel: { command: "ssh", privateKey: "canary" } },
  [`${MODULE}:GatewaySubdomain`]: { fqdn: "shop.apps.test" },
  [`${MODULE}:GatewayDelegate`]: { zone: "theirs.test" },
  [`${MODULE}:Gateway4To6`]: { ips: ["fd00::1"], peers: [], config: "[Interface]" },
};

/** Declares what a stack file with these gateways declares. */
async function declareAll(
  gateways: Readonly<Record<string, unknown>> = { edge: EDGE },
  secrets: Readonly<Record<string, unknown>> = SECRETS,
  outputs: Readonly<Record<string, Record<string, unknown>>> = OUTPUTS,
) {
  const files = filesOf({ "node1-address": "192.0.2.1\n" });
  const vimanas = { apps: { cluster: "lab" } };
  const { settings, problems } = check({ ...TARGETS, gateways, gatewaysSecrets: secrets, vimanas }, files);
  if (settings === undefined) throw new Error(JSON.stringify(problems));
  let result: ReturnType<typeof declareGateways> | undefined;
  const found = await declared(
    () => {
      const text = (given: string): pulumi.Input<string> =>
        settings.late.some(({ standIn }) => standIn === given) ? pulumi.output("10.9.9.9") : given;
      result = declareGateways(gatewayArgs(settings, text, files));
    },
    { config: { "groundplan:gatewaysSecrets": JSON.stringify(secrets) }, outputs },
  );
  if (result === undefined) throw new Error("nothing was declared");
  return { found, result };
}

function only(found: readonly Declared[], type: string, name: string): Declared {
  const [first, ...more] = found.filter((one) => one.type.endsWith(type) && one.name === name);
  if (first === undefined || more.length > 0) throw new Error(`${more.length} more of ${type} ${name}`);
  return first;
}

/** Names of what comes before a resource. */
function before({ after }: Declared): readonly string[] {
  return after.map((urn) => urn.split("::").at(-1) ?? "").sort();
}

describe("gateways of a stack file", () => {
  it("are the set-up of nodes, and what is on them", async () => {
    const { found } = await declareAll();
    const kinds = found.filter(({ type }) => type.startsWith(MODULE));
    expect(kinds.map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`).sort()).toEqual([
      "Gateway4To6 edge-4to6-laptop",
      "GatewayDelegate edge-delegate-theirs",
      "GatewayNameServer edge-dns",
      "GatewayProxy edge-proxy-shop",
      "GatewayReverseProxy edge-reverse-home",
      "GatewayRouter edge-router",
      "GatewaySixNetwork edge-sixnetwork",
      "GatewaySubdomain edge-subdomain-shop",
      "GatewaySubdomain edge-subdomain-www",
      "GatewayTunnels edge-tunnels",
    ]);
  });

  it("have each part come after what it needs, and after nothing else", async () => {
    const { found } = await declareAll();
    const parent = "groundplan:gateway:GatewayNode::edge";
    for (const part of ["router", "dns", "tunnels", "sixnetwork"]) {
      expect(found.find(({ name }) => name === `edge-${part}`)?.parent).toBe(parent);
    }
    expect(before(only(found, "GatewayProxy", "edge-proxy-shop"))).toEqual(["edge-router"]);
    expect(before(only(found, "GatewayReverseProxy", "edge-reverse-home"))).toEqual([
      "edge-router",
      "edge-tunnels",
    ]);
    expect(before(only(found, "GatewayDelegate", "edge-delegate-theirs"))).toEqual(["edge-dns"]);
    expect(before(only(found, "GatewaySubdomain", "edge-subdomain-shop"))).toEqual(["edge-dns"]);
    expect(before(only(found, "GatewaySubdomain", "edge-subdomain-www"))).toEqual([
      "edge-delegate-theirs",
      "edge-dns",
    ]);
    expect(before(only(found, "Gateway4To6", "edge-4to6-laptop"))).toEqual(["edge-sixnetwork"]);
  });

  it("hand the stack file's settings on, with ids, addresses and secrets in their places", async () => {
    const { found } = await declareAll();
    expect(only(found, "GatewayNameServer", "edge-dns").inputs).toMatchObject({
      ...{ node: "node1", software: "knot", nameServer: "main", port: 5353, zones: ["apps.test"] },
      addresses: { "ns1.apps.test": ["192.0.2.1"] },
    });
    expect(only(found, "GatewayProxy", "edge-proxy-shop").inputs).toMatchObject({
      ...{ node: "node1", domain: "shop.apps.test", addr: "10.9.9.9", port: 0, portTls: 443 },
      onUnreachable: "fail",
    });
    const { secret, customer } = only(found, "GatewayReverseProxy", "edge-reverse-home").inputs;
    expect({ secret, customer }).toMatchObject({ secret: { value: CANARY }, customer: "7" });
    expect(only(found, "GatewaySubdomain", "edge-subdomain-shop").inputs).toMatchObject({
      ...{ nameServer: "main", domain: "shop.apps.test", ips: ["192.0.2.1"] },
    });
    expect(only(found, "GatewayDelegate", "edge-delegate-theirs").inputs).toMatchObject({
      ...{ node: "node1", nameServer: "main", nameServers: EDGE.dns.nameServers },
    });
    expect(only(found, "Gateway4To6", "edge-4to6-laptop").inputs).toMatchObject({
      customer: "7",
      publicKey: KEY,
    });
  });

  it("share what another gateway sets up on the same node, or as the same name server", async () => {
    const { found } = await declareAll(
      {
        base: { node: "node1", nameServer: "main", router: {}, dns: EDGE.dns },
        shop: { node: "node1", proxies: EDGE.proxies },
        names: { node: "node2", nameServer: "main", subdomains: { shop: { domain: "shop.apps.test" } } },
      },
      {},
    );
    expect(before(only(found, "GatewayProxy", "shop-proxy-shop"))).toEqual(["base-router"]);
    const subdomain = only(found, "GatewaySubdomain", "names-subdomain-shop");
    expect(before(subdomain)).toEqual(["base-dns"]);
    expect(subdomain.inputs["ips"]).toEqual(["203.0.113.2"]);
  });

  it("publish every output that references may name", async () => {
    const { result } = await declareAll();
    const keys = {
      ...{ proxies: "shop", reverseProxies: "home", subdomains: "shop" },
      ...{ delegates: "theirs", fourToSix: "laptop" },
    };
    const groups = Object.keys(keys) as Group[];
    for (const group of groups) {
      const published = result.outputs[itemId("edge", group, keys[group])] ?? {};
      expect(Object.keys(published).sort()).toEqual([...REFERABLE[group]].sort());
    }
    const of = (id: string, output: string) => valueOf(result.outputs[id]?.[output]);
    expect(await of("edge.subdomains.shop", "fqdn")).toBe("shop.apps.test");
    expect(await of("edge.delegates.theirs", "nameServers")).toBe("ns1.apps.test, ns.elsewhere.test");
    expect(await of("edge.fourToSix.laptop", "ips")).toBe("fd00::1");
  });

  it("show where they are reached and what to set at registrars, and no secret", async () => {
    const { result } = await declareAll();
    const summary = result.summary["edge"];
    expect(await valueOf(summary)).toEqual({
      addresses: ["192.0.2.1"],
      proxies: { shop: "shop.apps.test" },
      reverseProxies: { home: "home.apps.test" },
      subdomains: { shop: "shop.apps.test", www: "shop.apps.test" },
      delegates: { theirs: { domain: "theirs.test", nameServers: EDGE.dns.nameServers } },
      fourToSix: { laptop: ["fd00::1"] },
    });
    expect(await pulumi.isSecret(pulumi.output(summary))).toBe(false);
    expect(await valueOf(result.tunnels)).toEqual({
      edge: { home: { command: "ssh", privateKey: "canary" } },
    });
    expect(await pulumi.isSecret(pulumi.output(result.tunnels))).toBe(true);
  });

  it("tell what stands for outputs of what is not there, in a destroy", async () => {
    const { result } = await declareAll({ edge: EDGE }, SECRETS, {});
    expect(await valueOf(result.summary["edge"])).toMatchObject({
      subdomains: { shop: "(not known)" },
      fourToSix: { laptop: [] },
    });
  });
});

describe("a gateway of an explorer", () => {
  it("orders workloads there, by a pool and an identity", async () => {
    const { found } = await declareAll(
      {
        far: {
          ...{ explorer: "grid", node: "gateway-1", pool: "3", customer: "alice" },
          proxies: { shop: { domain: "shop.grid.test", addr: "10.0.0.5", port: 80, portTls: 443 } },
          reverseProxies: { home: { domain: "home.grid.test" } },
          subdomains: { shop: { domain: "shop.grid.test", ips: ["192.0.2.9"] } },
          delegates: { theirs: { domain: "theirs.test" } },
          fourToSix: { laptop: { publicKey: KEY } },
        },
      },
      { far: SECRETS.edge },
    );
    const order = { explorer: "grid", node: "gateway-1", pool: "3", identity: "alice" };
    expect(found).toHaveLength(5);
    for (const { inputs, after } of found) {
      expect(inputs).toMatchObject(order);
      expect(inputs["nameServer"] ?? inputs["tunnelAddress"] ?? inputs["ttl"]).toBeUndefined();
      expect(after).toEqual([]);
    }
  });
});

describe("a gateway of a cluster", () => {
  const PUBLIC = {
    via: "kubernetes",
    ...{ cluster: "lab", namespace: "edge", createNamespace: true, nameServer: "main" },
    gateway: { name: "public" },
    proxies: {
      shop: { domain: "shop.apps.test", addr: "2001:db8::5", port: 8080, portTls: 8443 },
      far: { domain: "far.apps.test", addr: "far.example.com", portTls: 443 },
    },
    subdomains: { shop: { domain: "shop.apps.test" } },
  };
  const GATEWAY = "kubernetes:gateway.networking.k8s.io/v1:Gateway";
  const REACHED = { [GATEWAY]: { status: { addresses: [{ value: "198.51.100.1" }] } } };

  it("is a Gateway that decrypts nothing, and routes to endpoints or host names", async () => {
    const { found } = await declareAll({ edge: PUBLIC }, {}, REACHED);
    const kinds = found.map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`).sort();
    expect(kinds).toEqual([
      "Backend edge-far-tls",
      "ClusterGateway edge",
      "EndpointSlice edge-shop",
      "Gateway edge",
      "GatewaySubdomain edge-subdomain-shop",
      "HTTPRoute edge-shop",
      "Namespace edge",
      "ObjectGuard edge",
      "Service edge-shop",
      "TLSRoute edge-far",
      "TLSRoute edge-shop",
      "kubernetes edge",
    ]);
    const listeners = [
      { name: "http", protocol: "HTTP", port: 80 },
      { name: "tls", protocol: "TLS", port: 443, tls: { mode: "Passthrough" } },
    ];
    expect(only(found, GATEWAY, "edge").inputs).toMatchObject({ spec: { listeners } });
    expect(only(found, "EndpointSlice", "edge-shop").inputs).toMatchObject({
      addressType: "IPv6",
      endpoints: [{ addresses: ["2001:db8::5"] }],
      ports: [{ port: 8080 }, { port: 8443 }],
    });
    expect(only(found, "TLSRoute", "edge-shop").inputs).toMatchObject({
      spec: {
        hostnames: ["shop.apps.test"],
        rules: [{ backendRefs: [{ kind: "Service", name: "edge-shop", port: 8443 }] }],
      },
    });
    expect(only(found, "Backend", "edge-far-tls").inputs).toMatchObject({
      spec: { endpoints: [{ fqdn: { hostname: "far.example.com", port: 443 } }] },
    });
  });

  it("belongs to a Gateway that is there, when it is given the name alone", async () => {
    const there = { ...PUBLIC, createNamespace: false, gateway: "public", addresses: ["198.51.100.7"] };
    const { found, result } = await declareAll({ edge: there }, {});
    expect(found.map(({ type }) => type)).not.toEqual(expect.arrayContaining([GATEWAY]));
    expect(only(found, "HTTPRoute", "edge-shop").inputs).toMatchObject({
      spec: { parentRefs: [{ kind: "Gateway", name: "public" }] },
    });
    expect(only(found, "GatewaySubdomain", "edge-subdomain-shop").inputs["ips"]).toEqual(["198.51.100.7"]);
    expect(await valueOf(result.summary["edge"])).toMatchObject({
      addresses: ["198.51.100.7"],
      proxies: { shop: "shop.apps.test", far: "far.apps.test" },
    });
  });

  it("marks what it owns, and looks before it writes", async () => {
    const { found } = await declareAll({ edge: PUBLIC }, {}, REACHED);
    const objects = found.filter(({ type }) => /^kubernetes:/.test(type));
    expect(objects).toHaveLength(8);
    for (const { inputs, name, after } of objects) {
      const owner = `abc123/shop/dev/${name}`;
      expect(inputs["metadata"]).toMatchObject({ annotations: { "groundplan.dev/owner": owner } });
      expect(after.join(" ")).toContain("ObjectGuard::edge");
    }
  });

  it("gives names the addresses that it is reached at", async () => {
    const { found } = await declareAll({ edge: PUBLIC }, {}, REACHED);
    expect(only(found, "GatewaySubdomain", "edge-subdomain-shop").inputs).toMatchObject({
      ips: ["198.51.100.1"],
      nameServer: "main",
    });
  });
});

describe("the set-up of a node", () => {
  async function scriptOf(args: Partial<GatewayNodeArgs>): Promise<{ found: Declared[]; script: string }> {
    const node = {
      ...{ address: "192.0.2.1", hostKeys: [`ssh-ed25519 ${Buffer.from("node1").toString("base64")}`] },
      agent: true,
    };
    const found = await declared(() => new GatewayNode("edge", { node: "node1", ...args }), {
      config: { "groundplan:nodes": JSON.stringify({ node1: node }) },
    });
    const command = found.find(({ type }) => type === "command:remote:Command");
    const script = command?.inputs["stdin"];
    return { found, script: typeof script === "string" ? script : "" };
  }

  it("installs nothing unless it is asked to", async () => {
    const { found, script } = await scriptOf({ router: {} });
    expect(script).toBe("");
    expect(found.map(({ name }) => name)).toEqual(["edge", "edge-router"]);
  });

  it("installs what is set up, and what else is asked for, before it", async () => {
    const dns = {
      software: "bind",
      nameServer: "main",
      zones: ["a.test"],
      nameServers: ["ns.a.test"],
    } as const;
    const { found, script } = await scriptOf({ bootstrap: { packages: ["tcpdump"] }, router: {}, dns });
    for (const name of ["haproxy", "bind9", "tcpdump"]) expect(script).toContain(`'${name}'`);
    expect(script).not.toContain("'knot'");
    expect(before(only(found, "GatewayRouter", "edge-router")).join(" ")).toContain("edge-bootstrap");
  });

  it("keeps services of fresh packages from taking the ports of its own", async () => {
    const { script } = await scriptOf({ bootstrap: true, router: {} });
    expect(script).toContain("for unit in 'haproxy.service'");
    expect(script.indexOf("systemctl mask")).toBeLessThan(script.indexOf("apt-get install"));
  });
});
