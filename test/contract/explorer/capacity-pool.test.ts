import { capacityPool } from "../../../providers/reservation/capacity-pool.js";
import { volume } from "../../../providers/reservation/volume.js";
import { ALICE, BOB, ExplorerScene, seedOf } from "../../support/explorer/scene.js";
import { grant } from "../../support/explorer/pool-routes.js";
import type { ExplorerOptions } from "../../support/explorer/world.js";
import { InProcessStage } from "../../support/in-process-stage.js";
import { until } from "../../support/until.js";
import { matching } from "../../support/text-matchers.js";

let scene: ExplorerScene;
let stage: InProcessStage;
let nodes: readonly string[];

async function open(options: ExplorerOptions = {}): Promise<void> {
  scene = await ExplorerScene.open(options);
  stage = new InProcessStage(capacityPool, scene.sections());
  nodes = [scene.node1.nodeId, scene.node2.nodeId].sort();
}
afterEach(() => scene.close());

const orders = (): number => scene.server.asked("POST").filter((path) => path.endsWith("/pools")).length;
const wanted = (rest: object = {}) => ({ explorer: "grid", nodes, cus: 3600, sus: 100, ...rest });

describe("a pool", () => {
  beforeEach(() => open());

  it("is ordered once, and stays as it is", async () => {
    const preview = await stage.preview(wanted());
    expect(preview.said).toContain(`order a pool of 3600 cus, 100 sus for 2 nodes on ${scene.server.url}`);
    expect(orders()).toBe(0);
    const made = await stage.up(wanted());
    expect(made.properties).toMatchObject({
      ...{ poolId: made.id, left: { cus: 3600, sus: 100, ipv4us: 0 }, active: { cu: 0, su: 0, ipv4u: 0 } },
      ...{ emptyAt: "9223372036854775807", payment: { amount: "0", memo: `p-${made.id}` } },
    });
    const asked = scene.server.arrivals.length;
    expect((await stage.up(wanted(), made)).did).toBe("nothing");
    expect(scene.server.arrivals).toHaveLength(asked);
    expect(await stage.refresh(made)).toMatchObject({ drifted: [], properties: made.properties });
  });

  it("is filled up by the difference, and takes more nodes", async () => {
    const [first = "", second = ""] = nodes;
    const made = await stage.up(wanted({ nodes: [first] }));
    const more = wanted({ cus: 4000, ipv4us: 10 });
    expect((await stage.preview(more, made)).said).toContain(
      `add 400 cus, 10 ipv4us and nodes ${second} to pool ${made.id}`,
    );
    const filled = await stage.up(more, made);
    expect(filled).toMatchObject({
      did: "updated",
      properties: { left: { cus: 4000, sus: 100, ipv4us: 10 }, nodes },
    });
    expect(orders()).toBe(2);
    expect((await stage.up(more, filled)).did).toBe("nothing");
  });

  it("does not get smaller, and is replaced to lose a node", async () => {
    const made = await stage.up(wanted());
    await expect(stage.up(wanted({ cus: 3599 }), made)).rejects.toThrow(
      /cus: 3600 were bought, and 3599 are wanted; explorers take no units back/,
    );
    const smaller = wanted({ nodes: [scene.node1.nodeId] });
    expect((await stage.preview(smaller, made)).replaces).toEqual(["nodes"]);
    const other = await stage.up(smaller, made);
    expect(other).toMatchObject({ did: "replaced" });
    expect(other.id).not.toBe(made.id);
    expect(stage.said.join("\n")).toContain(`pool ${made.id} stays on the explorer grid`);
    expect(scene.server.world.pools.size).toBe(2);
  });

  it("is taken over without buying anything", async () => {
    const id = await scene.pool({ cus: 5 });
    const made = await stage.up(wanted({ adopt: id }));
    expect(made.id).toBe(id);
    expect(orders()).toBe(1);
    await expect(stage.up(wanted({ adopt: await scene.pool({ cus: 5 }, BOB) }))).rejects.toThrow(
      /is not user 7's/,
    );
  });

  it("shows what nobody could foresee, and not that time passes", async () => {
    const made = await stage.up(wanted());
    await new InProcessStage(volume, scene.sections()).up({
      ...{ node: scene.node1.nodeId, explorer: "grid", pool: made.id, size: 1 },
    });
    const used = await stage.refresh(made);
    expect(used?.properties).toMatchObject({ active: { su: 0.003 } });
    if (used === undefined) return;
    scene.server.world.ahead = 3000;
    expect((await stage.refresh(used))?.properties).toEqual(used.properties);
    const pool = scene.server.world.pools.get(made.id);
    if (pool !== undefined) scene.server.world.pools.set(made.id, { ...pool, cus: 1 });
    expect((await stage.refresh(used))?.properties).toMatchObject({ left: { cus: 1 } });
  });

  it("whose order gets no answer is found, and not ordered twice", async () => {
    const drop = (): void => {
      scene.server.interfere = ({ method }, moment) =>
        method === "POST" && moment === "after" ? "drop" : undefined;
    };
    drop();
    const made = await stage.up(wanted());
    expect(made.properties).toMatchObject({ left: { cus: 3600 } });
    const filled = await stage.up(wanted({ cus: 4000 }), made);
    expect(filled.properties).toMatchObject({ left: { cus: 4000 } });
    expect(orders()).toBe(2);
    // As after a run that was killed behind its order.
    const again = await stage.up(wanted({ cus: 4000 }), made);
    expect(again.properties).toMatchObject({ left: { cus: 4000 } });
    expect(orders()).toBe(2);
    expect(stage.said.join("\n")).toContain("was filled up since it was last seen; nothing is ordered again");
  });

  it("whose order does not arrive fails", async () => {
    scene.server.interfere = ({ method }) => (method === "POST" ? "drop" : undefined);
    await expect(stage.up(wanted())).rejects.toThrow(/the order got no answer and has not arrived/);
    expect(scene.server.world.pools.size).toBe(0);
  });

  it("is paid for by a sponsor whom the explorer trusts", async () => {
    await expect(stage.up(wanted({ sponsor: "bob" }))).rejects.toThrow(/sponsor is not a trusted/);
    scene.server.world.trusted.add(BOB.tid);
    const made = await stage.up(wanted({ sponsor: "bob" }));
    expect(scene.server.world.orders.get(made.id)).toMatchObject({
      sponsorTid: BOB.tid,
      customerTid: ALICE.tid,
    });
  });

  it.each<[string, () => object, RegExp]>([
    ["no units", () => ({ cus: 0, sus: 0 }), /must buy something for a new pool/],
    ["a node twice", () => ({ nodes: [nodes[0], nodes[0]] }), /nodes\[1\].*is there twice/],
    ["what is no node's id", () => ({ nodes: ["node1"] }), /nodes\[0\].*base58/],
  ])("is refused with %s", async (_what, rest, text) => {
    expect((await stage.refusals(wanted(rest()))).join("\n")).toMatch(text);
  });

  it("is of one farm", async () => {
    const elsewhere = scene.server.world.addNode(seedOf(103), "2");
    await expect(stage.preview(wanted({ nodes: [...nodes, elsewhere.nodeId] }))).rejects.toThrow(
      /are of the farms 1, 2; a pool is of one farm/,
    );
  });
});

describe("a pool that has to be paid for", () => {
  beforeEach(() => open({ wallet: "GWALLET" }));

  it("is there when it is paid", async () => {
    const creation = stage.up(wanted());
    await until("the order", () => scene.server.world.orders.size === 1);
    const [id = ""] = scene.server.world.orders.keys();
    await until("the bill", () => stage.said.some((line) => line.includes(`GWALLET with the memo p-${id}`)));
    grant(scene.server.world, id);
    expect((await creation).properties).toMatchObject({
      poolId: id,
      payment: { address: "GWALLET", asset: "TFT", amount: matching(/^[1-9]\d*$/) },
    });
  });

  it("is not there when it is not", async () => {
    await expect(stage.up(wanted({ timeouts: { create: 1 } }))).rejects.toThrow(
      /create did not finish within 1 s; it was at: waiting for the payment of p-\d+/,
    );
  });
});
