import type { Deployed } from "../../support/kind-stage.js";
import type { NodeStage } from "../../support/node-stage.js";
import { DnsScene, SOFTWARE, ZONE } from "../../support/dns-scene.js";

describe.each(SOFTWARE)("delegated zones on %s", (software) => {
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

  test("a zone is made, changed in place, and goes with its records", async () => {
    const zone = "life.example.test";
    expect((await mine.preview(scene.delegate(mine, "life"))).said).toContain(
      `make the zone ${zone}, answered for by ns1.${ZONE}`,
    );
    let life: Deployed = await mine.up(scene.delegate(mine, "life"));
    expect(life.properties).toMatchObject({ zone, drift: [] });
    expect(mine.said("GatewayDelegate", "life")).toContain(
      `example.test does not point to the name servers of ${zone}`,
    );
    expect(await scene.nameServersOf(zone)).toEqual([`ns1.${ZONE} 3600`]);
    await mine.nextCommand();
    expect(await mine.refresh(life)).toEqual(life);

    const www = await mine.up(scene.subdomain(mine, "www", { domain: `www.${zone}` }));
    const wanted = scene.delegate(mine, "life", { nameServers: [`ns1.${ZONE}`, `ns2.${ZONE}`], ttl: 60 });
    expect((await mine.preview(wanted, life)).said).toContain(
      `have ${zone} answered for by ns1.${ZONE}, ns2.${ZONE}`,
    );
    life = await mine.up(wanted, life);
    expect(await scene.nameServersOf(zone)).toEqual([`ns1.${ZONE} 60`, `ns2.${ZONE} 60`]);
    life = await mine.up(scene.delegate(mine, "life", { nameServers: [`ns2.${ZONE}`] }), life);
    expect(await scene.nameServersOf(zone)).toEqual([`ns2.${ZONE} 3600`]);
    expect(await scene.seen(`www.${zone}`)).toEqual(["192.0.2.1 3600"]);
    expect((await mine.refresh(life)).properties).toEqual(life.properties);

    await mine.nextCommand();
    await mine.delete(life);
    expect(await scene.seen(`www.${zone}`)).toEqual([]);
    expect(await scene.zoneTraces(mine)).toBe("");
    expect((await mine.refresh(www)).id).toBe("");
    await mine.delete(www);
    await mine.delete(life);
  });

  test("another stack gets neither the zone nor a name in it, nor hides a name with a zone", async () => {
    const zone = "owned.example.test";
    const owned = await mine.up(scene.delegate(mine, "owned"));
    await expect(theirs.preview(scene.delegate(theirs, "owned"))).rejects.toThrow(
      /unauthorized: the zone owned\.example\.test belongs to abc123\/shop\/dev\/owned/,
    );
    await expect(theirs.up(scene.delegate(theirs, "owned"))).rejects.toThrow(
      /belongs to abc123\/shop\/dev\/owned/,
    );
    const intruder = scene.subdomain(theirs, "intruder", { domain: `a.${zone}` });
    await expect(theirs.preview(intruder)).rejects.toThrow(/unauthorized: the zone .* belongs to abc123/);
    await expect(theirs.up(intruder)).rejects.toThrow(/unauthorized: the zone .* belongs to abc123/);
    await expect(
      mine.up(scene.delegate(mine, "whole", { domain: ZONE, nameServers: ["ns1.example.test"] })),
    ).rejects.toThrow(/is managed by the name server itself/);

    const name = await theirs.up(scene.subdomain(theirs, "theirs"));
    await expect(mine.up(scene.delegate(mine, "hides", { domain: `theirs.${ZONE}` }))).rejects.toThrow(
      /would hide a name that is in use: theirs\.apps\.groundplan\.test \(other1\/shop\/dev\/theirs\)/,
    );
    await theirs.delete(name);
    await mine.delete(owned);
    expect(await scene.zoneTraces(mine)).toBe("");
  });

  test("a zone that holds names of others is not removed", async () => {
    const zone = "held.example.test";
    const held = await mine.up(scene.delegate(mine, "held"));
    await scene.byHand(mine, `update add hand.${zone}. 60 A 192.0.2.5`, zone);
    await expect(mine.delete(held)).rejects.toThrow(
      /the zone held\.example\.test holds names that are not of this stack: hand\.held\.example\.test/,
    );
    expect(await scene.seen(`hand.${zone}`)).toEqual(["192.0.2.5 60"]);
    await scene.byHand(mine, `update delete hand.${zone}. A`, zone);
    await mine.delete(held);
    expect(await scene.zoneTraces(mine)).toBe("");
  });

  test("what was changed by hand is shown by a refresh, and repaired", async () => {
    const zone = "drift.example.test";
    const wanted = scene.delegate(mine, "drift");
    let drift: Deployed = await mine.up(wanted);
    const folder = `/var/lib/groundplan/dns/${server.id}`;
    const lose = `rm ${folder}/claims/${zone}; : >${folder}/conf/zones.conf`;
    const hup = `kill -HUP $(pgrep -f ${folder}/conf/main.conf)`;
    const tampered: readonly [() => Promise<unknown>, Record<string, unknown>][] = [
      [
        () => scene.byHand(mine, `update add ${zone}. 3600 NS evil.test.`, zone),
        { nameServers: ["evil.test", `ns1.${ZONE}`] },
      ],
      [
        () => scene.byHand(mine, `update delete __owner__.${zone}. TXT`, zone),
        { drift: ["owner record: missing"] },
      ],
      [() => mine.say("node1", `${lose}; ${hup}`), { drift: ["zone: missing"] }],
    ];
    for (const [tampering, difference] of tampered) {
      await tampering();
      await mine.nextCommand();
      const refreshed = await mine.refresh(drift);
      expect(refreshed.properties).toEqual({ ...drift.properties, ...difference });
      const repaired = await mine.up(wanted, refreshed);
      expect(repaired.properties).toEqual(drift.properties);
      expect((await mine.refresh(repaired)).properties).toEqual(drift.properties);
      expect(await scene.nameServersOf(zone)).toEqual([`ns1.${ZONE} 3600`]);
      drift = repaired;
    }
    await mine.delete(drift);
    expect(await scene.zoneTraces(mine)).toBe("");
  });
});
