import {
  domain,
  expectOnly,
  ID,
  onlyDomain,
  onlyServer,
  plan,
  server,
  times,
  told,
  vimana,
  withDomain,
  withServer,
} from "./hierarchy.js";

const OPERATOR = { mode: "operator" } as const;
const PLACE = "domains.shop.servers.cart";
const NAME = `server ${ID}:cart`;

describe("SRV-1", () => {
  it.each(["simple", "contains-dash", "ends-with-digit-1", "a", "a".repeat(63)])("takes the id %s", (id) => {
    expect(onlyServer(withServer({ id })).fullName).toBe(`${ID}:${id}`);
  });

  it.each([
    "contains.period",
    "contains-Capital",
    "contains_underscore",
    "-starts-with-dash",
    "1-starts-with-digit",
    "a-",
    "a".repeat(64),
  ])("refuses the id %s", (id) => {
    expectOnly(told(withServer({ id })), `error ${PLACE}.id: server ${ID}:${id}: id "${id}" must`, "(SRV-1)");
  });

  it("refuses an empty key", () => {
    expect(told(withDomain({ servers: { "": server() } }))).toEqual([expect.stringContaining("(SRV-1)")]);
  });
});

it("SRV-2: refuses two servers with one id", () => {
  const servers = { basket: server({ id: "cart", services: ["shop.Basket"] }), cart: server() };
  expectOnly(
    told(withDomain({ servers })),
    `error ${PLACE}.id: ${NAME}: id "cart" is also that of vimanas.apps.domains.shop.servers.basket`,
    "(SRV-2)",
  );
});

describe("SRV-3", () => {
  it("refuses a server that takes everything without saying so", () => {
    expectOnly(
      told(withServer({ services: [] })),
      `error ${PLACE}.services: ${NAME}: names no services, and without any it would take all calls`,
      "(SRV-3)",
    );
    expect(plan(withServer({ services: [] })).problems[0]?.fix).toContain("catchAll");
    expect(told(withServer({ services: [], catchAll: true }))).toEqual([]);
  });

  it("has no catchAll in operator mode, nor next to services", () => {
    expectOnly(
      told(withServer({ services: [], catchAll: true }, OPERATOR)),
      `error ${PLACE}.catchAll: ${NAME}: catchAll is for direct mode only`,
      "(SRV-3)",
    );
    expectOnly(
      told(withServer({ catchAll: true })),
      `error ${PLACE}.catchAll: ${NAME}: has both services and catchAll`,
      "(SRV-3)",
    );
  });
});

describe("SRV-4", () => {
  it.each(["Cart", "shop.Cart", "_a._b", "a1.B2", `a${"b".repeat(1023)}`])(
    "takes the service %s",
    (service) => {
      expect(told(withServer({ services: [service] }))).toEqual([]);
    },
  );

  it.each([
    ".shop.Cart",
    "shop.Cart/Add",
    "shop..Cart",
    "shop.Cart.",
    "1shop.Cart",
    "shop-x.Cart",
    `a${"b".repeat(1024)}`,
  ])("refuses the service %s", (service) => {
    expectOnly(
      told(withServer({ services: ["shop.Good", service] })),
      `error ${PLACE}.services[1]: ${NAME}: service "${service.slice(0, 80)}" must`,
      "(SRV-4)",
    );
  });

  it("refuses a service twice", () => {
    expectOnly(
      told(withServer({ services: ["shop.Cart", "shop.Cart"] })),
      `error ${PLACE}.services[1]: ${NAME}: service "shop.Cart" is there twice`,
      "(SRV-4)",
    );
  });
});

describe("SRV-5", () => {
  it("refuses a service of two servers of a domain", () => {
    const servers = { basket: server({ services: ["a.B", "shop.Cart"] }), cart: server() };
    expectOnly(
      told(withDomain({ servers })),
      `error ${PLACE}.services[0]: ${NAME}: service "shop.Cart" also belongs to server ${ID}:basket`,
      "(SRV-5)",
    );
  });

  it("takes the same service in two domains", () => {
    const other = domain({ id: "f".repeat(32) });
    expect(told(vimana({ domains: { shop: domain(), store: other } }))).toEqual([]);
  });

  it("refuses two servers that take all other calls", () => {
    const rest = { services: [], catchAll: true };
    expectOnly(
      told(withDomain({ servers: { basket: server(rest), cart: server(rest) } })),
      `error ${PLACE}.catchAll: ${NAME}: server ${ID}:basket takes all other calls already`,
      "(SRV-5)",
    );
  });
});

