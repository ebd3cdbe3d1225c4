import { z } from "zod";
import type { VimanaInput } from "../../model/vimana/schema.js";
import { ledgerName, serverName } from "../../model/vimana/names.js";
import { TestStack } from "../support/stack.js";
import { removeNamespace } from "../support/stack-scene.js";
import { vimanaScene } from "../support/vimana-scene.js";

const NAME = "ledger";
const SERVICE = "example.Cart";

type Components = Readonly<Record<string, { image?: string }>>;
type Server = NonNullable<NonNullable<NonNullable<VimanaInput["domains"]>[string]["servers"]>[string]>;

const records = z.looseObject({ data: z.record(z.string(), z.string()) });
const record = z.looseObject({
  state: z.string(),
  digest: z.string(),
  forgiven: z.array(z.looseObject({ reason: z.string() })).optional(),
});

describe("version numbers", () => {
  const scene = vimanaScene(NAME);
  let other: string;
  scene.atEnd(() => removeNamespace(scene.kubernetes, NAME));
  const kept = { retainLedger: true, readyTimeout: "45s", drain: "1s" };

  const push = (version: string, environment: Readonly<Record<string, string>> = {}) =>
    scene.push({ domain: "shop", server: "cart", services: [SERVICE], version, environment });
  const domains = (components: Components, more: Partial<Server> = {}) => ({
    shop: { servers: { cart: { services: [SERVICE], components: { ...components }, ...more } } },
  });
  const declare = (components: Components, more?: Partial<Server>): void => {
    scene.declare(domains(components, more), kept);
  };
  const entry = async (version: string): Promise<z.infer<typeof record> | undefined> => {
    const name = ledgerName(serverName(scene.domainId("shop"), "cart"));
    const { data } = records.parse(await scene.find("v1", "ConfigMap", name));
    const text = data[version];
    return text === undefined ? undefined : record.parse(JSON.parse(text));
  };

  beforeAll(async () => {
    await push("1.0.0");
    await push("1.1.0");
    declare({ "1.0.0": {}, "1.1.0": {} }, { weights: { "1.0.0": 1, "1.1.0": 1 } });
    await scene.make("up");
  });

  test("cannot be used for other content while they are in use", async () => {
    const { digest: before = "" } = (await entry("1.1.0")) ?? {};
    other = await push("1.1.0", { NOTE: "other content" });
    expect(other).not.toBe(before);
    const output = await scene.refused("preview");
    expect(output).toContain("version numbers cannot be re-used");
    expect(output).toMatch(/cart@1\.1\.0 is used for .*and declared with/);
    expect(output).toContain(before);
    expect(output).toContain(other);
    await scene.refused("up");
  });

  test("can be used once more with a reason, which is recorded", async () => {
    const forgive = [{ version: "1.1.0", reason: "pushed without its settings" }];
    const weights = { "1.0.0": 1, "1.1.0": 1 };
    declare({ "1.0.0": {}, "1.1.0": {} }, { weights, forgive });
    expect(await scene.make("preview")).toContain("forgive 1.1.0: pushed without its settings");
    await scene.make("up");
    expect(await entry("1.1.0")).toMatchObject({
      digest: other,
      forgiven: [{ reason: "pushed without its settings" }],
    });
    expect(await scene.changes()).toEqual([]);
    await push("1.1.0", { NOTE: "yet another content" });
    expect(await scene.refused("preview")).toContain("a reason that it has not had yet");
    expect(await push("1.1.0", { NOTE: "other content" })).toBe(other);
  });

  test("cannot be used again after the version is gone", async () => {
    declare({ "1.1.0": {} });
    expect(await scene.make("preview")).toContain("retire 1.0.0: its number cannot be used again");
    await scene.make("up");
    expect(await entry("1.0.0")).toMatchObject({ state: "retired" });
    declare({ "1.0.0": {}, "1.1.0": {} }, { weights: { "1.0.0": 1, "1.1.0": 1 } });
    expect(await scene.refused("preview")).toMatch(/cart@1\.0\.0 was used and taken out on 20/);
  });

  test("are free again when the version never became ready", async () => {
    const broken = await push("2.0.0", { PORT: "81" });
    declare({ "1.1.0": {}, "2.0.0": {} }, { weights: { "1.1.0": 1 } });
    const failed = await scene.stack.make("up");
    expect(failed.code).not.toBe(0);
    expect(failed.output).toMatch(/apps\/v1:Deployment \(ledger\/shop\/cart@2\.0\.0\):\s+error/);
    expect(await entry("2.0.0")).toMatchObject({ state: "pending", digest: broken });

    const mended = await push("2.0.0");
    await scene.make("up");
    expect(await entry("2.0.0")).toMatchObject({ digest: mended });
    declare({ "1.1.0": {} });
    await scene.make("up");
    expect(await entry("2.0.0")).toMatchObject({ state: "retired" });
  });

  test("outlive the stack, and hold for others", async () => {
    await scene.make("destroy");
    expect(await entry("1.1.0")).toMatchObject({ state: "retired" });
    declare({ "1.1.0": {} });
    expect(await scene.refused("preview")).toMatch(/cart@1\.1\.0 was used/);

    const second = new TestStack(scene.lab.folder, {}, undefined, "ledger-second");
    try {
      const settings = { ...kept, createNamespace: false };
      second.configure(scene.config({ [NAME]: scene.vimana(domains({ "1.0.0": {} }), settings) }));
      const run = await second.make("preview");
      expect(run.code).not.toBe(0);
      expect(run.output).toMatch(/cart@1\.0\.0 was used/);
    } finally {
      await second.dispose();
    }
  });
});
