import {
  domain,
  expectOnly,
  ID,
  onlyDomain,
  planned,
  server,
  times,
  told,
  vimana,
  withDomain,
} from "./hierarchy.js";

const OPERATOR = { mode: "operator" } as const;
const OTHER = "fedcba9876543210fedcba9876543210";

it("finds nothing wrong with a sound hierarchy, in both modes", () => {
  expect(told(vimana())).toEqual([]);
  expect(told(vimana(OPERATOR))).toEqual([]);
});

describe("DOM-1", () => {
  it.each([ID.slice(1), `${ID}0`, ID.toUpperCase(), `g${ID.slice(1)}`])("refuses the id %s", (id) => {
    expectOnly(
      told(withDomain({ id })),
      `error domains.shop.id: domain ${id}: id "${id}" must be 32 lower-case hex digits`,
      "(DOM-1)",
    );
  });

  it("derives an id where none is given", () => {
    const { id, canonicalHost } = onlyDomain(vimana({ domains: { shop: { servers: {} } } }));
    expect(id).toBe("57567998b96a0a19fa624d84d58558ab");
    expect(canonicalHost).toBe(`${id}.vimana.host`);
  });
});

it("DOM-2: refuses two domains with one id", () => {
  expectOnly(
    told(vimana({ domains: { shop: domain(), store: domain() } })),
    `error domains.store.id: domain ${ID}: this id is also that of vimanas.apps.domains.shop`,
    "(DOM-2)",
  );
});

describe("DOM-3", () => {
  it("lets the operator have its own suffix only", () => {
    expect(onlyDomain(vimana(OPERATOR)).canonicalHost).toBe(`${ID}.app.vimana.host`);
    expect(told(vimana({ ...OPERATOR, canonicalSuffix: "app.vimana.host" }))).toEqual([]);
    expectOnly(
      told(vimana({ ...OPERATOR, canonicalSuffix: "vimana.host" })),
      "error canonicalSuffix: Vimana apps: must be app.vimana.host in operator mode",
      "(DOM-3)",
    );
  });

  it("takes any suffix in direct mode that is a name", () => {
    expect(onlyDomain(vimana({ canonicalSuffix: "apps.example.com" })).canonicalHost).toBe(
      `${ID}.apps.example.com`,
    );
    expectOnly(
      told(vimana({ canonicalSuffix: "Apps.example.com" })),
      'error canonicalSuffix: Vimana apps: canonical suffix "Apps.example.com" must consist of',
      "(DOM-3)",
    );
  });

  it.each([
    [220, 0],
    [221, 1],
  ])("with %i characters leaves %i faults", (length, faults) => {
    const canonicalSuffix = `${"a.".repeat(109)}${"a".repeat(length - 218)}`;
    expect(canonicalSuffix).toHaveLength(length);
    expect(told(vimana({ canonicalSuffix }))).toHaveLength(faults);
  });
});

describe("DOM-4", () => {
  it.each([
    "example.com",
    "a.b",
    "*.example.com",
    "xn--bcher-kva.example",
    `${"a".repeat(63)}.example.com`,
    `${"a.".repeat(126)}a`,
  ])("takes the alias %s", (alias) => {
    expect(told(withDomain({ aliases: [alias] }))).toEqual([]);
  });

  it.each([
    ["Example.com", "must consist of lower-case letters"],
    ["example", "must have at least two parts"],
    ["10.0.0.1", "must be a name and not an address"],
    ["::1", "must be a name and not an address"],
    ["example.com:443", "must not have a port"],
    ["example.com.", "must not end with a dot"],
    ["-a.example.com", "must begin and end with a letter or digit"],
    ["*.*.example.com", "must consist of"],
    ["a.*.example.com", "must consist of"],
    ["*", "must consist of"],
    ["exa mple.com", "must consist of"],
    ["a..example.com", "must consist of"],
    [`${"a".repeat(64)}.example.com`, "must have at most 63 characters between dots"],
    [`${"a.".repeat(126)}aa`, "must have at most 253 characters and has 254"],
  ])("refuses the alias %s", (alias, why) => {
    const lines = told(withDomain({ aliases: ["good.example.com", alias] }));
    expectOnly(lines, `error domains.shop.aliases[1]: domain ${ID}: alias "${alias}" `, "(DOM-4)");
    expect(lines[0]).toContain(why);
  });
});

