import { check, containing } from "./support.js";

const KEY = `${"A".repeat(42)}E=`;
const OTHER_KEY = `${"B".repeat(42)}E=`;
const SECRET = "0123456789abcdef";
const AROUND = {
  nodes: {
    node1: { address: "192.0.2.1", hostKeys: ["ssh-ed25519 AAAA"], agent: true },
    node2: { address: "node2.example.com", hostKeys: ["ssh-ed25519 AAAA"], agent: true },
  },
  nameServers: {
    main: { address: "192.0.2.1", key: "groundplan", zones: ["apps.test"] },
  },
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
  dns: { nameServers: ["ns1.apps.test"] },
  tunnels: {},
  sixNetwork: {},
  proxies: { shop: { domain: "shop.apps.test", addr: "10.0.0.5", port: 80, portTls: 443 } },
  reverseProxies: { home: { domain: "home.apps.test" } },
  subdomains: {
    shop: { domain: "Shop.apps.test" },
    theirs: { domain: "www.theirs.test", ips: ["2001:db8::1"] },
  },
  delegates: { theirs: { domain: "theirs.test" } },
  fourToSix: { alice: { publicKey: KEY } },
};
const SECRETS = { edge: { reverseProxies: { home: { secret: `7:${SECRET}` } } } };

function checkGateways(
  gateways: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, unknown>> = {},
  more: Readonly<Record<string, unknown>> = {},
) {
  const { settings, problems } = check({ ...AROUND, gateways, gatewaysSecrets: secrets, ...more });
  return { settings, problems: problems.filter(({ severity }) => severity !== "warning") };
}

const PROXY = { domain: "shop.apps.test", addr: "10.0.0.5", portTls: 443 };

