import { isObject } from "../../../../model/shared/json.js";
import { CRDS, domainCrd, serverCrd, vimanaCrd } from "../../../../model/vimana/objects/crds.js";
import type { VimanaInput } from "../../../../model/vimana/schema.js";
import { operatorObjects, plannedVimana } from "../../../support/vimana-plans.js";

/** A hierarchy that says everything the four kinds can hold. */
function everything(settings: Partial<VimanaInput> = {}) {
  return operatorObjects(
    plannedVimana("apps", {
      cluster: "lab",
      mode: "operator",
      registry: "main",
      regions: ["aws/us-east"],
      ...settings,
      domains: {
        shop: {
          id: "0123456789abcdef0123456789abcdef",
          aliases: ["shop.example.com"],
          regions: ["aws/us-east"],
          failover: ["elsewhere.example.com"],
          reflection: { noneBut: ["shop.Cart"] },
          openApi: true,
          servers: {
            cart: {
              services: ["shop.Cart"],
              auth: {
                jwks: ["https://login.example.com/keys"],
                issuer: "https://login.example.com",
                audiences: ["shop"],
              },
              features: { discounts: { cases: [{ value: true }] } },
              components: { "1.0.0": {} },
            },
          },
        },
      },
    }),
  );
}

function specs(settings: Partial<VimanaInput> = {}): Record<string, unknown> {
  return Object.fromEntries(everything(settings).map(({ kind, ...object }) => [kind, object["spec"]]));
}

test("all that the operator's kinds can hold is passed on, and no weights", () => {
  expect(specs()).toEqual({
    Vimana: { regions: ["aws/us-east"] },
    Domain: {
      id: "0123456789abcdef0123456789abcdef",
      vimana: "apps",
      aliases: ["shop.example.com"],
      regions: ["aws/us-east"],
      failover: ["elsewhere.example.com"],
      grpc: { reflection: { noneBut: ["shop.Cart"] } },
      openApi: true,
    },
    Server: {
      id: "cart",
      domain: "0123456789abcdef0123456789abcdef",
      services: ["shop.Cart"],
      auth: { jwks: ["https://login.example.com/keys"] },
      features: { discounts: { cases: [{ value: true }] } },
    },
    Component: {
      version: "1.0.0",
      server: "cart",
      domain: "0123456789abcdef0123456789abcdef",
      image: "registry.example:5000/0123456789abcdef0123456789abcdef/cart:1.0.0",
    },
  });
});

test("the operator is waited for where it says something, and not when nobody wants to wait", () => {
  const waits = (settings?: Partial<VimanaInput>) =>
    everything(settings).map(({ kind, metadata }) => [kind, metadata.annotations?.["pulumi.com/waitFor"]]);
  expect(waits()).toEqual([
    ["Vimana", undefined],
    ["Domain", "condition=Available"],
    ["Component", "condition=Available"],
    ["Server", undefined],
  ]);
  expect(waits({ waitForOperator: false }).filter(([, wait]) => wait !== undefined)).toEqual([]);
});

test("the definitions are called as the operator's and have a status of their own", () => {
  expect(CRDS.map(({ metadata }) => metadata.name)).toEqual([
    "vimanas.api.vimana.host",
    "domains.api.vimana.host",
    "servers.api.vimana.host",
    "components.api.vimana.host",
  ]);
  for (const { spec } of CRDS) {
    expect(spec).toMatchObject({
      group: "api.vimana.host",
      scope: "Namespaced",
      versions: [{ name: "v1alpha1", served: true, storage: true, subresources: { status: {} } }],
    });
  }
});

test("the definitions know every field that is passed on, and versionWeights", () => {
  const known = new Map(CRDS.map((crd) => [kindOf(crd), specSchema(crd)]));
  for (const [kind, spec] of Object.entries(specs())) {
    expect(unknownFields(spec, known.get(kind) ?? {}, kind)).toEqual([]);
  }
  expect(specSchema(serverCrd)).toHaveProperty(["properties", "versionWeights"]);
});

test("the definitions require what the operator cannot do without", () => {
  expect(specSchema(vimanaCrd)).not.toHaveProperty("required");
  expect(specSchema(domainCrd)).toHaveProperty("required", ["id", "vimana"]);
  expect(specSchema(serverCrd)).toHaveProperty("required", ["id", "domain"]);
});

type Definition = (typeof CRDS)[number];

function kindOf({ spec }: Definition): string {
  return String(at(spec, "names", "kind"));
}

function specSchema({ spec }: Definition): Record<string, unknown> {
  const schema = at(spec, "versions", 0, "schema", "openAPIV3Schema", "properties", "spec");
  if (!isObject(schema)) throw new Error("there is no schema of spec");
  return schema;
}

function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((found, key) => (found as Record<string | number, unknown>)[key], value);
}

/** Paths that the API server would drop. */
function unknownFields(value: unknown, schema: Record<string, unknown>, path: string): string[] {
  if (!isObject(value) || schema["x-kubernetes-preserve-unknown-fields"] === true) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const properties = isObject(schema["properties"]) ? schema["properties"] : {};
    const below = properties[key] ?? schema["additionalProperties"];
    return isObject(below) ? unknownFields(member, below, `${path}.${key}`) : [`${path}.${key}`];
  });
}
