import type { Deployed } from "../../support/kind-stage.js";
import type { NodeStage } from "../../support/node-stage.js";
import { DnsScene, SOFTWARE, ZONE } from "../../support/dns-scene.js";

describe.each(SOFTWARE)("names on %s", (software) => {
  let scene: DnsScene;
  let mine: NodeStage;
  let theirs: NodeStage;
  let server: Deployed;

  beforeAll(async () => {
    ({ scene, mine, theirs, server } = await DnsScene.withServer(software));
  });

  afterAll(async () => {
    await mine.delete(server);
    await scene.close();
  });

  test("a name is made, changed in place, and leaves no record", async () => {
    const domain = `shop.${ZONE}`;
    const preview = await mine.preview(scene.subdomain(mine, "shop"));
    expect(preview.said).toContain(`make ${domain} lead to 192.0.2.1, for 3600 s`);
    expect(await scene.seen(domain)).toEqual([]);

    let shop = await mine.up(scene.subdomain(mine, "shop"));
    expect(shop.properties).toMatchObject({ fqdn: domain, drift: [] });
    expect(await scene.seen(domain)).toEqual(["192.0.2.1 3600"]);
    await mine.nextCommand();
    expect(await mine.refresh(shop)).toEqual(shop);
    expect(await mine.up(scene.subdomain(mine, "shop"), shop)).toMatchObject({ changed: false });

    const wanted = scene.subdomain(mine, "shop", { ips: ["2001:db8::2", "192.0.2.3"], ttl: 60 });
    const change = await mine.preview(wanted, shop);
    expect(change.replaces).toEqual([]);
    expect(change.said).toContain(`add 192.0.2.3, 2001:db8::2 to ${domain}`);
    expect(change.said).toContain(`change the ttl of ${domain} from 3600 s to 60 s`);
    shop = await mine.up(wanted, shop);
    expect(await scene.seen(domain)).toEqual(["192.0.2.3 60", "2001:db8::2 60"]);

    await mine.nextCommand();
    await mine.delete(shop);
    expect(await scene.records(mine)).toBe("");
    await mine.delete(shop);
  });

  test("of two stacks that want a name, exactly one gets it", async () => {
    for (let round = 0; round < 20; round++) {
      const name = `race${round}`;
      const outcomes = await Promise.allSettled([
        mine.up(scene.subdomain(mine, name, { ips: ["192.0.2.1"] })),
        theirs.up(scene.subdomain(theirs, name, { ips: ["192.0.2.2"] })),
      ]);
      const lost = outcomes.filter((outcome) => outcome.status === "rejected");
      const won = outcomes.findIndex((outcome) => outcome.status === "fulfilled");
      expect(lost).toHaveLength(1);
      expect(await scene.seen(`${name}.${ZONE}`)).toEqual([`192.0.2.${won + 1} 3600`]);
      expect(String(lost[0]?.reason)).toContain(
        `it exists already and belongs to ${won === 0 ? "abc123" : "other1"}/shop/dev/${name}`,
      );
      const [first, second] = outcomes;
      if (first.status === "fulfilled") await mine.delete(first.value);
      if (second.status === "fulfilled") await theirs.delete(second.value);
    }
    expect(await scene.records(mine)).toBe("");
  });

  test("a name that is in use is refused in the preview, with whose it is, unless it is taken over", async () => {
    const made = await theirs.up(scene.subdomain(theirs, "taken"));
    const wanted = scene.subdomain(mine, "taken", { ips: ["192.0.2.9"] });
    await expect(mine.preview(wanted)).rejects.toThrow(/belongs to other1\/shop\/dev\/taken/);
    await expect(mine.up(wanted)).rejects.toThrow(/belongs to other1\/shop\/dev\/taken/);
    expect(await scene.seen(`taken.${ZONE}`)).toEqual(["192.0.2.1 3600"]);

    const took = await mine.up(scene.subdomain(mine, "taken", { ips: ["192.0.2.9"], adopt: true }));
    expect(await scene.seen(`taken.${ZONE}`)).toEqual(["192.0.2.9 3600"]);
    await theirs.nextCommand();
    await theirs.delete(made);
    expect(theirs.said("GatewaySubdomain", "taken")).toContain(
      "is held by abc123/shop/dev/taken and is left alone",
    );
    expect(await scene.seen(`taken.${ZONE}`)).toEqual(["192.0.2.9 3600"]);
    await mine.delete(took);
    expect(await scene.records(mine)).toBe("");
  });

  test("a record that somebody made by hand is not touched without leave", async () => {
    await scene.byHand(mine, `update add hand.${ZONE}. 300 A 192.0.2.77`);
    await expect(mine.preview(scene.subdomain(mine, "hand"))).rejects.toThrow(/bears no owner mark/);
    await expect(mine.up(scene.subdomain(mine, "hand"))).rejects.toThrow(/bears no owner mark/);
    expect(await scene.seen(`hand.${ZONE}`)).toEqual(["192.0.2.77 300"]);
    const hand = await mine.up(scene.subdomain(mine, "hand", { adopt: true }));
    expect(await scene.seen(`hand.${ZONE}`)).toEqual(["192.0.2.1 3600"]);
    await mine.delete(hand);

    await scene.byHand(mine, `update add mail.${ZONE}. 300 MX 10 mx.example.test.`);
    await expect(mine.up(scene.subdomain(mine, "mail"))).rejects.toThrow(
      /has records of other types already/,
    );
    const beside = await mine.up(scene.subdomain(mine, "mail", { adopt: true }));
    await mine.delete(beside);
    expect(await scene.records(mine)).toBe(`mail.${ZONE}. MX`);
    await scene.byHand(mine, `update delete mail.${ZONE}. MX`);
  });

  test("what was changed by hand is shown by a refresh, and repaired", async () => {
    const domain = `drift.${ZONE}`;
    const wanted = scene.subdomain(mine, "drift", { ips: ["192.0.2.1", "2001:db8::1"], ttl: 300 });
    let drift: Deployed = await mine.up(wanted);
    const tampered: readonly [string, Record<string, unknown>][] = [
      [`update add ${domain}. 300 A 192.0.2.66`, { ips: ["192.0.2.1", "192.0.2.66", "2001:db8::1"] }],
      [`update delete ${domain}. AAAA`, { ips: ["192.0.2.1"] }],
      [`update delete ${domain}. A\nupdate add ${domain}. 5 A 192.0.2.1`, { ttl: 5 }],
      [`update delete __owner__.${domain}. TXT`, { drift: ["owner record: missing"] }],
      [
        `update delete __owner__.${domain}. TXT\nupdate add __owner__.${domain}. 600 TXT "somebody"`,
        { drift: ["owner record: changed"] },
      ],
      [
        `update delete ${domain}. A\nupdate delete ${domain}. AAAA\nupdate add ${domain}. 300 CNAME elsewhere.test.`,
        { ips: [], drift: ["alias: elsewhere.test in the place of addresses"] },
      ],
      [`update delete ${domain}. A\nupdate delete ${domain}. AAAA`, { ips: [] }],
    ];
    for (const [tampering, difference] of tampered) {
      await scene.byHand(mine, tampering);
      await mine.nextCommand();
      const refreshed = await mine.refresh(drift);
      expect(refreshed.properties).toEqual({ ...drift.properties, ...difference });
      const repaired = await mine.up(wanted, refreshed);
      expect(await scene.seen(domain)).toEqual(["192.0.2.1 300", "2001:db8::1 300"]);
      expect(repaired.properties).toEqual(drift.properties);
      expect(await mine.refresh(repaired)).toEqual(repaired);
      drift = repaired;
    }
    await scene.byHand(
      mine,
      `update delete ${domain}. A\nupdate delete ${domain}. AAAA\nupdate delete __owner__.${domain}. TXT`,
    );
    await mine.nextCommand();
    expect((await mine.refresh(drift)).id).toBe("");
    drift = await mine.up(wanted, drift);
    await mine.delete(drift);
    expect(await scene.records(mine)).toBe("");
  });

  test("keys and clocks that are wrong are explained, in the preview too", async () => {
    const with_ = (nameServer: string) => scene.subdomain(mine, "key", { nameServer });
    await expect(mine.preview(with_("unknownKey"))).rejects.toThrow(/knows no key somebody for hmac-sha256/);
    await expect(mine.preview(with_("wrongSecret"))).rejects.toThrow(
      /has another secret for the key groundplan/,
    );
    await expect(mine.up(with_("wrongSecret"))).rejects.toThrow(/has another secret for the key groundplan/);
    const late = scene.client({ now: () => Math.floor(Date.now() / 1000) - 3600 });
    await expect(late.zoneOf(ZONE)).rejects.toThrow(/clock and ours differ .*: they are 3[56]\d\d s apart/);
    await expect(mine.up(scene.subdomain(mine, "x", { domain: "x.elsewhere.test" }))).rejects.toThrow(
      /x\.elsewhere\.test is in no zone of the name server; delegate the domain first/,
    );
    expect(JSON.stringify(mine.engine.about(mine.urn("GatewaySubdomain", "key")))).not.toContain(
      scene.secret().toString("base64"),
    );
  });

  test("a server that is down: clear, bounded, and the next up goes on", async () => {
    const down = await mine.up(scene.subdomain(mine, "down"));
    await mine.say("node1", `kill -STOP $(pgrep -f 'dns/${server.id}/conf/main.conf')`);
    await mine.nextCommand();
    const begun = Date.now();
    await expect(mine.up(scene.subdomain(mine, "down", { ips: ["192.0.2.2"] }), down)).rejects.toThrow(
      /cannot be reached: there is no answer within 5 s/,
    );
    expect(Date.now() - begun).toBeLessThan(60_000);
    expect((await mine.refresh(down)).properties).toEqual(down.properties);
    expect(mine.said("GatewaySubdomain", "down")).toContain("the last known state is kept");
    await mine.say("node1", `kill -CONT $(pgrep -f 'dns/${server.id}/conf/main.conf')`);
    const changed = await mine.up(scene.subdomain(mine, "down", { ips: ["192.0.2.2"] }), down);
    expect(await scene.seen(`down.${ZONE}`)).toEqual(["192.0.2.2 3600"]);

    await expect(mine.up(scene.subdomain(mine, "never", { nameServer: "dead" }))).rejects.toThrow(
      /cannot be reached: nothing listens there/,
    );
    expect((await mine.preview(scene.subdomain(mine, "never", { nameServer: "dead" }))).said).toContain(
      "does not answer yet",
    );
    await mine.delete(changed);
  });

  test("five hundred names are made, looked at and removed without waiting for each other", async () => {
    const names = Array.from({ length: 500 }, (_, index) => `many${index}`);
    const begun = Date.now();
    const made = await Promise.all(names.map((name) => mine.up(scene.subdomain(mine, name))));
    expect(await scene.seen(`many499.${ZONE}`)).toEqual(["192.0.2.1 3600"]);
    const found = await Promise.all(made.map((each) => mine.refresh(each)));
    expect(found.map(({ properties }) => properties)).toEqual(made.map(({ properties }) => properties));
    await Promise.all(made.map((each) => mine.delete(each)));
    expect(await scene.records(mine)).toBe("");
    expect(Date.now() - begun).toBeLessThan(60_000);
  });
});
