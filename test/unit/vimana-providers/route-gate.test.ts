import { until } from "../../support/until.js";
import { serviceName } from "../../../model/vimana/names.js";
import {
  routeGate,
  type RouteGateInputs,
  type RouteGateOutputs,
} from "../../../providers/vimana/route-gate.js";
import { DOMAIN, Driver, NAMESPACE, vimanaWorld, type World } from "./world.js";

const API_VERSION = "gateway.networking.k8s.io/v1";
const HOSTS = [`${DOMAIN}.app.vimana.host`, "api.example.com"];
const CART = ["example.Cart", "example.Basket"];

function spec(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    cluster: "lab",
    namespace: NAMESPACE,
    gateway: "the-vimana-gateway",
    domain: DOMAIN,
    hosts: HOSTS,
    servers: { cart: { services: CART, weights: { "1.0.0": 80, "2.0.0": 20, "3.0.0": 0 } } },
    ...more,
  };
}

function gate(world: World): Driver<RouteGateInputs, RouteGateOutputs> {
  return new Driver(world, routeGate, "shop-route");
}

function rule(services: readonly string[], weights: Record<string, number>, server = "cart"): unknown {
  return {
    matches: services.map((service) => ({ method: { type: "Exact", service } })),
    backendRefs: Object.entries(weights).map(([version, weight]) => ({
      name: serviceName(`${DOMAIN}:${server}@${version}`),
      port: 80,
      weight,
    })),
  };
}

interface Verdict {
  readonly accepted?: string;
  readonly resolved?: string;
  readonly stale?: boolean;
}

type RouteArgs = [rules: readonly unknown[], verdict: Verdict, hosts: readonly string[]];

/** The domain's route with rules, and what the gateway says of it; nothing when there is no verdict. */
function seedRoute(
  world: World,
  rules: readonly unknown[],
  verdict?: Verdict,
  hosts: readonly string[] = HOSTS,
): void {
  const ref = { apiVersion: API_VERSION, kind: "GRPCRoute", namespace: NAMESPACE, name: DOMAIN };
  const [made] = world.kubernetes.seed({
    apiVersion: API_VERSION,
    kind: "GRPCRoute",
    metadata: { namespace: NAMESPACE, name: DOMAIN },
    spec: { hostnames: hosts, rules },
  });
  if (verdict === undefined || made === undefined) return;
  const observedGeneration = (made.metadata.generation ?? 0) - (verdict.stale === true ? 1 : 0);
  const condition = (type: string, status = "True") => ({
    type,
    status,
    reason: status === "True" ? type : "BackendNotFound",
    message: "see Service s-x",
    observedGeneration,
  });
  const conditions = [condition("Accepted", verdict.accepted), condition("ResolvedRefs", verdict.resolved)];
  const parents = [{ parentRef: { name: "the-vimana-gateway" }, conditions }];
  world.kubernetes.seed({ ...(world.kubernetes.peek(ref) ?? made), status: { parents } });
}

function seedGateway(world: World, ...addresses: readonly string[]): void {
  world.kubernetes.seed({
    apiVersion: API_VERSION,
    kind: "Gateway",
    metadata: { namespace: NAMESPACE, name: "the-vimana-gateway" },
    status: { addresses: addresses.map((value) => ({ type: "IPAddress", value })) },
  });
}

const SHARES = { "1.0.0": 80, "2.0.0": 20 };
const RULE = rule(CART, SHARES);

/** What the gate says that it waits for, as it says it. */
function statusLines(world: World): readonly string[] {
  const lines: string[] = [];
  const context = world.context.bind(world);
  const status = (line: string): void => {
    lines.push(line);
  };
  jest.spyOn(world, "context").mockImplementation((...given) => ({ ...context(...given), status }));
  return lines;
}

describe("the route that the operator makes", () => {
  test("is waited for until it is as declared and the gateway has taken it", async () => {
    const world = vimanaWorld();
    seedGateway(world, "192.0.2.1", "gw.example.com");
    const said = statusLines(world);
    const create = gate(world).up(spec());
    const incomplete: readonly (readonly [reason: string, ...route: Partial<RouteArgs>])[] = [
      ["has not made its GRPCRoute yet"],
      ["not the rule of server cart as declared", [], {}],
      ["is for api.example.com and not yet for", [RULE], {}, HOSTS.slice(1)],
      ["not the rule of server cart", [rule(CART, { "1.0.0": 100 })], {}],
      ["has not looked at its GRPCRoute yet", [RULE]],
      ["not the rule of server cart", [rule(["example.Cart"], SHARES)], {}],
      ["has not looked at its GRPCRoute yet", [RULE], { stale: true }],
      ["says BackendNotFound: see Service s-x", [RULE], { accepted: "False" }],
      ["has not looked at its GRPCRoute yet", [RULE], { stale: true }],
      ["says BackendNotFound: see Service s-x", [RULE], { resolved: "False" }],
    ];
    for (const [reason, rules, verdict, hosts] of incomplete) {
      const before = said.length;
      if (rules !== undefined) seedRoute(world, rules, verdict, hosts);
      await until(reason, () => said.slice(before).some((line) => line.includes(reason)));
    }
    seedRoute(world, [RULE], {});
    expect(await create).toEqual({ accepted: true, addresses: ["192.0.2.1", "gw.example.com"] });
  });

  test("may have its rules, services and hosts in any order", async () => {
    const world = vimanaWorld();
    const other = rule(["example.Other"], { "1.0.0": 1 }, "other");
    const turned = rule([...CART].reverse(), { "2.0.0": 20, "3.0.0": 0, "1.0.0": 80 });
    seedRoute(world, [other, turned], {}, [...HOSTS].reverse());
    const servers = {
      ...(spec()["servers"] as object),
      other: { services: ["example.Other"], weights: { "1.0.0": 1 } },
    };
    expect(await gate(world).up(spec({ servers }))).toEqual({ accepted: true, addresses: [] });
  });

  test("of a server whose weights somebody else sets may have any", async () => {
    const world = vimanaWorld();
    seedRoute(world, [rule(CART, { "1.0.0": 1 })], {});
    const driver = gate(world);
    await driver.up(spec({ servers: { cart: { services: CART } } }));
    seedRoute(world, [rule(CART, { "2.0.0": 1 })], {});
    await driver.refresh();
    expect(driver.state?.inputs.servers).toEqual({ cart: { services: [...CART].sort() } });
  });

  test("a refresh finds weights, hosts and rules that were changed, and nothing else", async () => {
    const world = vimanaWorld();
    seedRoute(world, [RULE], {});
    const driver = gate(world);
    await driver.up(spec());
    const declared = driver.state?.inputs;
    await driver.refresh();
    expect(driver.state?.inputs).toEqual(declared);

    const services = [...CART].sort();
    seedRoute(world, [rule(CART, { "1.0.0": 50, "2.0.0": 50 })], {});
    await driver.refresh();
    expect(driver.state?.inputs).toEqual({
      ...declared,
      servers: { cart: { services, weights: { "1.0.0": 50, "2.0.0": 50 } } },
    });
    expect(driver.state?.outputs.accepted).toBe(false);

    seedRoute(world, [], {}, HOSTS.slice(0, 1));
    await driver.refresh();
    expect(driver.state?.inputs).toMatchObject({ hosts: HOSTS.slice(0, 1), servers: {} });
  });

  test("leaves nothing behind", async () => {
    const world = vimanaWorld();
    seedRoute(world, [RULE], {});
    const driver = gate(world);
    await driver.up(spec());
    await driver.down();
    expect(world.writes()).toEqual([]);
  });
});