describe("gateways of a stack file", () => {
  it("are read with defaults", () => {
    const { settings, problems } = checkGateways({ edge: EDGE }, SECRETS);
    expect(problems).toEqual([]);
    expect(settings?.gateways["edge"]).toMatchObject({
      via: "node",
      router: { http: 80, https: 443, connectTimeout: 5, idleTimeout: 3600 },
      dns: { software: "knot" },
      tunnels: { port: 2222, ports: { first: 20_000, last: 20_999 } },
      sixNetwork: { port: 51_821, masquerade: true },
      reverseProxies: { home: { localHttp: 80, localTls: 443 } },
      subdomains: { shop: { domain: "shop.apps.test" } },
      onUnreachable: "fail",
    });
    expect(settings?.nameServers).toEqual({
      main: { ...AROUND.nameServers.main, port: 53, algorithm: "hmac-sha256" },
    });
  });

  it("may refer to what is known later", () => {
    const proxies = { shop: { ...PROXY, addr: "${vimanas.apps.address}" } };
    const vimanas = { apps: { cluster: "lab", domains: {} } };
    const { settings, problems } = checkGateways({ edge: { node: "node1", proxies } }, {}, { vimanas });
    expect(problems).toEqual([]);
    expect(settings?.late).toMatchObject([
      { template: [{ system: "vimanas", id: "apps", output: "address" }] },
    ]);
  });

  it("tell their domains to names that must be known before anything is created", () => {
    const server = { services: ["shop.Echo"], components: { "1.0.0": { image: "registry.test/echo:1" } } };
    const shop = (alias: string) => ({
      apps: { cluster: "lab", domains: { shop: { aliases: [alias], servers: { echo: server } } } },
    });
    const alias = "${gateways.edge.subdomains.shop.fqdn}";
    const { settings, problems } = checkGateways({ edge: EDGE }, SECRETS, { vimanas: shop(alias) });
    expect(problems).toEqual([]);
    expect(settings?.vimanas["apps"]?.domains["shop"]?.aliases).toEqual(["shop.apps.test"]);

    const [misspelt] = checkGateways({ edge: EDGE }, SECRETS, {
      vimanas: shop("${gateways.edge.subdomains.shpo.fqdn}"),
    }).problems;
    expect(misspelt).toMatchObject({
      path: "vimanas.apps.domains.shop.aliases[0]",
      reason: containing(`did you mean ${alias}?`),
    });
    const [late] = checkGateways({ edge: EDGE }, SECRETS, {
      vimanas: shop("${gateways.edge.fourToSix.alice.ips}"),
    }).problems;
    expect(late?.reason).toContain("must be known before anything is created; write $${");
  });

  it.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>[]]>([
    [
      "nothing at all",
      { edge: { node: "node1" } },
      [{ path: "gateways.edge", reason: containing("does nothing") }],
    ],
    [
      "a word that is misspelt",
      { edge: { node: "node1", proxes: {} } },
      [{ path: "gateways.edge.proxes", reason: containing('did you mean "proxies"') }],
    ],
    [
      "a name that no reference can have",
      { edge: { node: "node1", proxies: { "a.b": PROXY } } },
      [{ path: 'gateways.edge.proxies["a.b"]', reason: containing("names are letters") }],
    ],
    [
      "domains that are none",
      {
        edge: {
          node: "node1",
          proxies: { a: { ...PROXY, domain: "shop" }, b: { ...PROXY, domain: "a..b" } },
        },
      },
      [{ path: "gateways.edge.proxies.a.domain" }, { path: "gateways.edge.proxies.b.domain" }],
    ],
    [
      "a proxy that forwards nothing",
      { edge: { node: "node1", proxies: { a: { domain: "a.test", addr: "10.0.0.5" } } } },
      [{ path: "gateways.edge.proxies.a.port", reason: containing("forwards nothing") }],
    ],
    [
      "an address that is none",
      { edge: { ...EDGE, subdomains: { a: { domain: "a.apps.test", ips: ["10.0.0.256"] } } } },
      [{ path: "gateways.edge.subdomains.a.ips[0]", reason: containing("IP address") }],
    ],
    [
      "a WireGuard key that is none",
      { edge: { ...EDGE, fourToSix: { a: { publicKey: "x" } } } },
      [{ path: "gateways.edge.fourToSix.a.publicKey", reason: containing("WireGuard key") }],
    ],
    [
      "targets that are not declared",
      {
        edge: {
          ...EDGE,
          ...{ node: "node3", customer: "alcie", nameServer: "mian" },
          delegates: { theirs: { domain: "theirs.test", node: "nod1" } },
        },
      },
      [
        { path: "gateways.edge.node", reason: containing('did you mean "node1"') },
        { path: "gateways.edge.customer", reason: containing('did you mean "alice"') },
        { path: "gateways.edge.nameServer", reason: containing('did you mean "main"') },
        { path: "gateways.edge.delegates.theirs.node", reason: containing('did you mean "node1"') },
      ],
    ],
    [
      "names without a name server",
      { edge: { node: "node1", subdomains: EDGE.subdomains } },
      [{ path: "gateways.edge.nameServer", reason: containing("subdomains are kept by") }],
    ],
    [
      "one domain forwarded twice on a node",
      {
        edge: { node: "node1", proxies: { a: PROXY } },
        other: { node: "node1", proxies: { a: PROXY } },
        elsewhere: { node: "node2", proxies: { a: PROXY } },
      },
      [
        {
          path: "gateways.other.proxies.a.domain",
          reason: containing("forwarded by gateways.edge.proxies.a.domain already"),
        },
      ],
    ],
    [
      "a name in nobody's zone",
      { edge: { ...EDGE, subdomains: { a: { domain: "a.app.test" } } } },
      [{ path: "gateways.edge.subdomains.a.domain", reason: containing('did you mean "apps.test"') }],
    ],
    [
      "a delegate of what the server manages",
      {
        edge: {
          ...EDGE,
          subdomains: {},
          delegates: { a: { domain: "apps.test", nameServers: ["ns.far.test"] } },
        },
      },
      [{ path: "gateways.edge.delegates.a.domain", reason: containing("needs no delegation") }],
    ],
    [
      "a delegate without name servers",
      { edge: { node: "node1", nameServer: "main", delegates: EDGE.delegates } },
      [{ path: "gateways.edge.delegates.theirs.nameServers", reason: containing("is missing") }],
    ],
    [
      "a delegate whose name server is inside of it",
      {
        edge: {
          ...{ node: "node1", nameServer: "main" },
          delegates: { theirs: { domain: "theirs.test", nameServers: ["ns.theirs.test"] } },
        },
      },
      [{ path: "gateways.edge.delegates.theirs.nameServers", reason: containing("has ns.theirs.test") }],
    ],
    [
      "names without addresses, on a node that is known by a host name",
      { edge: { node: "node2", nameServer: "main", subdomains: { a: { domain: "a.apps.test" } } } },
      [{ path: "gateways.edge.addresses", reason: containing("node2 is known by a host name") }],
    ],
    [
      "a node that is set up twice",
      { edge: { node: "node1", router: {} }, other: { node: "node1", router: { http: 81, https: 444 } } },
      [
        {
          path: "gateways.other.router",
          reason: containing("set up with it by gateways.edge.router already"),
        },
      ],
    ],
    [
      "ports that clash, also with the node's own SSH server",
      {
        edge: {
          ...EDGE,
          router: { http: 22, https: 20_500 },
          sixNetwork: { port: 53 },
          tunnels: { port: 53 },
        },
      },
      [
        { path: "gateways.edge.router.http", reason: containing("nodes.node1.port (port 22)") },
        { path: "gateways.edge.tunnels.port", reason: containing("gateways.edge.dns.port (port 53)") },
        { path: "gateways.edge.tunnels.ports", reason: containing("gateways.edge.router.https") },
        { path: "gateways.edge.sixNetwork.port", reason: containing("gateways.edge.dns.port (port 53)") },
      ],
    ],
    [
      "two machines with one key, and two of one customer",
      { edge: { ...EDGE, fourToSix: { a: { publicKey: KEY }, b: { publicKey: KEY } } } },
      [
        { path: "gateways.edge.fourToSix.b.publicKey", reason: containing("the key of") },
        { path: "gateways.edge.fourToSix.b.customer", reason: containing("a customer has one") },
      ],
    ],
  ])("report %s", (_what, gateways, expected) => {
    const hasTunnels = "reverseProxies" in Object(gateways["edge"]);
    expect(checkGateways(gateways, hasTunnels ? SECRETS : {}).problems).toMatchObject(expected);
  });

  it("let two machines without a customer have addresses of their own", () => {
    const fourToSix = { a: { publicKey: KEY }, b: { publicKey: OTHER_KEY } };
    const secrets = { edge: { reverseProxies: { home: { secret: SECRET } } } };
    expect(checkGateways({ edge: { ...EDGE, customer: undefined, fourToSix } }, secrets).problems).toEqual(
      [],
    );
  });

  it("report secrets that are missing, short, another customer's or nobody's", () => {
    const told = (secrets: Readonly<Record<string, unknown>>): unknown =>
      checkGateways({ edge: EDGE }, secrets).problems;
    expect(told({})).toMatchObject([
      { path: "gatewaysSecrets.edge.reverseProxies.home.secret", reason: containing("is missing") },
    ]);
    const of = (secret: string) => ({ edge: { reverseProxies: { home: { secret } } } });
    expect(told(of(`8:${SECRET}`))).toMatchObject([{ reason: containing('"7:"') }]);
    expect(told(of("7:canary"))).toMatchObject([{ reason: containing("16 characters") }]);
    expect(JSON.stringify(told(of("7:canary")))).not.toContain("canary");
    expect(
      told({ edge: { reverseProxies: { ...SECRETS.edge.reverseProxies, hoem: { secret: "x" } } }, egde: {} }),
    ).toMatchObject([
      { path: "gatewaysSecrets.egde", reason: containing('did you mean "edge"') },
      { path: "gatewaysSecrets.edge.reverseProxies.hoem", reason: containing('did you mean "home"') },
    ]);
  });

  it("say nothing of secrets that are encrypted", () => {
    const secrets = { edge: { reverseProxies: { home: { secret: { secure: "v1:x" } } } } };
    expect(checkGateways({ edge: EDGE }, secrets).problems).toEqual([]);
  });
});

