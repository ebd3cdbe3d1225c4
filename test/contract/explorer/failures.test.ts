import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cloudUnits } from "../../../model/reservation/capacity/cloud-units.js";
import { signSubject, signatureFileText } from "../../../model/reservation/sign/signature-file.js";
import { Failure } from "../../../model/shared/errors.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import { volume } from "../../../providers/reservation/volume.js";
import { ALICE, BOB, ExplorerScene, seedOf } from "../../support/explorer/scene.js";
import { InProcessStage, type Remembered } from "../../support/in-process-stage.js";
import { until } from "../../support/until.js";
import { containing, matching } from "../../support/text-matchers.js";

let scene: ExplorerScene;
let stage: InProcessStage;
let wanted: Readonly<Record<string, unknown>>;
let folder: string;
const before = process.cwd();

beforeEach(async () => {
  scene = await ExplorerScene.open();
  stage = new InProcessStage(volume, scene.sections());
  wanted = { node: scene.node1.nodeId, explorer: "grid", pool: await scene.pool(), size: 10 };
  folder = mkdtempSync(join(tmpdir(), "groundplan-explorer-"));
  process.chdir(folder);
});
afterEach(async () => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
  await scene.close();
});

const kept = (): AnyWorkload[] => [...scene.server.world.workloads.values()];
const posts = (): number =>
  scene.server.asked("POST").filter((path) => path === "POST /reservations/workloads").length;

describe("an answer that gets lost", () => {
  const dropPosts = (): void => {
    scene.server.interfere = ({ method, path }, moment) =>
      method === "POST" && path === "/reservations/workloads" && moment === "after" ? "drop" : undefined;
  };

  it("is found again in the same run", async () => {
    dropPosts();
    const made = await stage.up(wanted);
    expect(made.properties).toMatchObject({ drift: [], record: { resultState: "ok" } });
    expect([posts(), kept()]).toMatchObject([1, [{ size: 10 }]]);
  });

  it("is found again by the next run, and nothing is ordered twice", async () => {
    scene.goneFromNextOrderOn();
    await expect(stage.up(wanted)).rejects.toThrow(/cannot reach|Whether it was carried out is not known/);
    scene.server.interfere = () => undefined;
    stage.nextCommand();
    const made = await stage.up(wanted);
    expect(stage.said.join("\n")).toMatch(/workload \d+ was ordered by an earlier run and is taken over/);
    expect([posts(), kept()]).toMatchObject([1, [{ size: 10 }]]);
    await stage.delete(made);
    expect(kept()).toMatchObject([{ nextAction: 6 }]);
  });

  it("of other content is not thrown away with what it holds", async () => {
    await stage.up(wanted);
    stage.nextCommand();
    await expect(stage.up({ ...wanted, size: 11 })).rejects.toThrow(
      /an earlier run has ordered \d+ for this resource, of other content/,
    );
    expect(kept()).toHaveLength(1);
  });
});

it("a pool with too little: what it lacks, and nothing in the state", async () => {
  const pool = await scene.pool({ sus: 1 });
  const { su } = cloudUnits({ cru: 0, mru: 0, sru: 10, hru: 0, ipv4u: 0 });
  const preview = await stage.preview({ ...wanted, pool });
  const lacks = `it lacks ${Math.ceil(su * 120 - 1)} sus at least, ${Math.ceil(su * 86_400 - 1)} sus for a day`;
  expect(preview.said).toContain(lacks);
  await expect(stage.up({ ...wanted, pool })).rejects.toThrow(
    new RegExp(`${lacks}.*the explorer keeps it as invalid record \\d+`),
  );
  expect(kept()).toMatchObject([{ nextAction: 5 }]);
});

it("a node that fails: its message, no state, and the next run orders anew", async () => {
  scene.node1.outcome = ({ nextAction }) => (nextAction === 3 ? { error: "no disk left" } : "ok");
  const error: unknown = await stage.up(wanted).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ message: containing("the node answers: no disk left") });
  expect(error).not.toHaveProperty("properties");
  scene.node1.outcome = () => "ok";
  stage.nextCommand();
  expect((await stage.up(wanted)).properties).toMatchObject({ drift: [] });
  expect(posts()).toBe(2);
});