it.each([`${OTHER}.vimana.host`, `${ID}.vimana.host`, `${OTHER}.deeper.vimana.host`])(
  "DOM-5: refuses the alias %s, which could be another domain's host",
  (alias) => {
    expectOnly(
      told(withDomain({ aliases: [alias, `${OTHER}.example.com`, "shop.vimana.host"] })),
      `error domains.shop.aliases[0]: domain ${ID}: alias "${alias}" must not look like`,
      "(DOM-5)",
    );
  },
);

describe("DOM-6", () => {
  it("refuses a host of two domains", () => {
    const domains = {
      shop: domain({ aliases: ["a.example.com", "b.example.com"] }),
      store: domain({ id: OTHER, aliases: ["c.example.com", "b.example.com"] }),
    };
    expectOnly(
      told(vimana({ domains })),
      `error domains.store.aliases[1]: domain ${OTHER}: host "b.example.com" also belongs to domain ${ID}`,
      "(DOM-6)",
    );
  });

  it("refuses a host twice in a domain", () => {
    expectOnly(
      told(withDomain({ aliases: ["a.example.com", "a.example.com"] })),
      `error domains.shop.aliases[1]: domain ${ID}: host "a.example.com" also belongs to domain ${ID}`,
      "(DOM-6)",
    );
  });
});

describe("DOM-7", () => {
  const aliases = (count: number): string[] => times(count, (index) => `a${index}.example.com`);

  it("lets a domain have 16 hosts in operator mode", () => {
    expect(told(withDomain({ aliases: aliases(15) }, OPERATOR))).toEqual([]);
    expectOnly(
      told(withDomain({ aliases: aliases(16) }, OPERATOR)),
      `error domains.shop.aliases: domain ${ID}: has 16 aliases; in operator mode a domain takes 15`,
      "(DOM-7)",
    );
  });

  it.each([
    [16, [16]],
    [17, [16, 1]],
    [33, [16, 16, 1]],
  ])("shares %i hosts out among routes in direct mode", (hosts, parts) => {
    const [cart] = onlyDomain(withDomain({ aliases: aliases(hosts - 1) })).servers;
    expect(cart?.routes.map((route) => route.hosts.length)).toEqual(parts);
    expect(cart?.routes.flatMap((route) => route.hosts)).toHaveLength(hosts);
  });
});

describe("DOM-8", () => {
  const domains = (count: number): Record<string, ReturnType<typeof domain>> =>
    Object.fromEntries(
      times(count, (index) => [`d${index}`, domain({ id: index.toString(16).padStart(32, "0") })]),
    );

  it.each([
    ["operator mode", OPERATOR],
    ["listenerSets: never", { gateway: { listenerSets: "never" } }],
  ] as const)("lets a Gateway have 64 listeners with %s", (_case, change) => {
    expect(told(vimana({ ...change, domains: domains(64) }))).toEqual([]);
    expectOnly(
      told(vimana({ ...change, domains: domains(65) })),
      "error domains: Vimana apps: the hosts of its domains need 65 listeners; a Gateway takes 64",
      "(DOM-8)",
    );
  });

  it("counts the listener of http01", () => {
    const gateway = { listenerSets: "never", http01: true } as const;
    expect(told(vimana({ gateway, domains: domains(63) }))).toEqual([]);
    expectOnly(
      told(vimana({ gateway, domains: domains(64) })),
      "error domains: Vimana apps: the hosts of its domains need 65 listeners, one of them for http01",
      "(DOM-8)",
    );
  });

  it.each([
    ["auto", 64, false, 64],
    ["auto", 65, true, 1],
    ["always", 1, true, 1],
  ] as const)(
    "with listenerSets: %s and %i hosts has ListenerSets: %s",
    (listenerSets, count, sets, used) => {
      const found = planned(vimana({ gateway: { listenerSets }, domains: domains(count) }));
      expect(found.listenerSets).toBe(sets);
      expect(found.limits).toEqual({ listeners: { used, max: 64 } });
    },
  );

  it("lets a ListenerSet have 64 listeners", () => {
    const gateway = { listenerSets: "always" } as const;
    const aliases = times(64, (index) => `a${index}.example.com`);
    expect(told(withDomain({ aliases: aliases.slice(1) }, { gateway }))).toEqual([]);
    expectOnly(
      told(withDomain({ aliases }, { gateway })),
      `error domains.shop.aliases: domain ${ID}: needs 65 listeners; a ListenerSet takes 64`,
      "(DOM-8)",
    );
  });

  it("keeps port 80 for the plain listener", () => {
    expect(told(vimana({ gateway: { port: 80 } }))).toEqual([]);
    for (const gateway of [{ http01: true }, { listenerSets: "always" }] as const) {
      expectOnly(
        told(vimana({ gateway: { ...gateway, port: 80 } })),
        "error gateway.port: Vimana apps: port 80 is that of a plain listener",
        "http01 and ListenerSets",
      );
    }
  });
});

