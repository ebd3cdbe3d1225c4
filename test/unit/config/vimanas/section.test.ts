import { check, containing, filesOf } from "../support.js";

const ID = "0123456789abcdef0123456789abcdef";
const clusters = { lab: { kubeconfig: "kube" } };
const registries = { lab: { host: "registry.test" } };
const cart = { services: ["shop.Cart"], components: { "1.0.0": {} } };

/** A Vimana with one domain; `server` and `domain` change what is in it. */
function apps(
  more: Record<string, unknown> = {},
  server: Record<string, unknown> = {},
  domain: Record<string, unknown> = {},
): Record<string, unknown> {
  const domains = { shop: { id: ID, servers: { cart: { ...cart, ...server } }, ...domain } };
  return { cluster: "lab", registry: "lab", domains, ...more };
}

function checkVimanas(vimanas: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return check({ clusters, registries, vimanas, ...more });
}

describe("groundplan:vimanas", () => {
  it("become settings, with their defaults", () => {
    const { settings, problems } = checkVimanas({ apps: apps() });
    expect(problems).toEqual([]);
    expect(settings?.vimanas).toMatchObject({
      apps: {
        cluster: "lab",
        mode: "direct",
        protectIdentity: true,
        drain: "30s",
        domains: { shop: { id: ID, servers: { cart: { services: ["shop.Cart"] } } } },
      },
    });
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      "a misspelt field of a version",
      apps({}, { components: { "1.0.0": { replcas: 1 } } }),
      {
        path: 'vimanas.apps.domains.shop.servers.cart.components["1.0.0"].replcas',
        reason: containing('mean "replicas"?'),
      },
    ],
    [
      "an unknown cluster",
      apps({ cluster: "lba" }),
      { path: "vimanas.apps.cluster", reason: containing('did you mean "lab"?') },
    ],
    [
      "a missing cluster",
      { domains: {} },
      { path: "vimanas.apps.cluster", reason: containing("is missing") },
    ],
    ["an unknown registry", apps({ registry: "lba" }), { path: "vimanas.apps.registry" }],
    [
      "a lookup without a registry",
      { cluster: "lab", resolve: "always" },
      { path: "vimanas.apps.registry", reason: containing("is missing") },
    ],
    [
      "a broken rule",
      apps({}, {}, { id: "xyz" }),
      {
        path: "vimanas.apps.domains.shop.id",
        reason: containing("(DOM-1)"),
        fix: "pulumi config set --path 'groundplan:vimanas.apps.domains.shop.id' '<value>'",
      },
    ],
    [
      "a key that references could not name",
      apps({ domains: { "shop/eu": {} } }),
      { path: 'vimanas.apps.domains["shop/eu"]', reason: containing("keys of domains and servers") },
    ],
  ])("refuse %s", (_what, vimana, problem) => {
    const { settings, problems } = checkVimanas({ apps: vimana });
    expect(settings).toBeUndefined();
    expect(problems).toEqual([expect.objectContaining(problem)]);
  });

  it("tell faults of form and broken rules at once, of one Vimana as of several", () => {
    const other = { servers: { "Bad-Id": { ...cart, services: ["shop.Other"] } } };
    const { problems } = checkVimanas({
      apps: {
        ...apps({}, { drainded: true }),
        domains: { ...(apps({}, { drainded: true })["domains"] as object), other },
      },
      tools: { cluster: "lab", name: "Tools" },
    });
    expect(problems.map(({ path }) => path).sort()).toEqual([
      "vimanas.apps.domains.other.servers.Bad-Id.id",
      "vimanas.apps.domains.shop.servers.cart.drainded",
      "vimanas.tools.name",
      "vimanas.tools.namespace",
    ]);
  });

  it("warn of what has no effect, and go on", () => {
    const { settings, problems } = checkVimanas({ apps: apps({}, {}, { openApi: true }) });
    expect(settings).toBeDefined();
    expect(problems).toEqual([
      expect.objectContaining({ path: "vimanas.apps.domains.shop.openApi", severity: "warning" }),
    ]);
  });

  it("do not blame a Vimana for a registry that has a fault itself", () => {
    const { problems } = checkVimanas({ apps: apps() }, { registries: { lab: { hots: "registry.test" } } });
    expect(problems.filter(({ path }) => path.startsWith("vimanas"))).toEqual([]);
  });

  it("name a file that holds the gateway's address", () => {
    const gateway = { addressFile: ".lab/gateway/address" };
    const files = filesOf({ kube: "" }, true);
    const { problems } = check({ clusters, registries, vimanas: { apps: apps({ gateway }) } }, files);
    expect(problems).toEqual([
      expect.objectContaining({ path: "vimanas.apps.gateway.addressFile", fix: containing("make up") }),
    ]);
  });
});

