import { DEPLOYMENT, GATEWAY, LEDGER, NAMESPACE, only, resourcesOf, shop, TRAFFIC } from "./scene.js";

/** What is protected, as types. */
async function protectedTypes(args = shop(), protect?: boolean): Promise<string[]> {
  const found = await resourcesOf(args, protect === undefined ? {} : { protect });
  return found.filter(({ options }) => options.protect).map(({ type }) => type);
}

describe("protection", () => {
  it("keeps domains, ledgers and the gateway, and nothing below that must stay removable", async () => {
    expect((await protectedTypes()).sort()).toEqual(
      ["groundplan:vimana:DomainIdentity", GATEWAY, LEDGER].sort(),
    );
  });

  it("is switched off by protectIdentity: false", async () => {
    expect(await protectedTypes(shop({ protectIdentity: false }))).toEqual([]);
  });

  it("is everything's when the whole Vimana is protected", async () => {
    expect(await protectedTypes(shop({ protectIdentity: false }), true)).toEqual(
      expect.arrayContaining([DEPLOYMENT, TRAFFIC, LEDGER, NAMESPACE]),
    );
  });

  it.each([
    ["stays, with the ledgers in it", {}, true],
    ["goes when nothing in it stays", { retainLedger: false }, false],
    ["stays for the secrets", { retainLedger: false, tls: { retainSecrets: true } }, true],
  ])("the namespace %s", async (_what, more, stays) => {
    expect(only(await resourcesOf(shop(more)), NAMESPACE).options.retainOnDelete).toBe(stays);
  });
});
