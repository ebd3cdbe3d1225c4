import fc from "fast-check";
import { hostsNeedingSecrets, planVimana } from "../../../model/vimana/plan.js";
import { vimanaSchema, type VimanaInput } from "../../../model/vimana/schema.js";
import {
  CONTEXT,
  domain,
  ID,
  planned,
  server,
  told,
  vimana,
  withComponent,
  withDomain,
} from "./hierarchy.js";

const FIRST = "0".repeat(31) + "1";

/** The document's hierarchy: one Vimana, two domains, three servers, several versions. */
const HIERARCHY: VimanaInput = {
  cluster: "lab",
  registry: "main",
  namespace: "apps-ns",
  regions: ["aws/us-east"],
  regionNodes: { "aws/us-east": { region: "us-east-1" } },
  domains: {
    shop: {
      id: ID,
      aliases: ["shop.example.com", "api.example.com"],
      openApi: true,
      servers: {
        cart: {
          services: ["shop.Cart", "shop.Basket"],
          weights: { "2.0.0": 20, "10.0.0": 80 },
          components: { "10.0.0": {}, "2.0.0": { image: "docker.io/library/cart:2" } },
        },
        catalogue: {
          services: ["shop.Catalogue"],
          components: { "1.0.0": {}, "1.1.0": {} },
          rollout: { to: "1.1.0", steps: [{ weight: 100 }], deadline: "5m" },
        },
      },
    },
    mail: {
      id: FIRST,
      tls: { mode: "provided" },
      servers: { sender: { id: "mail-sender", services: ["mail.Sender"], components: { "1.0.0": {} } } },
    },
  },
};

describe("planVimana", () => {
  it("derives every name of a hierarchy", () => {
    const found = planned(HIERARCHY);
    expect(found).toMatchObject({
      key: "apps",
      name: "apps",
      namespace: "apps-ns",
      mode: "direct",
      canonicalSuffix: "vimana.host",
      wasm: false,
      gatewayName: "apps-gateway",
      listenerSets: false,
      limits: { listeners: { used: 4, max: 64 } },
    });
    expect(found).not.toHaveProperty("runtimeClass");
    expect(found.spec).not.toHaveProperty("domains");
    expect(found.domains.map(({ key, id }) => [key, id])).toEqual([
      ["mail", FIRST],
      ["shop", ID],
    ]);
  });

  it("puts the canonical host first, then aliases as written", () => {
    const [, shop] = planned({ ...HIERARCHY, canonicalSuffix: "app.vimana.host" }).domains;
    expect(shop?.hosts).toEqual([
      {
        host: `${ID}.app.vimana.host`,
        canonical: true,
        listener: "l-2faea48d4e045fe446ced7b27c43b8b700df1dc879a010aa2eef1b1b",
        secret: "c-2faea48d4e045fe446ced7b27c43b8b700df1dc879a010aa2eef1b1b",
      },
      expect.objectContaining({ host: "shop.example.com", canonical: false }),
      expect.objectContaining({ host: "api.example.com", canonical: false }),
    ]);
  });

  it("plans servers, versions and weights in their own order", () => {
    const [, shop] = planned(HIERARCHY).domains;
    const [cart, catalogue] = shop!.servers;
    expect(cart).toMatchObject({ key: "cart", id: "cart", fullName: `${ID}:cart` });
    expect(cart!.spec).not.toHaveProperty("weights");
    expect(cart!.versions.map(({ version, fullName, image }) => ({ version, fullName, image }))).toEqual([
      { version: "2.0.0", fullName: `${ID}:cart@2.0.0`, image: "docker.io/library/cart:2" },
      {
        version: "10.0.0",
        fullName: `${ID}:cart@10.0.0`,
        image: `registry.example:5000/${ID}/cart:10.0.0`,
      },
    ]);
    expect(cart!.weights.map(({ version, weight, percent }) => [version, weight, percent])).toEqual([
      ["2.0.0", 1, 20],
      ["10.0.0", 4, 80],
    ]);
    expect(cart!.weights.map(({ service }) => service)).toEqual(cart!.versions.map(({ service }) => service));
    expect(catalogue).toMatchObject({ weights: [], rollout: { to: "1.1.0" } });
  });

  it("takes a server's id before its key", () => {
    const [mail] = planned(HIERARCHY).domains;
    expect(mail!.servers[0]).toMatchObject({ key: "sender", fullName: `${FIRST}:mail-sender` });
  });

  it("plans nothing when there is an error, and does with warnings alone", () => {
    const spec = (input: VimanaInput) => planVimana("apps", vimanaSchema.parse(input), CONTEXT);
    expect(spec(withDomain({ openApi: true })).planned).toBeDefined();
    expect(spec(withDomain({ id: "x" })).planned).toBeUndefined();
  });

  it("takes a Vimana without domains", () => {
    expect(planned(vimana({ domains: {} })).limits.listeners.used).toBe(0);
  });

  it("answers the same for any order of keys, faults included", () => {
    const faulty: VimanaInput = {
      ...HIERARCHY,
      domains: {
        ...HIERARCHY.domains,
        store: domain({ aliases: ["shop.example.com", "Upper"], servers: { b: server(), a: server() } }),
        other: domain({ servers: { a: server({ weights: { "9.0.0": -1, "8.0.0": 1 } }) } }),
      },
    };
    const plain = [HIERARCHY, faulty].map((input) => answer(input));
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (picks) => {
        const pick = (): number => Number(picks.next().value);
        expect([HIERARCHY, faulty].map((input) => answer(shuffled(input, pick)))).toEqual(plain);
      }),
      { numRuns: 50 },
    );
    expect(plain[1]?.problems.length).toBeGreaterThan(5);
  });

  function answer(input: VimanaInput): ReturnType<typeof planVimana> {
    return planVimana("apps", vimanaSchema.parse(input), CONTEXT);
  }
});

