import { anyWorkloadSchema, type AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import { ExplorerScene } from "../../support/explorer/scene.js";
import { InProcessStage } from "../../support/in-process-stage.js";
import { CANARY, ROWS, type Row } from "./rows.js";

let scene: ExplorerScene;
let common: Readonly<Record<string, unknown>>;

beforeEach(async () => {
  scene = await ExplorerScene.open();
  common = { node: scene.node1.nodeId, explorer: "grid", pool: await scene.pool() };
});
afterEach(() => scene.close());

const kept = (): AnyWorkload[] => [...scene.server.world.workloads.values()];
const posts = (): number =>
  scene.server.asked("POST").filter((path) => path === "POST /reservations/workloads").length;

describe.each(ROWS)("a %s on an explorer", (_sort, row) => {
  const { kind, inputs, outputs, change, drift, secrets = [], ofStack } = row;
  let stage: InProcessStage;
  let wanted: Readonly<Record<string, unknown>>;
  beforeEach(() => {
    stage = new InProcessStage(kind, scene.sections());
    wanted = { ...common, ...inputs };
  });

  it("is ordered, stays as it is, is replaced by a change, and goes", async () => {
    expect((await stage.preview(wanted)).said).toContain("order");
    expect(kept()).toEqual([]);

    const made = await stage.up(wanted);
    expect(made.properties).toMatchObject({ ...outputs, drift: [], record: { resultState: "ok" } });
    expect(made.id).toBe(made.properties["workloadId"]);
    expect(kept()).toMatchObject([{ nodeId: common["node"], poolId: common["pool"] }]);
    expect(await stage.refresh(made)).toMatchObject({ drifted: [], properties: made.properties });

    const changed = { ...wanted, ...change };
    expect((await stage.preview(changed, made)).replaces).toEqual(Object.keys(change));
    const replaced = await stage.up(changed, made);
    expect(replaced).toMatchObject({ did: "replaced", properties: { drift: [] } });
    expect(replaced.id).not.toBe(made.id);

    await stage.delete(replaced);
    await stage.delete(replaced);
    expect(await stage.refresh(replaced)).toBeUndefined();
    expect(kept().map(({ nextAction }) => nextAction)).toEqual([6, 6]);
  });

  it("asks nothing when nothing changes, and encrypts nothing again", async () => {
    const made = await stage.up(wanted);
    const stored = kept();
    const before = scene.server.arrivals.length;
    stage.nextCommand();
    expect((await stage.up(wanted, made)).did).toBe("nothing");
    expect(await stage.preview(wanted, made)).toMatchObject({ changes: false });
    expect(scene.server.arrivals).toHaveLength(before);
    await stage.refresh(made);
    expect(kept()).toEqual(stored);
  });

  it("gives its secrets to its gateway alone", async () => {
    const { inputs: asTheEngineKeepsSecrets, ...state } = await stage.up(wanted);
    expect(asTheEngineKeepsSecrets).toBeDefined();
    expect([...scene.node1.secrets.values()]).toEqual(secrets);
    expect(JSON.stringify([state, stage.said, kept()])).not.toContain(CANARY);
  });

  it("shows what somebody else has changed, and is brought back", async () => {
    const made = await stage.up(wanted);
    const [workload] = kept();
    if (workload === undefined) throw new Error("there is no workload");
    const [changes, drifted] = drift;
    const foreign = anyWorkloadSchema.parse({ ...workload, ...changes });
    scene.server.world.workloads.set(workload.id, foreign);
    stage.nextCommand();
    const found = await stage.refresh(made);
    expect(found).toMatchObject({ drifted, properties: changes });
    const repaired = await stage.up(wanted, found);
    expect(repaired).toMatchObject({ did: "replaced", properties: outputs });
    expect(kept().map(({ nextAction }) => nextAction)).toEqual([6, 3]);
  });

  it("is ordered once when the answer gets lost", async () => {
    scene.server.interfere = ({ method, path }, moment) =>
      method === "POST" && path === "/reservations/workloads" && moment === "after" ? "drop" : undefined;
    const made = await stage.up(wanted);
    expect(made.properties).toMatchObject({ ...outputs, drift: [], record: { resultState: "ok" } });
    expect([posts(), kept().length]).toEqual([1, 1]);
  });

  it("is deleted by the time that the explorer has put in", async () => {
    scene.server.world.ahead = 250;
    const made = await stage.up(wanted);
    const [workload] = kept();
    expect((workload?.epoch ?? 0) - Date.now() / 1000).toBeGreaterThan(240);
    expect(made.properties).toMatchObject({ record: { storedEpoch: String(workload?.epoch) } });
    await stage.delete(made);
    expect(kept()).toMatchObject([{ nextAction: 6, signaturesDelete: [{ tid: "7" }] }]);
  });

  it("is replaced when the stack is to keep it itself", async () => {
    const made = await stage.up(wanted);
    const { explorer, pool, ...rest } = wanted;
    expect([explorer, pool]).not.toContain(undefined);
    const own = { ...rest, ...ofStack, node: "node1" };
    expect((await stage.preview(own, made)).replaces).toContain("explorer");
    expect(kept()).toMatchObject([{ nextAction: 3 }]);
  });
});

// Its cipher is another one each time, so that it is found by what it was made from.
it("a tunnel is ordered once when the first run has never seen it", async () => {
  const { kind, inputs } = rowAt(1);
  const stage = new InProcessStage(kind, scene.sections());
  const wanted = { ...common, ...inputs };
  scene.goneFromNextOrderOn();
  await expect(stage.up(wanted)).rejects.toThrow(/cannot reach|Whether it was carried out is not known/);
  scene.server.interfere = () => undefined;
  stage.nextCommand();
  const made = await stage.up(wanted);
  expect([posts(), kept().length]).toEqual([1, 1]);
  await stage.delete(made);
  expect(kept()).toMatchObject([{ nextAction: 6 }]);
});

// What it tells comes with the gateway's report alone.
it("a 4to6 is remembered when its gateway is slow, and is waited for by the next up", async () => {
  const { kind, inputs, outputs } = rowAt(4);
  const stage = new InProcessStage(kind, scene.sections());
  const wanted = { ...common, ...inputs };
  scene.node1.outcome = () => "never";
  const error: unknown = await stage
    .up({ ...wanted, timeouts: { create: 1 } })
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ id: `${kept()[0]?.id ?? ""}-1` });
  scene.node1.outcome = () => "ok";
  stage.nextCommand();
  const again = await stage.up(wanted, { ...saved(error), inputs: wanted });
  expect(again).toMatchObject({ did: "updated", properties: { ...outputs, drift: [] } });
  expect(posts()).toBe(1);
});