describe("references to and from Vimanas", () => {
  const image = (text: string) => apps({}, { components: { "1.0.0": { image: text } } });

  it.each([
    "${vimanas.tools.gatewayName}",
    "${vimanas.tools/shop.canonicalHost}",
    "${vimanas.tools/shop/cart.routeName}",
    "${vimanas.tools/shop/cart@1.0.0.pinned}",
  ])("may name %s", (text) => {
    const tools = apps({ createNamespace: false, name: "tools" }, {}, { id: "f".repeat(32) });
    const { problems } = checkVimanas({ apps: image(text), tools });
    expect(problems).toEqual([]);
  });

  it("know no digest of what is not looked up", () => {
    const tools = apps({ resolve: "off", name: "tools" }, {}, { id: "f".repeat(32) });
    const { problems } = checkVimanas({ apps: image("${vimanas.tools/shop/cart@1.0.0.digest}"), tools });
    expect(problems).toEqual([expect.objectContaining({ reason: containing('has no output "digest"') })]);
  });

  it("must not decide a name", () => {
    const { problems } = checkVimanas({ apps: apps({}, {}, { aliases: ["${vimanas.apps.address}"] }) });
    expect(problems).toContainEqual(
      expect.objectContaining({
        path: "vimanas.apps.domains.shop.aliases[0]",
        reason: containing("must be known before"),
      }),
    );
  });

  it("do not go in a circle", () => {
    const { problems } = checkVimanas({ apps: image("${vimanas.apps/shop/cart@1.0.0.image}") });
    expect(problems).toEqual([expect.objectContaining({ reason: containing("in a circle") })]);
  });
});

describe("groundplan:vimanasSecrets", () => {
  const provided = { tls: { mode: "provided" } };
  const pem = { certificate: "CERT", key: "KEY" };

  it("must hold the certificates of hosts whose names are known", () => {
    const { problems } = checkVimanas({ apps: apps(provided) });
    const path = `vimanasSecrets.apps.tls["${ID}.vimana.host"]`;
    expect(problems).toEqual([
      expect.objectContaining({ path, fix: containing(`--path 'groundplan:${path}.certificate'`) }),
    ]);
  });

  it("are taken as they are", () => {
    const secrets = { apps: { tls: { [`${ID}.vimana.host`]: pem } } };
    const { problems } = checkVimanas({ apps: apps(provided) }, { vimanasSecrets: secrets });
    expect(problems.filter(({ severity }) => severity !== "warning")).toEqual([]);
  });

  it("are not asked for where the host's name depends on the deployment", () => {
    const { problems } = checkVimanas({
      apps: { cluster: "lab", ...provided, domains: { shop: {} } },
    });
    expect(problems).toEqual([]);
  });

  it("of Vimanas that are not declared are refused", () => {
    const { problems } = checkVimanas({ apps: apps() }, { vimanasSecrets: { aps: { tls: {} } } });
    expect(problems).toContainEqual(
      expect.objectContaining({ path: "vimanasSecrets.aps", reason: containing('mean "apps"?') }),
    );
  });
});
