import { readFileSync } from "node:fs";
import path from "node:path";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { TOKEN_ANNOTATION } from "../../../model/shared/ownership.js";
import {
  canonicalHost,
  componentName,
  deploymentName,
  serverName,
  serverObjectName,
  versionObjectName,
} from "../../../model/vimana/names.js";
import { gatewayAddress } from "../../support/gateway.js";
import { expectChanges } from "../../support/vimana-changes.js";
import { VimanaOperator } from "../../support/vimana-operator.js";
import { vimanaScene, type VimanaSettings } from "../../support/vimana-scene.js";

const NAME = "operator";
const API = "api.vimana.host/v1alpha1";
const GOLDEN = path.join(__dirname, "golden");
const SETTINGS: VimanaSettings = {
  mode: "operator",
  regions: ["/eu"],
  gateway: { waitFor: "accepted", addressFile: ".lab/gateway/address" },
};

describe("a Vimana for the operator", () => {
  const scene = vimanaScene(NAME);
  let operator: VimanaOperator;
  const cart = {
    services: ["example.Cart"],
    auth: { jwks: ["https://keys.operator.test/jwks.json"] },
    features: { discount: { cases: [{ value: true }] } },
  };
  const orders = { services: ["example.Orders", "example.Invoices"], components: { "2.0.0": {} } };
  const shop = {
    aliases: ["shop.operator.test"],
    regions: ["/eu"],
    failover: ["elsewhere.operator.test"],
    reflection: { noneBut: ["example.Cart"] },
    openApi: true,
  };

  const declare = (weights: Readonly<Record<string, number>>, settings: VimanaSettings = {}): void => {
    const components = Object.fromEntries(Object.keys(weights).map((version) => [version, {}]));
    const servers = { cart: { ...cart, components, weights: { ...weights } }, orders };
    scene.declare({ shop: { ...shop, servers } }, { ...SETTINGS, ...settings });
  };
  const host = () => canonicalHost(scene.domainId("shop"), "app.vimana.host");
  const version = (server: string, number: string) => componentName(scene.domainId("shop"), server, number);

  beforeAll(async () => {
    for (const number of ["1.0.0", "1.1.0"])
      await scene.push({ domain: "shop", server: "cart", services: cart.services, version: number });
    await scene.push({ domain: "shop", server: "orders", services: orders.services, version: "2.0.0" });
    operator = new VimanaOperator(scene.kubernetes, NAME);
    operator.start();
    declare({ "1.0.0": 4, "1.1.0": 1 });
    await scene.make("up");
  });

  scene.beforeEnd(() => {
    declare({ "1.1.0": 1 });
  });
  scene.atEnd(() => operator.stop());

  test.each([
    ["vimana", "Vimana", () => NAME],
    ["domain", "Domain", () => scene.domainId("shop")],
    ["server-cart", "Server", () => serverObjectName(serverName(scene.domainId("shop"), "cart"))],
    ["server-orders", "Server", () => serverObjectName(serverName(scene.domainId("shop"), "orders"))],
    ["component-cart-1.0.0", "Component", () => versionObjectName(version("cart", "1.0.0"))],
    ["component-cart-1.1.0", "Component", () => versionObjectName(version("cart", "1.1.0"))],
    ["component-orders-2.0.0", "Component", () => versionObjectName(version("orders", "2.0.0"))],
  ])("is written down field for field: %s", async (file, kind, name) => {
    const golden: unknown = JSON.parse(readFileSync(path.join(GOLDEN, `${file}.json`), "utf8"));
    expect(asDeclared(await scene.find(API, kind, name()))).toEqual(golden);
  });

  test("is served as soon as up ends", async () => {
    const client = await scene.client(host());
    expect(await client.echo("example.Invoices")).toMatchObject({ code: "OK", reply: { version: "2.0.0" } });
    const alias = await scene.client("shop.operator.test");
    expect(await alias.echo("example.Cart")).toMatchObject({ code: "OK" });
    expect(await scene.summary()).toMatchObject({
      address: [gatewayAddress(scene.lab)],
      shop: { hosts: [host(), "shop.operator.test"], cart: { weights: ["1.0.0 80%", "1.1.0 20%"] } },
    });
    expect(await scene.changes()).toEqual([]);
  });

  test("changes weights in one write of the Server", async () => {
    declare({ "1.0.0": 1, "1.1.0": 1 });
    expectChanges(await scene.changes(), [
      `update RouteGate ${NAME}/shop`,
      `update Traffic ${NAME}/shop/cart`,
    ]);
    await scene.make("up");
    const server = await scene.find(
      API,
      "Server",
      serverObjectName(serverName(scene.domainId("shop"), "cart")),
    );
    expect(server).toMatchObject({ spec: { versionWeights: { "1.0.0": 1, "1.1.0": 1 } } });
  });

  test("removes a version when the operator's route does not send it calls any more", async () => {
    declare({ "1.1.0": 1 });
    await scene.make("up");
    expect(await scene.find(API, "Component", versionObjectName(version("cart", "1.0.0")))).toBeUndefined();
    expect(await scene.find("apps/v1", "Deployment", deploymentName(version("cart", "1.1.0")))).toBeDefined();
    const client = await scene.client(host());
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.echo("example.Cart")));
    expect(new Set(answers.map(({ reply }) => reply?.version))).toEqual(new Set(["1.1.0"]));
    expect(await scene.changes()).toEqual([]);
  });

  test("does not change to direct mode by accident", async () => {
    declare({ "1.1.0": 1 }, { mode: "direct", canonicalSuffix: "app.vimana.host" });
    for (const operation of ["preview", "up"] as const)
      expect(await scene.refused(operation)).toMatch(
        /its mode changes from operator to direct.*allowModeMigration: true/s,
      );
  });

  test("keeps the operator's suffix", async () => {
    declare({ "1.1.0": 1 }, { canonicalSuffix: "vimana.operator.test" });
    expect(await scene.refused("preview")).toContain("DOM-3");
  });

  test.each<[string, object, RegExp]>([
    ["Domain", { vimana: NAME }, /spec\.id: Required/],
    ["Domain", { id: "a", vimana: NAME, aliases: "a.operator.test" }, /spec\.aliases.*must be of type array/],
    [
      "Server",
      { id: "a", domain: "b", versionWeights: { "1.0.0": "4" } },
      /versionWeights.*must be of type integer/,
    ],
    ["Server", { id: "a", domain: "b", versionWeights: { "1.0.0": 2 ** 31 } }, /versionWeights/],
    ["Component", { version: "1.0.0", server: "a", domain: "b" }, /spec\.image: Required/],
    ["Vimana", { regions: [1] }, /spec\.regions.*must be of type string/],
    ["Vimana", { registry: "registry.test" }, /unknown field "spec\.registry"/],
  ])("has definitions that refuse a faulty %s: %j", async (kind, spec, message) => {
    const object = { apiVersion: API, kind, metadata: { name: "faulty", namespace: NAME }, spec };
    await expect(scene.kubernetes.create(object, { dryRun: true })).rejects.toThrow(message);
  });
});

/** What the server sets of an object itself. */
const SERVER_SET = ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields"];

/** What was declared of an object, and whatever else anybody added to it. */
function asDeclared(object: KubeObject | undefined): unknown {
  if (object === undefined) return undefined;
  const { metadata } = object;
  const annotations = without(metadata.annotations ?? {}, [TOKEN_ANNOTATION]);
  return { ...without(object, ["status"]), metadata: { ...without(metadata, SERVER_SET), annotations } };
}

function without(fields: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