describe("explorers are not asked for", () => {
  it.each<[string, number, object, RegExp]>([
    ["HTTP alone", 0, { portTls: 0 }, /portTls: must not be 0/],
    ["TLS alone", 0, { port: 0 }, /port: must not be 0/],
    ["the tunnel of another user", 1, { secret: "8:of-somebody-else-9c4e", customer: "8" }, /"7:"/],
    ["the tunnel of nobody", 1, { secret: "of-nobody-at-all-9c4e", customer: undefined }, /"7:"/],
    ["an address to dial", 1, { tunnelAddress: "192.0.2.9" }, /tunnelAddress: is the gateway's own/],
    ["a name at a name server", 2, { nameServer: "lab" }, /nameServer: has no meaning on an explorer/],
    ["a name that is forgotten soon", 2, { ttl: 60 }, /ttl: is always 3600/],
    ["a name of somebody else", 2, { adopt: true }, /adopt: has no meaning on an explorer/],
    ["a zone at a name server", 3, { nameServer: "lab" }, /nameServer: has no meaning on an explorer/],
    ["name servers of a zone", 3, { nameServers: ["ns1.example.org"] }, /nameServers: has no meaning/],
    ["a zone that is forgotten soon", 3, { ttl: 60 }, /ttl: is always 3600/],
    ["an address of another user", 4, { customer: "8" }, /customer: is 8, and 7 is who signs/],
  ])("%s", async (_what, index, rest, text) => {
    const { kind, inputs } = rowAt(index);
    const stage = new InProcessStage(kind, scene.sections());
    await expect(stage.preview({ ...common, ...inputs, ...rest })).rejects.toThrow(text);
    await expect(stage.up({ ...common, ...inputs, ...rest })).rejects.toThrow(text);
    expect(kept()).toEqual([]);
  });
});

function rowAt(index: number): Row {
  const row = ROWS[index]?.[1];
  if (row === undefined) throw new Error(`there is no row ${index}`);
  return row;
}

/** What the engine keeps of a creation that stopped half-way. */
function saved(error: unknown): { readonly id: string; readonly properties: Record<string, unknown> } {
  if (error instanceof Error && "id" in error && "properties" in error) {
    const { id, properties } = error;
    if (typeof id === "string" && typeof properties === "object")
      return { id, properties: { ...properties } };
  }
  throw new Error(`nothing was saved: ${String(error)}`);
}