describe("reflection", () => {
  const both = { noneBut: ["a.B"], allBut: ["a.C"] };

  it("DOM-9: refuses noneBut next to allBut", () => {
    const errors = told(withDomain({ reflection: both })).filter((line) => line.startsWith("error"));
    expectOnly(errors, `error domains.shop.reflection: domain ${ID}: noneBut and allBut`, "(DOM-9)");
  });

  it("is taken from the document's place, but not from both", () => {
    expect(onlyDomain(withDomain({ grpc: { reflection: { allBut: [] } } })).reflection).toEqual({
      allBut: [],
    });
    const errors = told(
      withDomain({ reflection: { allBut: [] }, grpc: { reflection: { allBut: [] } } }),
    ).filter((line) => line.startsWith("error"));
    expectOnly(errors, `error domains.shop.grpc.reflection: domain ${ID}:`, "set twice");
  });
});

describe("DOM-10", () => {
  const tls = (dns01: boolean) => ({ mode: "certManager", issuer: { name: "letsencrypt", dns01 } }) as const;
  const wildcard = { aliases: ["*.example.com"] };

  it("wants an issuer for wildcards that proves names by DNS", () => {
    expect(told(withDomain(wildcard, { tls: tls(true) }))).toEqual([]);
    expect(told(withDomain({ aliases: ["a.example.com"] }, { tls: tls(false) }))).toEqual([]);
    expect(told(withDomain(wildcard))).toEqual([]);
    expectOnly(
      told(withDomain(wildcard, { tls: tls(false) })),
      `error domains.shop.aliases[0]: domain ${ID}: alias "*.example.com" needs an issuer`,
      "(DOM-10)",
    );
  });

  it("looks at the domain's own issuer", () => {
    expect(told(withDomain({ ...wildcard, tls: tls(true) }, { tls: tls(false) }))).toEqual([]);
  });
});

describe("issuers", () => {
  it("are needed with certManager", () => {
    expectOnly(
      told(vimana({ tls: { mode: "certManager" } })),
      "error tls.issuer: Vimana apps: an issuer is needed",
      "certManager",
    );
    expectOnly(
      told(withDomain({ tls: { mode: "certManager" } })),
      `error domains.shop.tls.issuer: domain ${ID}: an issuer is needed`,
      "certManager",
    );
  });

  it("have no effect otherwise", () => {
    expectOnly(
      told(vimana({ tls: { mode: "provided", issuer: { name: "ca" } } })),
      "error tls.issuer: Vimana apps: an issuer has an effect with",
      "the mode is provided",
    );
  });
});