describe("SRV-6", () => {
  const services = ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"];
  const errors = (reflection: { noneBut?: string[]; allBut?: string[] }): readonly string[] =>
    told(withDomain({ reflection, servers: { cart: server({ services }) } })).filter((line) =>
      line.startsWith("error"),
    );

  it.each([{ allBut: [] }, { noneBut: ["shop.Cart"] }])("reserves reflection with %j", (reflection) => {
    expect(errors(reflection)).toEqual(
      services.map(
        (service, index) =>
          expect.stringContaining(
            `error ${PLACE}.services[${index}]: ${NAME}: service "${service}" is reserved while`,
          ) as unknown,
      ),
    );
  });

  it("leaves it to servers while it is off", () => {
    expect(errors({ noneBut: [] })).toEqual([]);
    expect(told(withServer({ services }))).toEqual([]);
  });
});

describe("SRV-7", () => {
  const services = (count: number, prefix = "a"): string[] => times(count, (index) => `${prefix}.S${index}`);
  const servers = (count: number, each: number): Record<string, ReturnType<typeof server>> =>
    Object.fromEntries(
      times(count, (index) => [`s${index}`, server({ services: services(each, `p${index}`) })]),
    );

  it("lets a domain have 16 servers in operator mode, and any number in direct mode", () => {
    expect(told(withDomain({ servers: servers(16, 1) }, OPERATOR))).toEqual([]);
    expect(told(withDomain({ servers: servers(17, 1) }))).toEqual([]);
    expectOnly(
      told(withDomain({ servers: servers(17, 1) }, OPERATOR)),
      `error domains.shop.servers: domain ${ID}: has 17 servers; in operator mode a domain takes 16`,
      "(SRV-7)",
    );
  });

  it("lets a server have 64 services in operator mode", () => {
    expect(told(withServer({ services: services(64) }, OPERATOR))).toEqual([]);
    expectOnly(
      told(withServer({ services: services(65) }, OPERATOR)),
      `error ${PLACE}.services: ${NAME}: has 65 services; a server takes 64`,
      "(SRV-7)",
    );
  });

  it("lets a server have 128 services in direct mode", () => {
    expect(told(withServer({ services: services(128) }))).toEqual([]);
    expectOnly(
      told(withServer({ services: services(129) })),
      `error ${PLACE}.services: ${NAME}: has 129 services; a server takes 128`,
      "(SRV-7)",
    );
  });

  it("lets a domain have 128 services in operator mode, and any number in direct mode", () => {
    const more = { ...servers(2, 64), one: server() };
    expect(told(withDomain({ servers: servers(2, 64) }, OPERATOR))).toEqual([]);
    expect(told(withDomain({ servers: more }))).toEqual([]);
    expectOnly(
      told(withDomain({ servers: more }, OPERATOR)),
      `error domains.shop.servers: domain ${ID}: has 129 services; in operator mode a domain takes 128`,
      "(SRV-7)",
    );
  });
});

describe("SRV-8", () => {
  const jwks = (...addresses: string[]) => withServer({ auth: { jwks: addresses } });
  const long = (length: number): string => `https://issuer.example/${"k".repeat(length - 23)}`;

  it("takes https addresses of up to 253 characters", () => {
    expect(long(253)).toHaveLength(253);
    expect(told(jwks("https://issuer.example/.well-known/jwks.json", long(253)))).toEqual([]);
  });

  it.each(["http://issuer.example/keys", "issuer.example/keys", "/keys", long(254)])(
    "refuses %s",
    (address) => {
      expectOnly(
        told(jwks("https://issuer.example/keys", address)),
        `error ${PLACE}.auth.jwks[1]: ${NAME}: key set must have`,
        "(SRV-8)",
      );
    },
  );

  it("lets a server have 16 of them", () => {
    expect(told(jwks(...times(16, (index) => `https://issuer.example/${index}`)))).toEqual([]);
    expectOnly(
      told(jwks(...times(17, (index) => `https://issuer.example/${index}`))),
      `error ${PLACE}.auth.jwks: ${NAME}: has 17 key sets; a server takes 16`,
      "(SRV-8)",
    );
  });
});