describe("gateways of an explorer", () => {
  const GRID = { explorer: "grid", node: "gateway-1", pool: "3", customer: "alice" };

  it("take what its workloads hold", () => {
    const { proxies, delegates } = EDGE;
    const subdomains = { a: { domain: "a.grid.test", ips: ["192.0.2.9"] } };
    expect(checkGateways({ edge: { ...GRID, proxies, delegates, subdomains } }).problems).toEqual([]);
  });

  it("report by name what they lack, and what is not theirs", () => {
    const { problems } = checkGateways({
      edge: {
        ...{ explorer: "grdi", router: {}, nameServer: "main", cluster: "lab" },
        proxies: { shop: PROXY },
        subdomains: { a: { domain: "a.grid.test", ttl: 60 } },
        delegates: { theirs: { domain: "theirs.test", nameServers: ["ns1.grid.test"] } },
        fourToSix: { a: { publicKey: KEY, customer: "alice" } },
      },
    });
    expect(problems.map(({ path }) => path).sort()).toEqual([
      "gateways.edge.addresses",
      "gateways.edge.cluster",
      "gateways.edge.customer",
      "gateways.edge.delegates.theirs.nameServers",
      "gateways.edge.explorer",
      "gateways.edge.fourToSix.a.customer",
      "gateways.edge.nameServer",
      "gateways.edge.node",
      "gateways.edge.pool",
      "gateways.edge.proxies.shop.port",
      "gateways.edge.router",
      "gateways.edge.subdomains.a.ttl",
    ]);
  });
});

