import { vimanaScene } from "../../support/vimana-scene.js";

const NAME = "protection";

describe("what others rely on", () => {
  const scene = vimanaScene(NAME);
  const bank = { servers: { accounts: { services: ["example.Accounts"] } } };
  const shop = { aliases: ["shop.protection.test"], servers: { cart: { services: ["example.Cart"] } } };

  beforeAll(async () => {
    scene.declare({ bank, shop }, { protectIdentity: true });
    await scene.make("up");
  });

  scene.beforeEnd(async () => {
    scene.declare({ bank, shop });
    await scene.make("up");
  });

  test("is all that is protected: versions come and go", async () => {
    const { resources } = await scene.stack.state();
    const kept = (resources ?? []).filter((one) => one["protect"] === true);
    expect(kept.map(({ type }) => type.slice(type.lastIndexOf(":") + 1)).sort()).toEqual([
      ...["DomainIdentity", "DomainIdentity", "Gateway", "VersionLedger", "VersionLedger"],
    ]);
  });

  test("is not removed: a domain, and the record of its versions", async () => {
    scene.declare({ bank }, { protectIdentity: true });
    for (const operation of ["preview", "up"] as const) {
      const output = await scene.refused(operation);
      expect(output).toMatch(/vimana:DomainIdentity::protection\/shop/);
      expect(output).toMatch(/vimana:VersionLedger::protection\/shop\/cart/);
      expect(output).toContain("protect");
    }
  });

  test("is not replaced: the gateway by one of another name", async () => {
    scene.declare({ bank, shop }, { protectIdentity: true, name: "other", namespace: NAME });
    expect(await scene.refused("preview")).toMatch(/unable to replace resource ".*Gateway::protection"/);
  });

  test("is not replaced: a domain with another id", async () => {
    scene.declare({ bank, shop: { ...shop, id: scene.domainId("other") } }, { protectIdentity: true });
    expect(await scene.refused("preview")).toMatch(/VersionLedger::protection\/shop\/cart/);
  });

  test("is not in the way of what may go: an alias", async () => {
    scene.declare({ bank, shop: { ...shop, aliases: [] } }, { protectIdentity: true });
    expect(await scene.changes()).toEqual([
      expect.stringMatching(/^update DevCertificates protection$/),
      expect.stringMatching(/^update Gateway protection spec\.listeners/),
      expect.stringMatching(/^update Traffic protection\/shop\/cart$/),
    ]);
  });
});
