import * as pulumi from "@pulumi/pulumi";
import { resolveVimanaImages, Vimana, type VimanaArgs } from "../../../components/index.js";
import { CONFIG } from "../imagehub/declared.js";
import { registryTarget } from "../../../providers/targets/registry.js";
import {
  DEPLOYMENT,
  declaredWithOutputs,
  LEDGER,
  only,
  registryWith,
  SHOP,
  shop,
  shopWithCart,
} from "./scene.js";

const IMAGE = "registry.test/cart:1";

beforeEach(async () => {
  await pulumi.runtime.setMocks(
    { newResource: () => ({ id: "id", state: {} }), call: () => ({}) },
    "shop",
    "dev",
    false,
    "acme",
  );
  pulumi.runtime.setAllConfig(CONFIG);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** One version with this image. */
function withImage(image: pulumi.Input<string>, more: Partial<VimanaArgs> = {}): VimanaArgs {
  return shopWithCart(
    { components: { "1.0.0": { image } }, weights: undefined },
    { registry: "lab", ...more },
  );
}

/** What the pods and the ledger of the only version get. */
async function imagesIn(args: VimanaArgs, preview = false) {
  const found = await declaredWithOutputs(() => new Vimana("apps", args), preview);
  const spec = only(found, DEPLOYMENT).inputs["spec"] as {
    template: { spec: { containers: { image?: string }[] } };
  };
  const versions = only(found, LEDGER).inputs["versions"] as Record<string, unknown>;
  return { pod: spec.template.spec.containers[0]?.image, ledger: versions["1.0.0"] };
}

describe("images of versions", () => {
  it("are looked up, pinned for the pods and recorded with their digests", async () => {
    const digest = await registryWith("cart:1").head({ repository: "cart", tag: "1" });
    const args = withImage(IMAGE);
    const images = await resolveVimanaImages({ apps: args });
    expect(await imagesIn({ ...args, images })).toEqual({
      pod: `registry.test/cart@${digest}`,
      ledger: { image: IMAGE, digest },
    });
  });

  it("follow from the registry when they are not named", async () => {
    const registry = registryWith(`${SHOP}/cart:1.0.0`);
    const args = shopWithCart({ components: { "1.0.0": {} }, weights: undefined }, { registry: "lab" });
    const images = await resolveVimanaImages({ apps: args });
    const digest = await registry.head({ repository: `${SHOP}/cart`, tag: "1.0.0" });
    expect((await imagesIn({ ...args, images })).pod).toBe(`registry.test/${SHOP}/cart@${digest}`);
  });

  it("stay tags for Vimana's own runtime, whose ledger knows the digest all the same", async () => {
    const registry = registryWith(`${SHOP}/cart:1.0.0`);
    const args = shopWithCart(
      { components: { "1.0.0": {} }, weights: undefined },
      { registry: "lab", workloadRuntime: "vimana" },
    );
    const images = await resolveVimanaImages({ apps: args });
    const image = `registry.test/${SHOP}/cart:1.0.0`;
    const digest = await registry.head({ repository: `${SHOP}/cart`, tag: "1.0.0" });
    expect(await imagesIn({ ...args, images })).toEqual({ pod: image, ledger: { image, digest } });
  });

  it.each<[string, pulumi.Input<string>, Partial<VimanaArgs>]>([
    ["with resolve: off", IMAGE, { resolve: "off" }],
    ["that are pinned already", `registry.test/cart@sha256:${"ab".repeat(32)}`, {}],
    ["of another registry", "example.com/cart:1", {}],
    ["that are not known yet", pulumi.output(IMAGE), {}],
  ])("%s are not looked up", async (_what, image, more) => {
    const connect = jest.spyOn(registryTarget, "connect").mockRejectedValue(new Error("was asked"));
    expect(await resolveVimanaImages({ apps: withImage(image, more) })).toEqual(new Map());
    expect(connect).not.toHaveBeenCalled();
  });

  it("tell the ledger a digest that they carry themselves", async () => {
    const image = `example.com/cart@sha256:${"ab".repeat(32)}`;
    expect(await imagesIn(withImage(image))).toEqual({
      pod: image,
      ledger: { image, digest: `sha256:${"ab".repeat(32)}` },
    });
  });

  it("may be outputs of other resources, and leave all the rest known", async () => {
    const later = pulumi.output("example.com/later:1");
    expect(await imagesIn(withImage(later))).toEqual({
      pod: "example.com/later:1",
      ledger: { image: "example.com/later:1" },
    });
  });

  it("are told all at once when they are not there, with their places, before anything is declared", async () => {
    registryWith();
    const args = shopWithCart(
      { components: { "1.0.0": { image: IMAGE }, "1.1.0": { image: "registry.test/cart:2" } } },
      { registry: "lab" },
    );
    const told = await resolveVimanaImages({ apps: args }, { stackFile: true }).catch(String);
    expect(told).toContain("2 faults; nothing was touched");
    expect(told).toContain('vimanas.apps.domains.shop.servers.cart.components["1.0.0"]: ');
    expect(told).toContain('vimanas.apps.domains.shop.servers.cart.components["1.1.0"]: ');
    expect(told).toContain("registry.test/cart 2: not found");
    expect(told).toContain("without --run-program");
  });

  it("are not looked up while a rule is broken", async () => {
    const connect = jest.spyOn(registryTarget, "connect").mockRejectedValue(new Error("was asked"));
    const faulty = { apps: shop({ name: "Apps" }), tools: shop({ tls: { mode: "provided" } }) };
    const told = await resolveVimanaImages(faulty, { stackFile: true }).catch(String);
    expect(told).toContain("vimanas.apps.name: ");
    expect(told).toContain("(VIM-1)");
    expect(connect).not.toHaveBeenCalled();
  });

  it("do not hide certificates that are missing", async () => {
    const args = { apps: shop({ tls: { mode: "provided" } }) };
    const told = await resolveVimanaImages(args, { stackFile: true }).catch(String);
    expect(told).toContain('vimanasSecrets.apps.tls["shop.example.com"]: is missing');
    expect(told).toContain(`vimanasSecrets.apps.tls["${SHOP}.vimana.host"]: is missing`);
  });
});
