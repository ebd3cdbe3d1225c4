import fc from "fast-check";
import { securityPolicyObject, trafficPolicyObjects } from "../../../../model/vimana/objects/policies.js";
import { pinRouteObjects, routeObjects } from "../../../../model/vimana/objects/routes.js";
import { onlyServer, plannedVimana } from "../../../support/vimana-plans.js";

const ID = "0123456789abcdef0123456789abcdef";

/** A server with so many aliases and services, a plain version and a pinned one, key sets and a timeout. */
function scene(aliases: number, services: number) {
  const vimana = plannedVimana("apps", {
    cluster: "lab",
    gateway: { listenerSets: "always" },
    domains: {
      shop: {
        id: ID,
        aliases: Array.from({ length: aliases }, (_, index) => `shop${index}.example.com`),
        servers: {
          cart: {
            ...(services === 0
              ? { catchAll: true }
              : { services: Array.from({ length: services }, (_, index) => `shop.Cart${index}`) }),
            weights: { "1.0.0": 1 },
            auth: { jwks: ["https://login.example.com/keys"] },
            traffic: { requestTimeout: "5s" },
            components: {
              "1.0.0": { image: "example.com/cart:1.0.0" },
              "2.0.0": { image: "example.com/cart:2.0.0", pinned: true },
            },
          },
        },
      },
    },
  });
  const { domain, server } = onlyServer(vimana);
  return {
    routes: routeObjects(vimana, domain, server).map(specOf),
    pins: server.versions.flatMap((version) => pinRouteObjects(vimana, domain, server, version)).map(specOf),
    policies: [
      securityPolicyObject(vimana, domain, server),
      ...trafficPolicyObjects(vimana, domain, server),
    ].map((policy) => policy?.["spec"] as { targetRefs: { name: string }[] }),
    server,
  };
}

interface Rule {
  readonly matches?: { readonly method?: { readonly service: string }; readonly headers?: unknown }[];
  readonly backendRefs?: unknown[];
}

function specOf(object: { readonly metadata: { readonly name: string }; readonly [field: string]: unknown }) {
  const spec = object["spec"] as { hostnames: string[]; rules: Rule[] };
  return { name: object.metadata.name, ...spec };
}

test("16 hosts are on one route and 17 on two", () => {
  const one = scene(15, 1);
  expect(one.routes.map(({ hostnames }) => hostnames.length)).toEqual([16]);
  const two = scene(16, 1);
  expect(two.routes.map(({ hostnames }) => hostnames.length)).toEqual([16, 1]);
  expect(two.routes[1]?.name).toBe(`${two.routes[0]?.name ?? ""}-2`);
  expect(two.pins.map(({ hostnames }) => hostnames.length)).toEqual([16, 1]);
  expect(two.pins[1]?.name).toBe(`${two.pins[0]?.name ?? ""}-2`);
});

test("64 services are in one rule and 65 in two", () => {
  expect(scene(0, 64).routes[0]?.rules.map(({ matches }) => matches?.length)).toEqual([64]);
  expect(scene(0, 65).routes[0]?.rules.map(({ matches }) => matches?.length)).toEqual([64, 1]);
});

test("a server that takes all calls has a rule without matches, and its pin asks for the header alone", () => {
  const { routes, pins } = scene(0, 0);
  expect(routes[0]?.rules).toEqual([{}]);
  expect(pins[0]?.rules[0]?.matches).toEqual([
    { headers: [{ type: "Exact", name: "vimana-version", value: "2.0.0" }] },
  ]);
});

test("a version that is not pinned has no route of its own", () => {
  const { pins, server } = scene(0, 1);
  expect(server.versions).toHaveLength(2);
  expect(pins).toHaveLength(1);
});

test("every host and service is on the routes once, within the limits, without backends, and under each policy", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 128 }), (aliases, services) => {
      const { routes, pins, policies } = scene(aliases, services);
      expect(new Set(routes.flatMap(({ hostnames }) => hostnames)).size).toBe(aliases + 1);
      for (const { hostnames, rules } of [...routes, ...pins]) {
        expect(hostnames.length).toBeLessThanOrEqual(16);
        expect(Math.max(...rules.map(({ matches }) => matches?.length ?? 0))).toBeLessThanOrEqual(64);
        const matched = rules.flatMap(({ matches = [] }) => matches.map(({ method }) => method?.service));
        expect(new Set(matched.filter((service) => service !== undefined)).size).toBe(services);
      }
      expect(routes.flatMap(({ rules }) => rules).filter((rule) => "backendRefs" in rule)).toEqual([]);
      const names = [...routes, ...pins].map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const { targetRefs } of policies) {
        expect(targetRefs.map(({ name }) => name).sort()).toEqual([...names].sort());
      }
    }),
    { numRuns: 25 },
  );
});