it("a node that is slow: the id is remembered, and the next run goes on waiting", async () => {
  scene.node1.outcome = () => "never";
  const error: unknown = await stage
    .up({ ...wanted, timeouts: { create: 1 } })
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    message: matching(/volume \d+ is still being deployed on node/),
    id: `${kept()[0]?.id ?? ""}-1`,
    properties: { drift: ["result: not reported yet"] },
  });
  scene.node1.outcome = () => "ok";
  stage.nextCommand();
  const saved = remembered(error, wanted);
  expect((await stage.preview(wanted, saved)).said).toContain("wait until the node has deployed volume");
  const made = await stage.up(wanted, saved);
  expect(made).toMatchObject({ did: "updated", properties: { drift: [], record: { resultState: "ok" } } });
  expect(posts()).toBe(1);
});

describe("a node that is silent", () => {
  it("is told before anything is ordered, and when it is waited for", async () => {
    scene.node1.online = false;
    scene.node1.updated -= 3600;
    expect((await stage.preview(wanted)).said).toContain("has been silent for 60 minutes");
  });

  it("does not delete: the deletion stays signed, and may be abandoned", async () => {
    const made = await stage.up(wanted);
    scene.node1.online = false;
    scene.node1.updated -= 3600;
    await expect(stage.delete(made)).rejects.toThrow(
      /has been silent for 60 minutes; its deletion is signed and waits for the node.*onUnreachable: abandon/s,
    );
    expect(kept()).toMatchObject([{ signaturesDelete: [{ tid: "7" }] }]);
    const abandoned = await stage.up({ ...wanted, onUnreachable: "abandon" }, made);
    await stage.delete(abandoned);
    expect(stage.said.join("\n")).toContain("is abandoned and may still exist");

    scene.node1.online = true;
    await stage.delete(made);
    expect(kept()).toMatchObject([{ nextAction: 6 }]);
  });
});

it("a node that does not delete in time is one that is silent; being told to stop is not", async () => {
  const made = await stage.up({ ...wanted, timeouts: { delete: 5 }, onUnreachable: "abandon" });
  scene.node1.outcome = () => "never";
  await stage.delete(made);
  expect(stage.said.join("\n")).toMatch(/has not deleted it in time.*is abandoned and may still exist/);
  const deletion = stage.delete({ ...made, properties: { ...made.properties, timeouts: {} } });
  await until("the wait", () => scene.server.asked("GET").at(-1)?.startsWith("GET /reservations/workloads/"));
  stage.interrupt(new Failure({ what: "interrupted" }));
  await expect(deletion).rejects.toThrow(/^interrupted/);
});

describe("an explorer", () => {
  it("that does not answer leaves the last known state", async () => {
    const made = await stage.up(wanted);
    scene.server.interfere = () => 503;
    expect(await stage.refresh(made)).toMatchObject({ properties: made.properties });
    expect(stage.said.join("\n")).toContain("the last known state is kept");
  });

  it("that does not know the identity's key is told from one that does not answer", async () => {
    scene.server.world.users.set(ALICE.tid, "ab".repeat(32));
    await expect(stage.up(wanted)).rejects.toThrow(/answers 401: signature is invalid.*Check tid and seed/);
  });

  it("whose clock is ahead is deleted from with its own time", async () => {
    scene.server.world.ahead = 250;
    const made = await stage.up(wanted);
    const [workload] = kept();
    expect((workload?.epoch ?? 0) - Date.now() / 1000).toBeGreaterThan(240);
    expect(made.properties).toMatchObject({ record: { storedEpoch: String(workload?.epoch) } });
    await stage.delete(made);
    expect(kept()).toMatchObject([{ nextAction: 6 }]);
  });

  it("whose directory has another key for a node gets no workload", async () => {
    const impostor = scene.server.world.addNode(seedOf(66));
    scene.server.world.nodes.set(scene.node1.nodeId, { ...impostor, nodeId: scene.node1.nodeId });
    await expect(stage.up(wanted)).rejects.toThrow(/another key in the directory than its id says/);
    expect(kept()).toEqual([]);
  });
});

