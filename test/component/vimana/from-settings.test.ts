import * as pulumi from "@pulumi/pulumi";
import {
  declareVimanas,
  Vimana,
  type DeclaredVimanas,
  type VimanaSettings,
} from "../../../components/index.js";
import { sha224 } from "../../../model/vimana/names.js";
import { declared, type Declared } from "../imagehub/declared.js";
import { valueOf } from "../program/value-of.js";
import { before, CART, declaredWithOutputs, keyOf, NAMESPACE, only, SHOP, shop } from "./scene.js";

const NOTHING_FOUND = new Map<string, never>();
const GATEWAY_CLASS = "kubernetes:gateway.networking.k8s.io/v1:GatewayClass";

function settings(more: Partial<VimanaSettings> = {}): VimanaSettings {
  return { ...shop(), cluster: "lab", ...more };
}

const EMPTY = { shop: { id: SHOP, servers: { cart: { services: ["shop.Cart"] } } } };

async function declare(
  vimanas: Readonly<Record<string, VimanaSettings>>,
): Promise<{ found: Declared[]; result: DeclaredVimanas }> {
  let result: DeclaredVimanas | undefined;
  const found = await declaredWithOutputs(() => {
    result = declareVimanas(vimanas, NOTHING_FOUND);
  });
  if (result === undefined) throw new Error("nothing was declared");
  return { found, result };
}

describe("Vimanas of a stack file", () => {
  it("offer references what follows from them", async () => {
    const { result } = await declare({ apps: settings() });
    expect(Object.keys(result.outputs)).toEqual([
      "apps",
      "apps/shop",
      "apps/shop/cart",
      "apps/shop/cart@1.0.0",
      "apps/shop/cart@1.1.0",
    ]);
    expect(await valueOf(pulumi.output(result.outputs["apps"]))).toEqual({
      gatewayName: "apps-gateway",
      namespace: "apps",
      address: "192.0.2.7",
    });
    expect(await valueOf(pulumi.output(result.outputs["apps/shop"]))).toEqual({
      id: SHOP,
      canonicalHost: `${SHOP}.vimana.host`,
    });
    expect(await valueOf(pulumi.output(result.outputs["apps/shop/cart@1.0.0"]))).toMatchObject({
      fullName: `${CART}@1.0.0`,
      image: "example.com/cart:1",
      pinned: "example.com/cart:1",
      deploymentName: `d-${sha224(`${CART}@1.0.0`)}`,
      serviceName: `s-${sha224(`${CART}@1.0.0`)}`,
    });
  });

  it.each<Partial<VimanaSettings>>([{}, { mode: "operator" }])(
    "tell what they can when nothing of them is there, as in a destroy that is run again: %j",
    async (more) => {
      let result: DeclaredVimanas | undefined;
      await declared(() => {
        result = declareVimanas({ apps: settings({ domains: EMPTY, ...more }) }, NOTHING_FOUND);
      });
      expect(await valueOf(result?.summary["apps"])).toMatchObject({
        address: "(not known)",
        shop: { cart: { weights: [] } },
      });
    },
  );

  it("tell a person where they are, what runs, and how to call it", async () => {
    const { result } = await declare({ apps: settings() });
    const host = `${SHOP}.vimana.host`;
    expect(await valueOf(result.summary["apps"])).toEqual({
      gateway: "apps-gateway",
      address: ["192.0.2.7"],
      listeners: "2 of 64",
      shop: {
        hosts: [host, "shop.example.com"],
        dns: [`${host} A 192.0.2.7`, `shop.example.com CNAME ${host}`],
        cart: {
          url: `https://${host}`,
          services: ["shop.Cart"],
          weights: ["1.0.0 80%"],
          grpcurl: `grpcurl -insecure -servername ${host} -authority ${host} 192.0.2.7:443 'shop.Cart/<method>'`,
          curl:
            "printf '\\0\\0\\0\\0\\0' | curl -sk --http2 -H 'content-type: application/grpc' -H 'te: trailers' " +
            `--data-binary @- --output - --connect-to ${host}:443:192.0.2.7:443 'https://${host}/shop.Cart/<method>'`,
        },
      },
    });
  });

  it("of one cluster share its provider, its classes and their namespace", async () => {
    const other = "f".repeat(32);
    const tools: VimanaSettings = {
      cluster: "lab",
      namespace: "apps",
      createNamespace: false,
      domains: { tools: { id: other } },
    };
    const { found } = await declare({
      tools,
      zapps: settings({ namespace: "apps", gateway: { installClass: true } }),
    });
    expect(found.filter(({ type }) => type === "pulumi:providers:kubernetes")).toHaveLength(1);
    const gatewayClass = only(found, GATEWAY_CLASS);
    expect(gatewayClass.options).toMatchObject({
      replaceOnChanges: ["spec.controllerName"],
      deleteBeforeReplace: true,
    });
    const gateway = only(found, "kubernetes:gateway.networking.k8s.io/v1:Gateway", "tools");
    expect(before(found, gateway)).toContain(keyOf(gatewayClass));
    expect(before(found, gateway)).toContain(keyOf(only(found, NAMESPACE)));
  });

  it("are named by the given address where the gateway tells none", async () => {
    const { result } = await declare({ apps: settings({ gateway: { address: "192.0.2.1" } }) });
    expect(await valueOf(result.outputs["apps"]?.["address"])).toBe("192.0.2.1");
  });
});

describe("a faulty Vimana", () => {
  it("is refused with all its faults before anything is registered", async () => {
    let told = "";
    const found = await declaredWithOutputs(() => {
      try {
        new Vimana("apps", shop({ name: "Apps", canonicalSuffix: "x" }));
      } catch (error) {
        told = String(error);
      }
    });
    expect(found).toEqual([]);
    expect(told).toContain("(VIM-1)");
    expect(told).toContain("(DOM-3)");
  });

  it("warns once of what has no effect", async () => {
    const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
    const domains = { shop: { id: SHOP, openApi: true } };
    await declaredWithOutputs(() => new Vimana("apps", { cluster: "lab", domains }));
    expect(warn.mock.calls.map(([message]) => message)).toEqual([expect.stringContaining("openApi")]);
    warn.mockClear();
    await declaredWithOutputs(() => new Vimana("apps", { cluster: "lab", domains, quiet: true }));
    expect(warn).not.toHaveBeenCalled();
  });
});
