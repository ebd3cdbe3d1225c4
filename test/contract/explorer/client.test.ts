import { createServer } from "node:net";
import { connectExplorer } from "../../../clients/explorer/connect.js";
import { challengeOfWorkload } from "../../../model/reservation/sign/challenge.js";
import { signHex } from "../../../model/reservation/sign/signature.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import { NextActionEnum } from "../../../model/reservation/types/enums/next-action.js";
import { EXPLORER_WIRE } from "../../../providers/targets/explorer.js";
import { ALICE, BOB, ExplorerScene } from "../../support/explorer/scene.js";
import { containing } from "../../support/text-matchers.js";

let scene: ExplorerScene;
let pool: string;

beforeEach(async () => {
  scene = await ExplorerScene.open();
  pool = await scene.pool();
});
afterEach(() => scene.close());

const deletion = (workload: AnyWorkload, user = ALICE) => ({
  tid: user.tid,
  signature: signHex(challengeOfWorkload(workload, "delete", user.tid).message, user.seed),
  epoch: 0,
});

async function posted(): Promise<AnyWorkload> {
  const id = await scene.client.postWorkload(scene.volume(pool), scene.signer());
  const found = await scene.client.workload(id);
  if (found === undefined) throw new Error("the explorer lost a workload");
  return found;
}

describe("workloads", () => {
  it("are taken, deployed by their node, and signed for deletion with the stored time", async () => {
    const wanted = scene.volume(pool);
    const before = await posted();
    expect(before).toMatchObject({ size: 10, nextAction: NextActionEnum.NextActionDeploy, version: 2 });
    expect(before.epoch).toBeGreaterThan(wanted.epoch);
    expect(before.result.workloadId).toBe("");

    const after = await scene.client.workload(before.id);
    expect(after?.result).toMatchObject({ workloadId: `${before.id}-1`, state: 1 });
    expect(await scene.client.pool(pool)).toMatchObject({ activeSu: 0.033, activeWorkloadIds: [before.id] });

    await expect(
      scene.client.signDelete(before.id, deletion({ ...before, epoch: wanted.epoch })),
    ).rejects.toMatchObject({ reason: "SignatureRefused", status: 401 });
    await scene.client.signDelete(before.id, deletion(before));
    // Once more is as good as once.
    await scene.client.signDelete(before.id, deletion(before));
    expect(await scene.client.workload(before.id)).toMatchObject({
      nextAction: NextActionEnum.NextActionDelete,
    });
    expect(await scene.client.workload(before.id)).toMatchObject({
      nextAction: NextActionEnum.NextActionDeleted,
      result: { state: 2 },
    });
    expect(await scene.client.pool(pool)).toMatchObject({ activeSu: 0, activeWorkloadIds: [] });
  });

  it("are listed over all pages", async () => {
    const total = 1100;
    const base = await posted();
    for (let index = 0; index < total; index += 1) {
      const id = scene.server.world.newId();
      scene.server.world.workloads.set(id, { ...base, id });
    }
    const listed = await scene.client.workloads({ customerTid: ALICE.tid, workloadType: 2 });
    expect(new Set(listed.map(({ id }) => id)).size).toBe(total + 1);
    expect(scene.server.asked("GET").filter((path) => path === "GET /reservations/workloads")).toHaveLength(
      2,
    );
    expect(await scene.client.workloads({ customerTid: BOB.tid })).toEqual([]);
  });

  it.each<[string, () => AnyWorkload, object]>([
    ["a pool that does not exist", () => scene.volume("999"), { reason: "NotFound" }],
    ["no pool", () => scene.volume("0"), { reason: "Invalid", status: 400 }],
    [
      "metadata that are too long",
      () => scene.volume(pool, { metadata: "x".repeat(1025) }),
      { reason: "Invalid" },
    ],
    [
      "content that was changed after it was signed",
      () => ({ ...scene.volume(pool), size: 11 }),
      { reason: "Invalid", message: containing("signature") },
    ],
    [
      "a node outside of the pool",
      () => scene.volume(pool, { nodeId: "elsewhere" }),
      { reason: "Forbidden" },
    ],
    [
      "somebody else's workload",
      () => scene.volume(pool, {}, BOB),
      { reason: "Unauthorized", message: containing("user 7") },
    ],
    [
      "more than the pool has",
      () => scene.volume(pool, { size: 1_000_000_000_000 }),
      {
        reason: "PaymentRequired",
        status: 402,
        message: containing("Fill up the capacity pool"),
      },
    ],
  ])("are refused with %s", async (_what, workload, problem) => {
    await expect(scene.client.postWorkload(workload(), scene.signer())).rejects.toMatchObject(problem);
  });

  it("stay behind as invalid records when the pool has too little", async () => {
    const large = scene.volume(pool, { size: 1_000_000_000_000 });
    await expect(scene.client.postWorkload(large, scene.signer())).rejects.toThrow();
    expect(await scene.client.workloads({ customerTid: ALICE.tid })).toMatchObject([
      { nextAction: NextActionEnum.NextActionInvalid },
    ]);
  });

  it("are undefined when there are none", async () => {
    expect(await scene.client.workload("12345")).toBeUndefined();
    expect(await scene.client.pool("12345")).toBeUndefined();
    expect(await scene.client.node("nobody")).toBeUndefined();
    expect(await scene.client.user("12345")).toBeUndefined();
    expect(await scene.client.poolsOf(BOB.tid)).toEqual([]);
  });
});