describe("what others change on the explorer", () => {
  const change = (changes: Partial<AnyWorkload>): void => {
    const [workload] = kept();
    if (workload?.workloadType !== 2) throw new Error("there is no volume");
    scene.server.world.workloads.set(workload.id, { ...workload, ...changes, workloadType: 2 });
  };

  it.each<[string, object, string[]]>([
    ["its size", { size: 99 }, ["size"]],
    ["its disk", { type: 0 }, ["type"]],
    ["its node", { nodeId: "elsewhere" }, ["node"]],
    ["its description", { description: "mine now" }, ["description"]],
    [
      "who may delete it, which no signature covers",
      { signingRequestDelete: { signers: ["11"], quorumMin: 1 } },
      ["deletion"],
    ],
  ])("shows: %s", async (_what, changes, drifted) => {
    const made = await stage.up(wanted);
    expect(await stage.refresh(made)).toMatchObject({ drifted: [] });
    change(changes);
    expect(await stage.refresh(made)).toMatchObject({ drifted });
  });

  it("shows that it is being deleted, and orders another one when it is gone", async () => {
    const made = await stage.up(wanted);
    scene.server.nodesWork = false;
    change({ nextAction: 4 });
    const ending = await stage.refresh(made);
    expect(ending?.properties["drift"]).toEqual(["next action: delete"]);
    stage.nextCommand();
    const preview = await stage.preview(wanted, ending);
    expect(preview).toMatchObject({
      changes: false,
      said: containing("`pulumi up --refresh` orders another one"),
    });
    change({ nextAction: 6 });
    expect(await stage.refresh(made)).toBeUndefined();
  });
});

describe("a deletion that others must agree to", () => {
  const shared = { signers: [ALICE.tid, BOB.tid], quorum: 2 };

  it("asks for their signatures and takes them from files", async () => {
    const made = await stage.up({ ...wanted, deletion: shared });
    await expect(stage.delete(made)).rejects.toThrow(
      /needs 2 signatures and has 1; missing 11.*signatures\/subject\/delete\/request\.json/,
    );
    const request = readFileSync("signatures/subject/delete/request.json", "utf8");
    expect(JSON.parse(request)).toMatchObject({
      action: "delete",
      request: { signers: ["7", "11"], quorumMin: 2 },
    });
    await expect(stage.delete(made)).rejects.toThrow(/missing 11/);
    expect(readFileSync("signatures/subject/delete/request.json", "utf8")).toBe(request);

    sign(BOB, seedOf(12));
    await expect(stage.delete(made)).rejects.toThrow(/missing 11/);
    expect(stage.said.join("\n")).toMatch(/signer 11 gave a signature that is not by the signer's key/);

    sign(BOB);
    await stage.delete(made);
    expect(kept()).toMatchObject([{ nextAction: 6, signaturesDelete: [{ tid: "7" }, { tid: "11" }] }]);
  });

  it("can be met", async () => {
    await expect(stage.up({ ...wanted, deletion: { signers: ["11"], quorum: 2 } })).rejects.toThrow(
      /asks for 2 signatures of 1 signers, and can never be met/,
    );
    expect(kept()).toEqual([]);
  });

  function sign({ tid, seed }: typeof BOB, otherSeed = seed): void {
    const [workload] = kept();
    if (workload === undefined) throw new Error("there is no workload");
    const signature = signSubject(
      {
        ...{ name: "subject", stack: "abc123/shop/dev", backend: scene.server.url, action: "delete" },
        ...{ object: { kind: "workload", workload }, expires: 0 },
      },
      { tid, seed: otherSeed },
      1,
    );
    writeFileSync(`signatures/subject/delete/${tid}.json`, signatureFileText(signature));
  }
});

it.each<[string, object, RegExp]>([
  ["metadata that leave no room for the mark", { metadata: "x".repeat(801) }, /has 801 bytes.*at most 800/],
  ["a pool's name in the place of its id", { pool: "main" }, /pool: "main" is no pool's id/],
  ["no pool", { pool: undefined }, /must name a capacity pool/],
  ["a node's name in the place of its id", { node: "node1" }, /must be base58 of the node's public key/],
])("is refused with %s, before anything is asked", async (_what, rest, text) => {
  await expect(stage.up({ ...wanted, ...rest })).rejects.toThrow(text);
  expect(posts()).toBe(0);
});

/** What the engine keeps of a creation that stopped half-way. */
function remembered(error: unknown, inputs: Readonly<Record<string, unknown>>): Remembered {
  if (error instanceof Error && "id" in error && "properties" in error) {
    const { id, properties } = error;
    if (typeof id === "string" && typeof properties === "object")
      return { id, properties: { ...properties }, inputs };
  }
  throw new Error(`nothing was saved: ${String(error)}`);
}
