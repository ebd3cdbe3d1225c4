import { FakeExplorer } from "../../../../clients/explorer/fake.js";
import { publicKeyOf } from "../../../../model/reservation/crypto/ed25519.js";
import { hexText } from "../../../../model/reservation/scalars/hex.js";
import { nodeIdOf } from "../../../../model/reservation/sign/public-key.js";
import type { AnyWorkload } from "../../../../model/reservation/types/any-workload.js";
import { capacityPoolSchema } from "../../../../model/reservation/types/capacity-pool.js";
import { resultSchema } from "../../../../model/reservation/types/result.js";
import { explorerHandlers } from "../../../../providers/reservation/explorer/explorer-handlers.js";
import { volume } from "../../../../providers/reservation/volume.js";
import { volumeOnExplorer } from "../../../../providers/reservation/volume/on-explorer.js";
import { defineKind } from "../../../../providers/runtime/kind.js";
import { explorerTarget } from "../../../../providers/targets/explorer.js";
import { onTarget } from "../../../support/back-ends/on-target.js";
import { InProcessStage } from "../../../support/in-process-stage.js";
import { matching } from "../../../support/text-matchers.js";

const SEED = new Uint8Array(32).fill(7);
const NODE_KEY = publicKeyOf(new Uint8Array(32).fill(101));
const NODE = nodeIdOf(NODE_KEY);
const OK = resultSchema.parse({ workloadId: "1-1", state: 1, dataJson: "null" });

let explorer: FakeExplorer;
let stage: InProcessStage;
let reported: boolean;
const wanted = { node: NODE, explorer: "grid", pool: "1", size: 10 };

beforeEach(() => {
  reported = true;
  explorer = new FakeExplorer({
    accept: (workload, id): AnyWorkload => ({
      ...workload,
      ...{ id, nextAction: 3, version: 2, result: reported ? OK : workload.result },
    }),
    signed: (workload): AnyWorkload => ({ ...workload, nextAction: 6 }),
    filled: (pool, _order, poolId) => pool ?? capacityPoolSchema.parse({ poolId, customerTid: "7" }),
  });
  explorer.nodes.set(NODE, {
    ...{
      nodeId: NODE,
      publicKey: hexText(NODE_KEY),
      farmId: "1",
      updated: Date.now() / 1000,
      deleted: false,
    },
  });
  explorer.pools.set(
    "1",
    capacityPoolSchema.parse({ poolId: "1", customerTid: "7", nodeIds: [NODE], sus: 1e6 }),
  );
  const handlers = onTarget(explorerHandlers(volumeOnExplorer), explorerTarget, {
    client: explorer,
    identity: "alice",
  });
  stage = new InProcessStage(defineKind({ ...volume, handlers: () => Promise.resolve(handlers) }), {
    identities: { alice: { tid: "7" } },
    identitiesSecrets: { alice: { seed: hexText(SEED) } },
  });
});

it("a wait outlives an explorer that does not answer for a while", async () => {
  for (const reason of ["Unreachable", "Unavailable"] as const) explorer.failNext("workload", reason);
  const made = await stage.up(wanted);
  expect(made.properties).toMatchObject({ drift: [] });
  expect(explorer.calls.filter((call) => call === "workload")).toHaveLength(3);
});

it("a wait ends when the explorer refuses, and the workload is remembered", async () => {
  explorer.failNext("workload", "Unauthorized");
  await expect(stage.up(wanted)).rejects.toMatchObject({
    id: "1-1",
    properties: { workloadId: "1-1", __pending: true },
  });
});

it("an order that was certainly not sent is not looked for", async () => {
  explorer.failNext("postWorkload", "Unreachable");
  await expect(stage.up(wanted)).rejects.toThrow(/was to fail/);
  expect(explorer.calls.filter((call) => call === "workloads")).toHaveLength(1);
  expect(explorer.kept.size).toBe(0);
});

it("an order whose answer got lost is looked for, and one that did not arrive is an error", async () => {
  explorer.failNext("postWorkload", "LostAnswer", true);
  expect((await stage.up(wanted)).id).toBe("1-1");
  explorer.kept.clear();
  explorer.failNext("postWorkload", "LostAnswer");
  await expect(stage.up({ ...wanted, size: 11 })).rejects.toThrow(/was to fail/);
  expect(explorer.calls.filter((call) => call === "postWorkload")).toHaveLength(2);
});

it("a creation that is told to stop says what it waited for, and keeps the id", async () => {
  reported = false;
  const creation = stage.up({ ...wanted, timeouts: { create: 0.3 } });
  await expect(creation).rejects.toMatchObject({
    id: "1-1",
    message: matching(/volume 1 is still being deployed on node .*create did not finish within 0\.3 s/s),
  });
});

it("a deletion is signed once, and a signature that is there already is as good", async () => {
  const made = await stage.up(wanted);
  explorer.failNext("signDelete", "LostAnswer", true);
  await expect(stage.delete(made)).rejects.toThrow(/was to fail/);
  await stage.delete(made);
  expect(explorer.calls.filter((call) => call === "signDelete")).toHaveLength(1);
});

it("a plan needs the seed, and tells what it lacks", async () => {
  const publicOnly = new InProcessStage(volume, {
    explorers: { grid: { url: "http://127.0.0.1:9", identity: "alice" } },
    identities: { alice: { tid: "7", publicKey: hexText(publicKeyOf(SEED)) } },
  });
  await expect(publicOnly.preview(wanted)).rejects.toThrow(/has a public key alone, and cannot sign/);
});
