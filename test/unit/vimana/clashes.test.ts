import { planVimanas } from "../../../model/vimana/plan.js";
import { vimanaSchema, type VimanaInput } from "../../../model/vimana/schema.js";
import { CONTEXT, domain, ID, lineOf, vimana } from "./hierarchy.js";

const OTHER = "fedcba9876543210fedcba9876543210";

function plans(inputs: Record<string, VimanaInput>): ReturnType<typeof planVimanas> {
  const specs = Object.fromEntries(
    Object.entries(inputs).map(([key, input]) => [key, vimanaSchema.parse(input)]),
  );
  return planVimanas(specs, { ...CONTEXT, path: "vimanas" });
}

function told(inputs: Record<string, VimanaInput>): readonly string[] {
  return plans(inputs).problems.map(lineOf);
}

const one = vimana();
const two = (change: Partial<VimanaInput> = {}): VimanaInput =>
  vimana({ domains: { shop: domain({ id: OTHER }) }, ...change });

it("plans all Vimanas of a stack by key", () => {
  const { planned, problems } = plans({ two: two(), one });
  expect(problems).toEqual([]);
  expect(Object.keys(planned ?? {})).toEqual(["one", "two"]);
  expect(planned?.two?.domains[0]?.id).toBe(OTHER);
});

it("plans none when one has an error", () => {
  const { planned, problems } = plans({ one, two: two({ name: "Two", namespace: "two" }) });
  expect(planned).toBeUndefined();
  expect(problems.map(lineOf)).toEqual([expect.stringContaining("error vimanas.two.name: Vimana Two: ")]);
});

it("DOM-2: an id is one domain's in the whole stack", () => {
  expect(told({ one, two: vimana({ cluster: "other" }) })).toEqual([
    `error vimanas.two.domains.shop.id: domain ${ID}: this id is also that of vimanas.one.domains.shop (DOM-2)`,
  ]);
});

it("DOM-2: ids derived from equal keys are equal as well", () => {
  const derived = vimana({ domains: { shop: {} } });
  expect(told({ one: derived, two: derived })).toEqual([expect.stringContaining("(DOM-2)")]);
});

describe("DOM-6", () => {
  const withAlias = (id: string, alias: string, change: Partial<VimanaInput>): VimanaInput =>
    vimana({ domains: { shop: domain({ id, aliases: [alias] }) }, ...change });
  const place = { namespace: "apps", createNamespace: false };

  it("a host is one domain's in a namespace", () => {
    const inputs = {
      one: withAlias(ID, "a.example.com", place),
      two: withAlias(OTHER, "a.example.com", place),
    };
    expect(told(inputs)).toEqual([
      `error vimanas.two.domains.shop.aliases[0]: domain ${OTHER}: host "a.example.com" also belongs to domain ${ID} (DOM-6)`,
    ]);
  });

  it("gateways apart may have the same", () => {
    const apart = { one: withAlias(ID, "a.example.com", {}), two: withAlias(OTHER, "a.example.com", {}) };
    expect(told(apart)).toEqual([]);
  });

  it("an alias is not another Vimana's canonical host", () => {
    const inputs = {
      one: withAlias(ID, `${OTHER}.b.example`, { ...place, canonicalSuffix: "a.example" }),
      two: two({ ...place, canonicalSuffix: "b.example" }),
    };
    expect(told(inputs)).toEqual([
      `error vimanas.one.domains.shop.aliases[0]: domain ${ID}: host "${OTHER}.b.example" also belongs to domain ${OTHER} (DOM-6)`,
    ]);
  });
});

describe("VIM-2", () => {
  const operator = { mode: "operator", createNamespace: false } as const;

  it("the operator takes one Vimana in a namespace", () => {
    const shared = { ...operator, namespace: "apps", allowSharedEnvoyProxy: true };
    expect(told({ one: vimana(shared), two: two(shared) })).toEqual([
      "error vimanas.two.namespace: Vimana two: its namespace is also that of vimanas.one; the operator takes one Vimana in each (VIM-2)",
    ]);
    expect(told({ one: vimana(shared), two: two({ ...shared, mode: "direct" }) })).toEqual([]);
  });

  it("one Vimana overwrites another's proxy on a cluster, unless both permit it", () => {
    const allowed = { ...operator, allowSharedEnvoyProxy: true };
    expect(told({ one: vimana(allowed), two: two(allowed) })).toEqual([]);
    expect(told({ one: vimana(operator), two: two({ ...operator, cluster: "other" }) })).toEqual([]);
    expect(told({ one: vimana(operator), two: two(allowed) })).toEqual([
      "error vimanas.one.cluster: Vimana one: shares the proxy's settings with vimanas.two on cluster lab, and each overwrites the other's (VIM-2)",
    ]);
  });
});

describe("objects of one Vimana only", () => {
  it("a Gateway", () => {
    const named = { name: "apps", createNamespace: false };
    expect(told({ one: vimana(named), two: two(named) })).toEqual([
      "error vimanas.two.name: Vimana apps: its Gateway is also that of vimanas.one: same cluster, namespace and name",
    ]);
    expect(told({ one: vimana(named), two: two({ ...named, cluster: "other" }) })).toEqual([]);
  });

  it("a namespace", () => {
    expect(told({ one: vimana({ namespace: "apps" }), two: two({ namespace: "apps" }) })).toEqual([
      "error vimanas.two.createNamespace: Vimana two: its namespace is made by vimanas.one already",
    ]);
    expect(
      told({ one: vimana({ namespace: "apps" }), two: two({ namespace: "apps", createNamespace: false }) }),
    ).toEqual([]);
  });

  it("a GatewayClass", () => {
    const gateway = { installClass: true };
    expect(told({ one: vimana({ gateway }), two: two({ gateway }) })).toEqual([
      "error vimanas.two.gateway.installClass: Vimana two: its GatewayClass is made by vimanas.one already",
    ]);
    const other = { ...gateway, className: "other" };
    expect(told({ one: vimana({ gateway }), two: two({ gateway: other }) })).toEqual([]);
  });

  it("a RuntimeClass", () => {
    const classes = (className: string): Partial<VimanaInput> => ({
      workloadRuntime: "vimana",
      gateway: { installClass: true, className },
    });
    expect(told({ one: vimana(classes("a")), two: two(classes("b")) })).toEqual([
      "error vimanas.two.gateway.installClass: Vimana two: its RuntimeClass is made by vimanas.one already",
    ]);
  });
});
