import type { Deployed } from "../../support/kind-stage.js";
import type { NodeStage } from "../../support/node-stage.js";
import { until } from "../../support/until.js";
import { DnsScene, PORTS, SOFTWARE, ZONE } from "../../support/dns-scene.js";

const MORE = "more.groundplan.test";
const OTHER = { knot: "bind", bind: "knot" } as const;

describe.each(SOFTWARE)("a name server that is %s", (software) => {
  let scene: DnsScene;
  let mine: NodeStage;
  let theirs: NodeStage;

  beforeAll(async () => {
    scene = await DnsScene.open(software);
    [mine, theirs] = await Promise.all([scene.stack(), scene.stack("other1")]);
  });

  afterAll(() => scene.close());

  /** What the node has of name servers. */
  function traces(): Promise<string> {
    return mine.say(
      "node1",
      `cd /var/lib/groundplan; ls -d dns/* s/name-server-* w/name-server-* /run/groundplan/dns/* 2>/dev/null || :
      pgrep -f main[.]conf || :`,
    );
  }

  /** Whether the shop's name is answered for. */
  async function isSeen(): Promise<boolean> {
    return (await scene.seen(`shop.${ZONE}`).catch(() => [])).length > 0;
  }

  test("it is made, answers, keeps its records through every change of settings, and leaves nothing", async () => {
    const preview = await mine.preview(scene.server(mine));
    expect(preview.said).toContain(`run ${software} on node1, port ${PORTS[software]}, for ${ZONE}`);
    let server: Deployed = await mine.up(scene.server(mine));
    const { id } = server;
    expect(server.properties).toMatchObject({ drift: [] });
    expect(await scene.seen(`ns1.${ZONE}`)).toEqual([`${scene.address} 3600`]);
    await mine.nextCommand();
    expect(await mine.refresh(server)).toEqual(server);
    expect(await mine.up(scene.server(mine), server)).toMatchObject({ changed: false });

    const shop = await mine.up(scene.subdomain(mine, "shop"));
    const wanted = {
      zones: [ZONE, MORE],
      nameServers: [`ns1.${ZONE}`, `ns2.${ZONE}`],
      addresses: { [`ns1.${ZONE}`]: [scene.address], [`ns2.${ZONE}`]: ["192.0.2.53", "2001:db8::53"] },
    };
    expect((await mine.preview(scene.server(mine, wanted), server)).said).toContain(`make the zone ${MORE}`);
    server = await mine.up(scene.server(mine, wanted), server);
    expect((await scene.client().query(MORE, ["NS"])).map(({ data }) => data.join("")).sort()).toEqual([
      `ns1.${ZONE}`,
      `ns2.${ZONE}`,
    ]);
    expect(await scene.seen(`ns2.${ZONE}`)).toEqual(["192.0.2.53 3600", "2001:db8::53 3600"]);
    const renewed = { ...wanted, listen: ["0.0.0.0"], software: OTHER[software] };
    server = await mine.up(scene.server(mine, renewed), server);
    expect(server.properties).toMatchObject({ software: OTHER[software], drift: [] });
    expect(await scene.seen(`shop.${ZONE}`)).toEqual(["192.0.2.1 3600"]);
    server = await mine.up(scene.server(mine), server);
    expect(server.id).toBe(id);
    expect(await scene.client().zoneOf(MORE)).toBeUndefined();
    expect(await scene.seen(`shop.${ZONE}`)).toEqual(["192.0.2.1 3600"]);

    await mine.restartNode("node1");
    await until("the server after the reboot", isSeen);
    await mine.nextCommand();
    expect((await mine.refresh(server)).properties).toEqual(server.properties);
    await mine.delete(shop);
    await mine.delete(server);
    expect(await traces()).toBe("");
    await mine.delete(server);
  });

  test("the key is in a private file and nowhere else, and the server is not root", async () => {
    const server = await mine.up(scene.server(mine));
    const secret = scene.secret().toString("base64");
    const files = await mine.say(
      "node1",
      `grep -rlF '${secret}' /var/lib/groundplan /run/groundplan /tmp 2>/dev/null | xargs -r stat -c '%a %n'`,
    );
    expect(files).toBe(`600 /var/lib/groundplan/dns/${server.id}/conf/key.conf`);
    const processes = `for each in /proc/[0-9]*; do cat "$each/cmdline" "$each/environ" 2>/dev/null || :; done`;
    expect(await mine.say("node1", processes)).not.toContain(secret);
    expect(JSON.stringify(server)).not.toContain(secret);
    const user = await mine.say("node1", `stat -c %U /proc/$(pgrep -f dns/${server.id}/conf/main.conf)`);
    expect(user).toBe(software);
    await mine.delete(server);
  });

  test("a domain in which others have names is neither taken away nor removed with the server", async () => {
    const both = { zones: [ZONE, MORE] };
    const server = await mine.up(scene.server(mine, both));
    const name = await theirs.up(scene.subdomain(theirs, "theirs"));
    await mine.nextCommand();
    const without = scene.server(mine, { zones: [MORE], nameServers: ["ns1.example.test"], addresses: {} });
    const refusal = /the zone apps\.groundplan\.test holds names that are not of this stack: theirs\./;
    await expect(mine.preview(without, server)).rejects.toThrow(refusal);
    await expect(mine.up(without, server)).rejects.toThrow(refusal);
    await expect(mine.delete(server)).rejects.toThrow(refusal);
    expect(await scene.seen(`theirs.${ZONE}`)).toEqual(["192.0.2.1 3600"]);
    await theirs.delete(name);
    const zone = await theirs.up(scene.delegate(theirs, "zone"));
    await expect(mine.delete(server)).rejects.toThrow(
      /is delegated to this server by other1\/shop\/dev\/zone/,
    );
    await theirs.delete(zone);
    await mine.delete(server);
    expect(await traces()).toBe("");
  });

  test("what was changed by hand is shown by a refresh, and repaired", async () => {
    const wanted = scene.server(mine);
    const server = await mine.up(wanted);
    const shop = await mine.up(scene.subdomain(mine, "shop"));
    const folder = `/var/lib/groundplan/dns/${server.id}`;
    const record = (row: string) => `zone ${ZONE}: record ${row}`;
    const tampered: readonly [() => Promise<unknown>, Record<string, unknown>][] = [
      [
        () => mine.say("node1", `echo '# by hand' >>${folder}/conf/main.conf`),
        { drift: ["configuration: changed"] },
      ],
      [() => mine.say("node1", `: >${folder}/conf/zones.conf`), { drift: ["configuration: changed"] }],
      [() => mine.say("node1", `echo '# by hand' >>${folder}/conf/key.conf`), { drift: ["key: changed"] }],
      [
        () => scene.byHand(mine, `update add ${ZONE}. 3600 NS evil.test.`),
        { drift: [record(`not wanted: ${ZONE}. 3600 NS evil.test.`)] },
      ],
      [
        () =>
          scene.byHand(
            mine,
            `update add ns1.${ZONE}. 3600 A 192.0.2.99\nupdate delete ns1.${ZONE}. A ${scene.address}`,
          ),
        {
          drift: [
            record(`missing: ns1.${ZONE}. 3600 A ${scene.address}`),
            record(`not wanted: ns1.${ZONE}. 3600 A 192.0.2.99`),
          ],
        },
      ],
    ];
    for (const [tampering, difference] of tampered) {
      await tampering();
      await mine.nextCommand();
      const refreshed = await mine.refresh(server);
      expect(refreshed.properties).toEqual({ ...server.properties, ...difference });
      const repaired = await mine.up(wanted, refreshed);
      expect(repaired.properties).toEqual(server.properties);
      expect((await mine.refresh(repaired)).properties).toEqual(server.properties);
      expect(await scene.seen(`shop.${ZONE}`)).toEqual(["192.0.2.1 3600"]);
    }

    await mine.say("node1", `kill -KILL $(pgrep -f ${folder}/conf/main.conf)`);
    await until("the server after it was killed", isSeen);
    await mine.delete(shop);
    await mine.delete(server);
    expect(await traces()).toBe("");
  });
});