describe("requests", () => {
  it("are signed by whoever asks, at this time", async () => {
    const volume = scene.volume(pool);
    await expect(scene.client.postWorkload(volume, scene.signer(BOB))).rejects.toMatchObject({
      reason: "Unauthorized",
    });
    const stranger = { tid: "99", seed: ALICE.seed };
    await expect(scene.client.postWorkload(volume, scene.signer(stranger))).rejects.toMatchObject({
      reason: "Unauthorized",
    });
    await expect(
      scene.client.postWorkload(volume, scene.signer({ ...ALICE, seed: BOB.seed })),
    ).rejects.toMatchObject({ reason: "Unauthorized" });
    scene.server.world.ahead = 3600;
    await expect(scene.client.postWorkload(volume, scene.signer())).rejects.toMatchObject({
      reason: "Unauthorized",
      message: containing("request was signed at"),
    });
    expect(scene.server.world.workloads.size).toBe(0);
  });

  it("to read are repeated after lost answers and errors of the server", async () => {
    let failures = 2;
    scene.server.interfere = (_arrival, moment) =>
      moment === "before" && failures-- > 0 ? (failures === 1 ? "drop" : 503) : undefined;
    expect(await scene.client.user(ALICE.tid)).toMatchObject({ tid: ALICE.tid });
    scene.server.interfere = () => 503;
    await expect(scene.client.user(ALICE.tid)).rejects.toMatchObject({ reason: "Unavailable", status: 503 });
  });

  it.each<["before" | "after", "drop" | number]>([
    ["before", "drop"],
    ["after", "drop"],
    ["after", 500],
  ])("to create are sent once whatever becomes of them (%s %s)", async (moment, interference) => {
    scene.server.interfere = (arrival, at) =>
      arrival.method === "POST" && at === moment ? interference : undefined;
    await expect(scene.client.postWorkload(scene.volume(pool), scene.signer())).rejects.toMatchObject({
      reason: "LostAnswer",
    });
    expect(scene.server.asked("POST").filter((path) => path.endsWith("/workloads"))).toHaveLength(1);
    expect(scene.server.world.workloads.size).toBe(moment === "after" ? 1 : 0);
  });

  it("to nobody are unreachable, also those that create", async () => {
    const unused = createServer();
    const port = await new Promise<number>((resolve) => {
      unused.listen(0, "127.0.0.1", () => {
        const address = unused.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    await new Promise((resolve) => unused.close(resolve));
    const client = connectExplorer({
      url: `http://127.0.0.1:${port}`,
      wire: EXPLORER_WIRE,
      pace: { retries: 1, firstDelayMs: 1 },
    });
    await expect(client.postWorkload(scene.volume(pool), scene.signer())).rejects.toMatchObject({
      reason: "Unreachable",
      message: containing("nothing listens there"),
    });
    await client.close();
  });

  it("end with their caller's signal", async () => {
    const abort = new AbortController();
    scene.server.interfere = () => {
      abort.abort(new Error("enough"));
      return 503;
    };
    await expect(scene.client.user(ALICE.tid, { signal: abort.signal })).rejects.toMatchObject({
      reason: "Cancelled",
    });
  });

  it("to something that is no explorer are told so", async () => {
    const url = `${scene.server.url}/elsewhere`;
    const client = connectExplorer({ url, wire: EXPLORER_WIRE });
    expect(await client.user(ALICE.tid)).toBeUndefined();
    await expect(client.workloads({ customerTid: ALICE.tid })).rejects.toMatchObject({ reason: "NotFound" });
    await client.close();
  });
});

test("pools are ordered and filled up, with the signed text beside the data", async () => {
  const { client, server } = scene;
  expect(await client.poolsOf(ALICE.tid)).toMatchObject([
    {
      poolId: pool,
      sus: 1e9,
      nodeIds: [scene.node1.nodeId, scene.node2.nodeId],
      emptyAt: "9223372036854775807",
    },
  ]);
  expect([...server.world.orders.values()]).toMatchObject([{ customerTid: ALICE.tid }]);
});