describe("versions of others", () => {
  it("need no component here", () => {
    const found = onlyServer(
      withServer({ externalVersions: ["2.0.0"], weights: { "1.0.0": 1, "2.0.0": 3 } }),
    );
    expect(found.weights.map(({ version, percent }) => [version, percent])).toEqual([
      ["1.0.0", 25],
      ["2.0.0", 75],
    ]);
    expect(found.versions.map(({ version }) => version)).toEqual(["1.0.0"]);
  });

  it("are versions, and not declared twice", () => {
    const weights = { "1.0.0": 1 };
    expectOnly(
      told(withServer({ externalVersions: ["latest"], weights })),
      `error ${PLACE}.externalVersions[0]: ${NAME}: version "latest" must be a semantic version`,
      "(CMP-1)",
    );
    expectOnly(
      told(withServer({ externalVersions: ["1.0.0"], weights })),
      `error ${PLACE}.externalVersions[0]: ${NAME}: version "1.0.0" is declared here as well`,
      "(WGT-3)",
    );
  });
});

it("forgive names versions", () => {
  const forgive = [
    { version: "0.9.0", reason: "never served" },
    { version: "v1", reason: "typo" },
  ];
  expectOnly(
    told(withServer({ forgive })),
    `error ${PLACE}.forgive[1].version: ${NAME}: version "v1" must be a semantic version`,
    "(CMP-1)",
  );
});

it("mirrors to a declared version only", () => {
  expect(told(withServer({ mirror: { version: "1.0.0" } }))).toEqual([]);
  expectOnly(
    told(withServer({ mirror: { version: "2.0.0" } })),
    `error ${PLACE}.mirror.version: ${NAME}: version "2.0.0" is not declared; declared are: 1.0.0`,
    "(WGT-3)",
  );
});

describe("traffic", () => {
  it("is tried again for what Envoy Gateway knows", () => {
    expect(told(withServer({ traffic: { retries: { on: ["unavailable", "reset", 100, 599] } } }))).toEqual(
      [],
    );
    const lines = told(withServer({ traffic: { retries: { on: ["UNAVAILABLE", 99, 600] } } }));
    expect(lines).toEqual([
      expect.stringContaining(`error ${PLACE}.traffic.retries.on[0]: ${NAME}: "UNAVAILABLE" is nothing`),
      expect.stringContaining(
        `error ${PLACE}.traffic.retries.on[1]: ${NAME}: an HTTP code must be from 100 to 599 and is 99`,
      ),
      expect.stringContaining(
        `error ${PLACE}.traffic.retries.on[2]: ${NAME}: an HTTP code must be from 100 to 599 and is 600`,
      ),
    ]);
  });

  it("has durations that Gateway API can write", () => {
    expect(told(withServer({ traffic: { requestTimeout: "99999h" } }))).toEqual([]);
    expectOnly(
      told(withServer({ traffic: { requestTimeout: "99999h1s" } })),
      `error ${PLACE}.traffic.requestTimeout: ${NAME}: must be at most 99999h and is 99999h1s`,
      "",
    );
  });

  it("warns of a timeout without effect", () => {
    expectOnly(
      told(withServer({ traffic: { requestTimeout: "5s", maxStreamDuration: "1h" } })),
      `warning ${PLACE}.traffic.requestTimeout: ${NAME}: requestTimeout has no effect next to maxStreamDuration`,
      "",
    );
  });
});

it("names the route of a server by mode", () => {
  const aliases = ["shop.example.com"];
  const route = (mode: "direct" | "operator") =>
    onlyDomain(withDomain({ aliases }, { mode })).servers[0]?.routes;
  expect(route("direct")).toEqual([
    { name: expect.stringMatching(/^r-[0-9a-f]{56}$/) as unknown, hosts: [`${ID}.vimana.host`, ...aliases] },
  ]);
  expect(route("operator")).toEqual([{ name: ID, hosts: [`${ID}.app.vimana.host`, ...aliases] }]);
});
