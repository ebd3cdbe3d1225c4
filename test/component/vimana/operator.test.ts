import { serverObjectName, versionObjectName } from "../../../model/vimana/names.js";
import type { VimanaArgs } from "../../../components/index.js";
import type { Declared } from "../imagehub/declared.js";
import {
  before,
  CART,
  CERTIFICATES,
  GUARD,
  IDENTITY,
  keyOf,
  only,
  READY_GATE,
  registryWith,
  resourcesOf,
  ROUTE_GATE,
  SHOP,
  shopWithCart,
  TRAFFIC,
} from "./scene.js";

const API = "kubernetes:api.vimana.host/v1alpha1";
const CRD = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";

function operated(more: Partial<VimanaArgs> = {}): VimanaArgs {
  const components = { "1.0.0": {}, "1.1.0": {} };
  return shopWithCart({ components }, { mode: "operator", registry: "lab", resolve: "off", ...more });
}

describe("a Vimana in operator mode", () => {
  let found: readonly Declared[];

  beforeAll(async () => {
    registryWith();
    found = await resourcesOf(operated());
  });

  it("is written down in the operator's four kinds and nothing that the operator makes itself", () => {
    const objects = found.filter(({ type }) => type.startsWith("kubernetes:") && type !== CRD);
    expect(objects.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      `${API}:Component apps/shop/cart@1.0.0`,
      `${API}:Component apps/shop/cart@1.1.0`,
      `${API}:Domain apps/shop`,
      `${API}:Vimana apps`,
      "kubernetes:core/v1:Namespace apps",
    ]);
    const version = only(found, `${API}:Component`, "apps/shop/cart@1.0.0");
    expect(version.inputs).toMatchObject({
      metadata: { name: versionObjectName(`${CART}@1.0.0`) },
      spec: { image: `registry.test/${SHOP}/cart:1.0.0` },
    });
    const [carrier = ""] = only(found, TRAFFIC).inputs["carriers"] as string[];
    expect(JSON.parse(carrier)).toMatchObject({
      kind: "Server",
      metadata: { name: serverObjectName(CART) },
    });
  });

  it("never changes in place what the operator would make anew beside the old", () => {
    const domain = only(found, `${API}:Domain`);
    expect(domain.options).toMatchObject({ protect: true, replaceOnChanges: ["spec.id"] });
    const version = only(found, `${API}:Component`, "apps/shop/cart@1.1.0");
    expect(version.options).toMatchObject({
      deleteBeforeReplace: true,
      replaceOnChanges: ["spec.version", "spec.server", "spec.domain", "spec.image"],
    });
  });

  it("goes up in the order Vimana, Domain, versions that run, weights, route", () => {
    const traffic = only(found, TRAFFIC);
    const gate = only(found, READY_GATE, "apps/shop/cart@1.0.0");
    const route = only(found, ROUTE_GATE);
    expect(before(found, only(found, `${API}:Vimana`))).toContain(`${CERTIFICATES}::apps`);
    expect(before(found, only(found, `${API}:Domain`))).toContain(`${API}:Vimana::apps`);
    expect(before(found, gate)).toContain(`${API}:Component::apps/shop/cart@1.0.0`);
    expect(before(found, gate)).toContain(`${API}:Domain::apps/shop`);
    expect(before(found, traffic)).toContain(keyOf(gate));
    expect(before(found, route)).toContain(keyOf(traffic));
    expect(route.inputs).toMatchObject({
      gateway: "apps-gateway",
      domain: SHOP,
      hosts: [`${SHOP}.app.vimana.host`, "shop.example.com"],
      servers: { cart: { services: ["shop.Cart"], weights: { "1.0.0": 4, "1.1.0": 1 } } },
    });
  });

  it("tells the gates how long things may take", () => {
    const { inputs } = only(found, READY_GATE, "apps/shop/cart@1.0.0");
    expect(inputs).toMatchObject({
      fullName: `${CART}@1.0.0`,
      image: `registry.test/${SHOP}/cart:1.0.0`,
      drainSeconds: 30,
      timeouts: { create: 300, update: 300, delete: 330 },
    });
  });

  it("keeps the definitions until nobody has objects of them", () => {
    const crds = found.filter(({ type }) => type === CRD);
    expect(crds.map(({ name }) => name).sort()).toEqual(
      ["components", "domains", "servers", "vimanas"].map((plural) => `${plural}.api.vimana.host`),
    );
    const guard = only(found, "pulumi-nodejs:dynamic/kubernetes:DefinitionGuard");
    for (const crd of crds) expect(before(found, guard)).toContain(keyOf(crd));
    expect(before(found, only(found, IDENTITY))).toContain(keyOf(guard));
    expect(before(found, only(found, GUARD, "apps"))).toContain(keyOf(guard));
  });

  it("leaves definitions and waiting to others when told so", async () => {
    const plain = await resourcesOf(operated({ installCrds: false, waitForOperator: false }));
    const types = new Set(plain.map(({ type }) => type));
    for (const absent of [CRD, READY_GATE, ROUTE_GATE]) expect(types).not.toContain(absent);
  });
});