describe("names of Vimanas (VIM-1)", () => {
  it.each(["a", "the-vimana", "a1", "a".repeat(55)])("may be %s", (name) => {
    expect(planned(vimana({ name })).gatewayName).toBe(`${name}-gateway`);
  });

  it.each(["a".repeat(56), "1a", "-a", "a-", "Apps", "a.b"])("may not be %s", (name) => {
    expect(told(vimana({ name, namespace: "apps" }))).toEqual([
      expect.stringMatching(/^error name: Vimana .*: name ".*" must .*\(VIM-1\)$/),
    ]);
  });

  it("have a namespace that is a label", () => {
    expect(told(vimana({ namespace: "Apps" }))).toEqual([
      expect.stringContaining('error namespace: Vimana apps: namespace "Apps" must'),
    ]);
  });
});

it("an address stands in the stack file or in a file", () => {
  expect(told(vimana({ gateway: { addressFile: ".lab/gateway" } }))).toEqual([]);
  expect(told(vimana({ gateway: { address: "192.0.2.1", addressFile: ".lab/gateway" } }))).toEqual([
    "error gateway.addressFile: Vimana apps: address and addressFile exclude each other",
  ]);
});

describe("what the operator makes itself", () => {
  it.each([
    [{ gateway: { className: "other" } }, "gateway.className"],
    [{ gateway: { port: 8443 } }, "gateway.port"],
    [{ gateway: { infrastructure: { type: "Host" } } }, "gateway.infrastructure"],
    [
      { gateway: { infrastructure: { type: "Kubernetes", serviceType: "ClusterIP" } } },
      "gateway.infrastructure",
    ],
    [
      { gateway: { infrastructure: { type: "Kubernetes", annotations: { a: "b" } } } },
      "gateway.infrastructure",
    ],
    [{ gateway: { listenerSets: "always" } }, "gateway.listenerSets"],
    [{ gateway: { http01: true } }, "gateway.http01"],
    [{ gateway: { installClass: true } }, "gateway.installClass"],
    [{ regionNodes: { "a/b": {} } }, "regionNodes"],
  ] as const)("has no place for %j", (change, path) => {
    expect(told(vimana({ ...change, mode: "operator" }))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^error ${path}: Vimana apps: ${path.split(".").at(-1)!} has no effect in operator mode: `,
        ),
      ),
    ]);
  });

  it.each([
    [{ replicas: 2 }, "replicas"],
    [{ resources: { limits: { cpu: "1" } } }, "resources"],
    [{ env: { A: "b" } }, "env"],
    [{ pinned: true }, "pinned"],
  ] as const)("has no place for a version's %j", (change, field) => {
    expect(told(withComponent(change, { mode: "operator" }))).toEqual([
      expect.stringContaining(
        `components["1.0.0"].${field}: version ${ID}:cart@1.0.0: ${field} has no effect in operator mode`,
      ),
    ]);
    expect(told(withComponent(change))).toEqual([]);
  });

  it.each([
    [{ traffic: { requestTimeout: "5s" } }, "traffic"],
    [{ mirror: { version: "1.0.0" } }, "mirror"],
  ] as const)("has no place for a server's %j", (change, field) => {
    const servers = { cart: server(change) };
    expect(told(withDomain({ servers }, { mode: "operator" }))).toEqual([
      expect.stringContaining(`cart.${field}: server ${ID}:cart: ${field} has no effect in operator mode`),
    ]);
    expect(told(withDomain({ servers }))).toEqual([]);
  });
});

it("hostsNeedingSecrets names the hosts whose certificates are provided", () => {
  expect(hostsNeedingSecrets(planned(HIERARCHY))).toEqual([`${FIRST}.vimana.host`]);
  expect(hostsNeedingSecrets(planned({ ...HIERARCHY, tls: { mode: "provided" } }))).toEqual([
    `${FIRST}.vimana.host`,
    `${ID}.vimana.host`,
    "shop.example.com",
    "api.example.com",
  ]);
});

/** The same with the keys of all objects in another order. */
function shuffled<T>(value: T, pick: () => number): T {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const left = Object.entries(value);
  const mixed: [string, unknown][] = [];
  while (left.length > 0) {
    const [[key, member]] = left.splice(pick() % left.length, 1) as [[string, unknown]];
    mixed.push([key, shuffled(member, pick)]);
  }
  return Object.fromEntries(mixed) as T;
}
