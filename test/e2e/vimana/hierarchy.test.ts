import { once } from "node:events";
import { connect } from "node:tls";
import { gatewayAddress } from "../../support/gateway.js";
import { until } from "../../support/until.js";
import { vimanaScene } from "../../support/vimana-scene.js";

const NAME = "hierarchy";

const SHOP_ALIASES = ["shop.hierarchy.test", "www.shop.hierarchy.test"];
const BANK_ALIASES = ["bank.hierarchy.test"];
/** What is served, and by which version; services of two versions are at 1.0.0 or 1.1.0. */
const SERVICES: readonly { domain: string; aliases: string[]; service: string; versions: string[] }[] = [
  { domain: "shop", aliases: SHOP_ALIASES, service: "example.Cart", versions: ["1.0.0", "1.1.0"] },
  { domain: "shop", aliases: SHOP_ALIASES, service: "example.Orders", versions: ["2.0.0"] },
  { domain: "shop", aliases: SHOP_ALIASES, service: "example.Invoices", versions: ["2.0.0"] },
  { domain: "bank", aliases: BANK_ALIASES, service: "example.Accounts", versions: ["0.1.0-beta"] },
];

describe("a Vimana with two domains, and four servers in them", () => {
  const scene = vimanaScene(NAME);
  let output: string;

  beforeAll(async () => {
    const cart = { domain: "shop", server: "cart", services: ["example.Cart"] };
    const orders = { domain: "shop", server: "orders", services: ["example.Orders", "example.Invoices"] };
    const accounts = { domain: "bank", server: "accounts", services: ["example.Accounts"] };
    for (const version of ["1.0.0", "1.1.0"]) await scene.push({ ...cart, version });
    await scene.push({ ...orders, version: "2.0.0" });
    await scene.push({ ...accounts, version: "0.1.0-beta" });
    await scene.push({ domain: "bank", server: "loans", services: ["example.Loans"], version: "1.0.0" });
    scene.declare({
      shop: {
        aliases: SHOP_ALIASES,
        servers: {
          cart: {
            services: cart.services,
            components: { "1.0.0": {}, "1.1.0": { pinned: true } },
            weights: { "1.0.0": 4, "1.1.0": 1 },
          },
          orders: { services: orders.services, components: { "2.0.0": {} } },
        },
      },
      bank: {
        aliases: BANK_ALIASES,
        servers: {
          accounts: { services: accounts.services, components: { "0.1.0-beta": {} } },
          loans: {
            services: ["example.Loans"],
            components: { "1.0.0": {} },
            weights: { "1.0.0": 0 },
            drained: true,
          },
        },
      },
    });
    output = await scene.make("up");
  });

  test("answers calls for each service by its canonical name and by every alias", async () => {
    for (const { domain, aliases, service, versions } of SERVICES) {
      for (const host of [scene.hostOf(domain), ...aliases]) {
        const client = await scene.caller(host, service);
        const { reply } = await client.echo(service);
        expect(reply).toMatchObject({ service, authority: host });
        expect(versions).toContain(reply?.version);
      }
    }
  });

  test("answers by the version that the caller asks for, where it is pinned", async () => {
    const client = await scene.caller(scene.hostOf("shop"), "example.Cart");
    const headers = { "vimana-version": "1.1.0" };
    await until("the pinned version", async () => {
      const { reply } = await client.echo("example.Cart", { headers });
      return reply?.version === "1.1.0";
    });
    const versions = await Promise.all(
      Array.from({ length: 20 }, async () => (await client.echo("example.Cart", { headers })).reply?.version),
    );
    expect(new Set(versions)).toEqual(new Set(["1.1.0"]));
  });

  test("does not know names that nobody declared", async () => {
    await expect(handshake("unknown.hierarchy.test")).rejects.toThrow(
      /ECONNRESET|socket disconnected|closed/,
    );
    const stranger = await scene.client("unknown.hierarchy.test");
    expect(await stranger.echo("example.Cart")).toMatchObject({ code: "UNAVAILABLE" });
    await expect(handshake(scene.hostOf("bank"))).resolves.toBe(`DNS:${scene.hostOf("bank")}`);
    await expect(handshake("bank.hierarchy.test")).resolves.toBe("DNS:bank.hierarchy.test");
  });

  test("has services in their own domain only, and says of all others that they are not implemented", async () => {
    const shop = await scene.client(scene.hostOf("shop"));
    expect(await shop.echo("example.Nothing")).toMatchObject({ code: "UNIMPLEMENTED" });
    expect(await shop.echo("example.Accounts")).toMatchObject({ code: "UNIMPLEMENTED" });
    const disguised = await scene.client(scene.hostOf("shop"), { authority: scene.hostOf("bank") });
    expect(await disguised.echo("example.Accounts")).toMatchObject({ code: "UNIMPLEMENTED" });
  });

  test("fails the calls of a server that is drained, at once", async () => {
    const bank = await scene.client(scene.hostOf("bank"));
    const result = await until("the route of the drained server", async () => {
      const answer = await bank.echo("example.Loans");
      return answer.code !== "UNIMPLEMENTED" && answer;
    });
    expect(result).toMatchObject({ code: "UNKNOWN" });
  });

  test("tells where it is, which records to make, and how each service is called", async () => {
    const address = gatewayAddress(scene.lab);
    const host = scene.hostOf("shop");
    const summary = await scene.summary();
    expect(summary).toMatchObject({
      gateway: `${NAME}-gateway`,
      address: [address],
      listeners: "5 of 64",
      shop: {
        hosts: [host, ...SHOP_ALIASES],
        dns: [`${host} A ${address}`, ...SHOP_ALIASES.map((alias) => `${alias} CNAME ${host}`)],
        cart: { url: `https://${host}`, services: ["example.Cart"], weights: ["1.0.0 80%", "1.1.0 20%"] },
        orders: { weights: ["2.0.0 100%"] },
      },
      bank: { accounts: { weights: ["0.1.0-beta 100%"] }, loans: { weights: [] } },
    });
    expect(output).toContain(`https://${host}`);
    expect(output).not.toContain("PRIVATE KEY");
    expect(JSON.stringify(await scene.stack.state())).not.toContain("PRIVATE KEY");
  });

  test("is left alone by a second up", async () => {
    expect(await scene.changes()).toEqual([]);
    const mark = scene.audit.mark();
    await scene.make("up");
    expect(scene.audit.ourWritesSince(mark)).toEqual([]);
  });

  /** Shakes hands under a name. @returns the names in the certificate */
  async function handshake(servername: string): Promise<string | undefined> {
    const socket = connect({
      host: gatewayAddress(scene.lab),
      port: 443,
      servername,
      ca: await scene.authority(),
      ALPNProtocols: ["h2"],
    });
    try {
      await once(socket, "secureConnect");
      return socket.getPeerCertificate().subjectaltname;
    } finally {
      socket.destroy();
    }
  }
});
