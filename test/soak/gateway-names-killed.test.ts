import type { Deployed } from "../support/kind-stage.js";
import { DnsScene, SOFTWARE, ZONE } from "../support/dns-scene.js";
import type { NodeStage } from "../support/node-stage.js";

const MORE = "more.groundplan.test";

describe.each(SOFTWARE)("a provider that is killed while it works with %s", (software) => {
  let scene: DnsScene;
  let mine: NodeStage;

  beforeAll(async () => {
    scene = await DnsScene.open(software);
    mine = await scene.stack();
  });

  afterAll(() => scene.close());

  /** What the node has of name servers. */
  function serverTraces(): Promise<string> {
    return mine.say(
      "node1",
      `cd /var/lib/groundplan; ls -d dns/* s/name-server-* w/name-server-* /run/groundplan/dns/* 2>/dev/null || :
      pgrep -f main[.]conf || :`,
    );
  }

  test("of the server itself: the next up goes on, and nothing is doubled", async () => {
    const killed = await scene.killing(mine);
    for (const call of [1, 2, 3]) {
      await killed(call, () => mine.up(scene.server(mine)));
      const made = await mine.up(scene.server(mine));
      expect(made.properties).toMatchObject({ drift: [] });
      expect(await scene.seen(`ns1.${ZONE}`)).toEqual([`${scene.address} 3600`]);
      const wanted = scene.server(mine, { zones: [ZONE, MORE] });
      await killed(call, () => mine.up(wanted, made));
      const changed = await mine.up(wanted, made);
      expect(changed.properties).toMatchObject({ drift: [] });
      expect(await scene.client().zoneOf(`x.${MORE}`)).toBe(MORE);
      await killed(call, () => mine.delete(changed));
      await mine.delete(changed);
      expect(await serverTraces()).toBe("");
    }
    await scene.noMoreKilling(mine);
  });

  describe("in the middle", () => {
    let server: Deployed;

    beforeAll(async () => {
      server = await mine.up(scene.server(mine));
    });

    afterAll(() => mine.delete(server));

    test("of a zone: the next up goes on, and nothing is doubled", async () => {
      const killed = await scene.killing(mine);
      for (const call of [1, 2, 3]) {
        await killed(call, () => mine.up(scene.delegate(mine, "killed")));
        const made = await mine.up(scene.delegate(mine, "killed"));
        expect(made.properties).toMatchObject({ drift: [] });
        expect(await scene.nameServersOf("killed.example.test")).toEqual([`ns1.${ZONE} 3600`]);
        const wanted = scene.delegate(mine, "killed", { nameServers: [`ns2.${ZONE}`] });
        await killed(call, () => mine.up(wanted, made));
        const changed = await mine.up(wanted, made);
        expect(await scene.nameServersOf("killed.example.test")).toEqual([`ns2.${ZONE} 3600`]);
        await killed(call, () => mine.delete(changed));
        await mine.delete(changed);
        expect(await scene.zoneTraces(mine)).toBe("");
      }
      await scene.noMoreKilling(mine);
    });

    // 1: where its zone is asked for. The last message of each is what changes the name.
    test.each([
      ["create", 1, "before"],
      ["create", 2, "before"],
      ["create", 2, "after"],
      ["update", 1, "before"],
      ["update", 6, "before"],
      ["update", 6, "after"],
      ["delete", 1, "before"],
      ["delete", 6, "before"],
      ["delete", 6, "after"],
    ] as const)("in a %s of a name at message %i, %s it is carried out", async (what, message, moment) => {
      const inputs = (ips: readonly string[]) =>
        scene.subdomain(mine, "killed", { nameServer: "relayed", ips });
      const before = what === "create" ? undefined : await mine.up(inputs(["192.0.2.1"]));
      await mine.nextCommand();
      const paused = scene.relay.pauseAt(message, moment);
      const operation = (): Promise<unknown> => {
        if (before === undefined) return mine.up(inputs(["192.0.2.1"]));
        return what === "delete" ? mine.delete(before) : mine.up(inputs(["192.0.2.2"]), before);
      };
      const outcome = operation().then(
        () => "done",
        () => "failed",
      );
      await paused;
      mine.provider.signal("SIGKILL");
      expect(await outcome).toBe("failed");
      scene.relay.release();
      await mine.nextCommand();
      if (before !== undefined && what === "delete") {
        await mine.delete(before);
      } else {
        const ips = [what === "create" ? "192.0.2.1" : "192.0.2.2"];
        const after = await mine.up(inputs(ips), before);
        expect(await scene.seen(`killed.${ZONE}`)).toEqual([`${ips.join()} 3600`]);
        expect(await scene.records(mine)).toBe(`__owner__.killed.${ZONE}. TXT\nkilled.${ZONE}. A`);
        await mine.delete(after);
      }
      expect(await scene.records(mine)).toBe("");
    });
  });
});