describe("gateways of a cluster", () => {
  const CLUSTER = { via: "kubernetes", cluster: "lab", namespace: "edge", gateway: { name: "public" } };

  it("are read with defaults", () => {
    const { settings, problems } = checkGateways({
      edge: {
        ...CLUSTER,
        nameServer: "main",
        proxies: { shop: PROXY },
        subdomains: { shop: { domain: "shop.apps.test" } },
      },
    });
    expect(problems).toEqual([]);
    expect(settings?.gateways["edge"]?.gateway).toEqual({
      name: "public",
      className: "envoy-gateway",
      waitFor: "programmed",
    });
  });

  it("report by name what the Gateway API cannot do", () => {
    const { nameServer, ...others } = EDGE;
    const { problems } = checkGateways({
      edge: {
        ...others,
        ...CLUSTER,
        ...{ bootstrap: true, explorer: "grid", subdomains: {}, proxies: { Shop: PROXY }, gateway: "public" },
        delegates: { theirs: { domain: "theirs.test", nameServers: ["ns1.apps.test"] } },
      },
    });
    expect(nameServer).toBe("main");
    expect(problems.map(({ path }) => path).sort()).toEqual([
      "gateways.edge.bootstrap",
      "gateways.edge.customer",
      "gateways.edge.delegates.theirs.node",
      "gateways.edge.dns",
      "gateways.edge.explorer",
      "gateways.edge.fourToSix",
      "gateways.edge.node",
      "gateways.edge.proxies.Shop",
      "gateways.edge.reverseProxies",
      "gateways.edge.router",
      "gateways.edge.sixNetwork",
      "gateways.edge.tunnels",
    ]);
    expect(problems.find(({ path }) => path === "gateways.edge.reverseProxies")?.reason).toContain(
      "no tunnels",
    );
  });
});

describe("name servers", () => {
  const SERVER = { address: "192.0.2.1", key: "groundplan" };

  it.each<[string, Record<string, unknown>, Record<string, unknown>, Record<string, unknown>]>([
    ["no address", { key: "k" }, { secret: "x" }, { path: "nameServers.main.address" }],
    [
      "two addresses",
      { ...SERVER, addressFile: "a" },
      { secret: "x" },
      { path: "nameServers.main.addressFile" },
    ],
    ["no key", SERVER, {}, { path: "nameServersSecrets.main.secret", reason: containing("has no key") }],
    ["two keys", { ...SERVER, secretFile: "f" }, { secret: "x" }, { path: "nameServers.main.secretFile" }],
  ])("report %s", (_what, main, secrets, expected) => {
    const { problems } = check({ nameServers: { main }, nameServersSecrets: { main: secrets } });
    expect(problems.filter(({ severity }) => severity !== "warning")).toMatchObject([expected]);
  });
});
