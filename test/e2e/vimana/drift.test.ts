import type { ObjectRef } from "../../../clients/kubernetes/types.js";
import {
  componentName,
  deploymentName,
  gatewayName,
  routeName,
  serverName,
  serviceName,
} from "../../../model/vimana/names.js";
import { GRPC_ROUTE, vimanaScene } from "../../support/vimana-scene.js";

const NAME = "drift-vimana";

describe("drift of a Vimana", () => {
  const scene = vimanaScene(NAME);
  const server = (id: string) => serverName(scene.domainId("shop"), id);
  const version = (id: string, number: string) => componentName(scene.domainId("shop"), id, number);
  const route = (id: string): ObjectRef => ({ ...GRPC_ROUTE, namespace: NAME, name: routeName(server(id)) });
  const cart = () => version("cart", "1.0.0");
  const deployment = (): ObjectRef => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    namespace: NAME,
    name: deploymentName(cart()),
  });
  const hand = { type: "merge", fieldManager: "kubectl-edit" } as const;

  beforeAll(async () => {
    for (const number of ["1.0.0", "1.1.0"])
      await scene.push({ domain: "shop", server: "cart", services: ["example.Cart"], version: number });
    await scene.push({ domain: "shop", server: "orders", services: ["example.Orders"], version: "1.0.0" });
    scene.declare({
      shop: {
        servers: {
          cart: {
            services: ["example.Cart"],
            components: { "1.0.0": {}, "1.1.0": {} },
            weights: { "1.0.0": 4, "1.1.0": 1 },
          },
          orders: { services: ["example.Orders"], components: { "1.0.0": {} } },
        },
      },
    });
    await scene.make("up");
    await scene.kubernetes.patch(
      route("cart"),
      { spec: { rules: [rule({ "1.0.0": 1, "1.1.0": 9 })] } },
      hand,
    );
    await scene.kubernetes.delete(route("orders"));
    await scene.kubernetes.patch(deployment(), { spec: { replicas: 2 } }, hand);
  });

  test("is shown by refresh, and nothing besides", async () => {
    const mark = scene.audit.mark();
    const output = await scene.make("refresh");
    expect(scene.audit.ourWritesSince(mark)).toEqual([]);
    expect(await scene.changes()).toEqual([
      `create Traffic ${NAME}/shop/orders`,
      `update Deployment ${NAME}/shop/cart@1.0.0 spec.replicas`,
      `update Traffic ${NAME}/shop/cart`,
    ]);
    expect(output).toMatch(/replicas *: *1 *=> *2/);
    expect(output).toMatch(/1\.0\.0 *: *4 *=> *1/);
    expect(output).toMatch(/1\.1\.0 *: *1 *=> *9/);
    expect(output).toMatch(/deleted|- pulumi-nodejs:dynamic\/vimana:Traffic/);
    expect(await scene.summary()).toMatchObject({
      shop: { cart: { weights: ["1.0.0 10%", "1.1.0 90%"] } },
    });
  });

  test("is repaired by up", async () => {
    expect(await scene.make("preview")).toContain("weights of cart: 1.0.0 10% → 80%, 1.1.0 90% → 20%");
    await scene.make("up");
    expect(await scene.kubernetes.get(route("cart"))).toMatchObject({
      spec: { rules: [rule({ "1.0.0": 4, "1.1.0": 1 })] },
    });
    expect(await scene.kubernetes.get(deployment())).toMatchObject({ spec: { replicas: 1 } });
    const client = await scene.caller(scene.hostOf("shop"), "example.Orders");
    expect(await client.echo("example.Orders")).toMatchObject({ code: "OK" });
    expect(await scene.changes()).toEqual([]);
  });

  test("of hosts and listeners is repaired too, without a refresh for the route", async () => {
    const gateway: ObjectRef = {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      namespace: NAME,
      name: gatewayName(NAME),
    };
    const declared = await scene.kubernetes.get(route("cart"));
    await scene.kubernetes.patch(route("cart"), { spec: { hostnames: ["elsewhere.drift.test"] } }, hand);
    const { spec } = (await scene.kubernetes.get(gateway)) as { spec?: { listeners?: object[] } };
    const listeners = spec?.listeners?.map((listener) => ({ ...listener, hostname: "elsewhere.drift.test" }));
    await scene.kubernetes.patch(gateway, { spec: { listeners } }, hand);

    await scene.make("refresh");
    expect(await scene.changes()).toEqual([
      `update Gateway ${NAME} spec.listeners[0].hostname`,
      `update Traffic ${NAME}/shop/cart`,
    ]);
    await scene.make("up");
    expect(await scene.kubernetes.get(route("cart"))).toMatchObject({ spec: declared?.["spec"] });
    expect(await scene.changes()).toEqual([]);
    await scene.caller(scene.hostOf("shop"), "example.Cart");
  });

  function rule(weights: Readonly<Record<string, number>>): object {
    return {
      matches: [{ method: { type: "Exact", service: "example.Cart" } }],
      backendRefs: Object.entries(weights).map(([number, weight]) => ({
        group: "",
        kind: "Service",
        name: serviceName(version("cart", number)),
        port: 80,
        weight,
      })),
    };
  }
});