describe("DOM-11", () => {
  it("warns of each field that the operator stores and does nothing with", () => {
    const servers = {
      cart: server({ auth: { jwks: ["https://issuer.example/keys"] }, features: { fast: {} } }),
    };
    const input = withDomain(
      {
        openApi: true,
        reflection: { allBut: [] },
        failover: ["other.example.com"],
        regions: ["aws/us-east"],
        servers,
      },
      { ...OPERATOR, regions: ["aws/us-east"] },
    );
    const why = "stored, not enforced by the operator at v1alpha1 (DOM-11)";
    expect(told(input)).toEqual([
      `warning regions: Vimana apps: regions is ${why}`,
      `warning domains.shop.openApi: domain ${ID}: openApi is ${why}`,
      `warning domains.shop.reflection: domain ${ID}: reflection is ${why}`,
      `warning domains.shop.failover: domain ${ID}: failover is ${why}`,
      `warning domains.shop.regions: domain ${ID}: regions is ${why}`,
      `warning domains.shop.servers.cart.auth: server ${ID}:cart: auth is ${why}`,
      `warning domains.shop.servers.cart.features: server ${ID}:cart: features is ${why}`,
    ]);
    expect(planned(input).domains).toHaveLength(1);
  });

  it("warns of what the gateway does not provide in direct mode", () => {
    const servers = {
      cart: server({ auth: { jwks: ["https://issuer.example/keys"] }, features: { fast: {} } }),
    };
    const lines = told(
      withDomain({
        openApi: true,
        grpc: { reflection: { allBut: [] } },
        failover: ["other.example.com"],
        servers,
      }),
    );
    expect(lines.map((line) => line.split(": ")[0])).toEqual([
      "warning domains.shop.openApi",
      "warning domains.shop.grpc.reflection",
      "warning domains.shop.failover",
      "warning domains.shop.servers.cart.features",
    ]);
    expect(lines.every((line) => line.endsWith("(DOM-11)"))).toBe(true);
  });
});

describe("regions", () => {
  const regionNodes = { "aws/us-east": { "topology.kubernetes.io/region": "us-east-1" } };

  it("GRP-1: have a form that is warned about", () => {
    expect(told(vimana({ regions: ["aws/us-east", "/us-east", "gcp/us-west1"] }))).toEqual([]);
    expectOnly(
      told(vimana({ regions: ["us-east"] })),
      'warning regions[0]: Vimana apps: region "us-east" should have the form',
      "(GRP-1)",
    );
    expect(told(withDomain({ regions: ["US/east"] }))[0]).toContain("(GRP-1)");
  });

  it("become labels of nodes", () => {
    const { regions, nodeLabels } = onlyDomain(withDomain({ regions: ["aws/us-east"] }, { regionNodes }));
    expect({ regions, nodeLabels }).toEqual({
      regions: ["aws/us-east"],
      nodeLabels: [{ "topology.kubernetes.io/region": "us-east-1" }],
    });
  });

  it("are the Vimana's where the domain has none, and otherwise those of both", () => {
    const cluster = { regions: ["aws/us-east", "aws/us-west"], regionNodes };
    expect(onlyDomain(vimana(cluster)).regions).toEqual(cluster.regions);
    expect(onlyDomain(withDomain({ regions: ["aws/us-east", "gcp/eu"] }, cluster)).regions).toEqual([
      "aws/us-east",
    ]);
  });

  it("warn where nothing keeps pods in them", () => {
    expectOnly(
      told(withDomain({ regions: ["aws/us-east"] })),
      `warning domains.shop.regions[0]: domain ${ID}: nothing keeps pods in region "aws/us-east"`,
      "not known",
    );
    expect(told(withDomain({ regions: ["aws/us-east"] }, { regions: ["aws/us-east"] }))).toEqual([]);
  });

  it("refuse a cluster that is in none of them", () => {
    expectOnly(
      told(withDomain({ regions: ["aws/us-east"] }, { regions: ["gcp/eu"], regionNodes })),
      `error domains.shop.regions: domain ${ID}: none of its regions is one of the Vimana's (gcp/eu)`,
      "none of its servers may run here",
    );
  });
});

it("failover names hosts", () => {
  const errors = told(withDomain({ failover: ["https://a.example.com"] })).filter((line) =>
    line.startsWith("error"),
  );
  expectOnly(errors, `error domains.shop.failover[0]: domain ${ID}: failover "https://`, "must");
});

it("tells all faults of all levels at once", () => {
  const servers = {
    cart: server({
      id: "Cart",
      services: ["a/b"],
      weights: { "1.0.0": -1 },
      components: { "1.0.0": { image: "A:1" }, v2: {} },
    }),
  };
  const lines = told(
    withDomain({ id: "x", aliases: ["B"], servers }, { name: "apps-", canonicalSuffix: "x" }),
  );
  expect(lines.map((line) => /\((\w+-\d+)\)/.exec(line)?.[1] ?? line)).toEqual([
    "VIM-1",
    expect.stringMatching(/^error namespace: /),
    "DOM-3",
    "DOM-1",
    "DOM-4",
    "SRV-1",
    "SRV-4",
    "WGT-1",
    "CMP-3",
    "CMP-1",
  ]);
});
