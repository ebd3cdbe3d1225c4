import { PartialFailure } from "../../../providers/runtime/failure.js";
import { SCOPE, World, type Known } from "./world.js";

const GIB = 2 ** 30;
let world: World;

beforeEach(() => {
  world = new World();
});

function thing(id: string) {
  const found = world.things.get(id);
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found;
}

describe("create", () => {
  test("is one look at the node and one script under its lock, whatever is looked at afterwards", async () => {
    const { id, state } = await world.create({ size: 3 });
    expect(id).toMatch(/^thing-[1-9A-HJ-NP-Za-km-z]{13}$/);
    expect(state.outputs).toEqual({ workloadId: id, drift: [], place: "/things/3" });
    expect(world.ran).toEqual(["probe", "thing-ensure"]);
    expect(world.node.locks).toEqual(["thing web"]);
    await world.create({}, "other");
    expect(world.ran).toEqual(["probe", "thing-ensure", "thing-ensure"]);
  });

  test("adopts what an earlier creation of the resource has left, under its own token", async () => {
    world.node.failNext("Unreachable", { script: "thing-ensure", after: true });
    await expect(world.create()).rejects.toThrow("root@node1:22");
    const [id] = [...world.things.keys()];
    const made = await world.create();
    expect(made.id).toBe(id);
    expect(world.things.size).toBe(1);
    expect(thing(made.id).token).toBe(made.token);
  });

  test("the same resource of another stack is another workload", async () => {
    const mine = await world.create();
    const theirs = await world.create({}, "web", { ...SCOPE, installation: "xyz789" });
    expect(theirs.id).not.toBe(mine.id);
    expect(world.things.size).toBe(2);
  });

  test("the node is told neither secrets in the record, nor what only the state needs to know", async () => {
    const { id } = await world.create({ password: "hunter2", description: "a thing" });
    const { spec } = thing(id);
    expect(spec).not.toContain("hunter2");
    expect(JSON.parse(spec)).toMatchObject({ size: 1, description: "a thing" });
  });

  test("what the node lacks is said before anything is done", async () => {
    world.tools = [];
    await expect(world.create()).rejects.toThrow("thing on node1 (root@node1:22): there is no podman");
    expect(world.ran).toEqual(["probe"]);
  });

  test("the gate is asked with the lock held, and its refusal leaves the node alone", async () => {
    const refuse = () => Promise.reject(new Error("not signed"));
    world.gate = { beforeEnsure: refuse, beforeRemove: refuse };
    await expect(world.create()).rejects.toThrow("not signed");
    expect(world.node.locks).toEqual(["thing web"]);
    expect(world.ran).toEqual(["probe"]);
  });

  test("what the gate holds back is left as it is, and is work of the next plan", async () => {
    const hold = () => Promise.resolve({ held: "waits for the signature of 11" });
    world.gate = { beforeEnsure: hold, beforeRemove: () => Promise.resolve() };
    const held = await world.create();
    expect(held.state.outputs).toEqual({ workloadId: held.id, drift: ["waits for the signature of 11"] });
    expect([world.ran, world.lines]).toEqual([["probe"], ["waits for the signature of 11"]]);
    expect(await world.plan(held, {})).toEqual(["repair: waits for the signature of 11"]);
    world.gate = undefined;
    const made = await world.create();
    world.gate = { beforeEnsure: hold, beforeRemove: () => Promise.resolve() };
    expect(await world.update(made, { size: 9 })).toEqual({
      ...made.state.outputs,
      drift: ["waits for the signature of 11"],
    });
    expect(thing(made.id).size).toBe(1);
  });

  test("a script that fails before it recorded anything leaves nothing to remember", async () => {
    world.node.failNext("ScriptFailed", { script: "thing-ensure" });
    await expect(world.create()).rejects.not.toBeInstanceOf(PartialFailure);
  });

  test("an answer that is not understood is a fault that says so, and what exists is remembered", async () => {
    world.ensureAnswers = { workloads: "none" };
    const failure = await world.create().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PartialFailure);
    const [id] = [...world.things.keys()];
    expect(failure).toMatchObject({ id, outputs: { workloadId: id, drift: ["setup: not finished"] } });
    expect(String(failure)).toContain("the script thing-ensure answered what is not understood");
  });
});

describe("read", () => {
  let known: Known;

  beforeEach(async () => {
    known = await world.create();
    world.nextProcess();
  });

  test("finds what was made as it was made", async () => {
    expect(await world.read(known)).toEqual(known.state);
    expect(world.ran).toEqual(["thing-inspect"]);
    expect(world.node.locks).toEqual([]);
  });

  test("all workloads of a sort are looked at once, until half a minute is over", async () => {
    const other = await world.create({}, "other");
    world.nextProcess();
    await Promise.all([world.read(known), world.read(other)]);
    await world.read(known);
    expect(world.ran).toEqual(["thing-inspect"]);
    world.now = 30_000;
    await world.read(known);
    expect(world.ran).toEqual(["thing-inspect", "thing-inspect"]);
  });

  test("what was looked at before a change is not used after it", async () => {
    await world.read(known);
    await world.update(known, { size: 4 });
    expect((await world.read(known))?.inputs.size).toBe(4);
  });

  test("shows changed inputs as inputs, and everything else as a line", async () => {
    Object.assign(thing(known.id), { size: 7, running: false });
    const state = await world.read(known);
    expect(state?.inputs).toEqual({ ...known.state.inputs, size: 7 });
    expect(state?.outputs.drift).toEqual(["process: not running"]);
  });

  test("what was cut short, and what is lost although it is recorded, is to be repaired", async () => {
    thing(known.id).state = "pending";
    expect((await world.read(known))?.outputs.drift).toEqual(["setup: not finished"]);
    world.nextProcess();
    thing(known.id).lost = true;
    expect((await world.read(known))?.outputs).toEqual({ ...known.state.outputs, drift: ["thing: missing"] });
  });

  test("what has no record is gone, and what a later creation holds is another's", async () => {
    thing(known.id).token = "later";
    expect(await world.read(known)).toBeUndefined();
    expect(world.lines.join()).toContain("is held by a later creation");
    world.nextProcess();
    world.things.clear();
    expect(await world.read(known)).toBeUndefined();
  });

  test("a node that does not answer is unreachable, and is asked once for everybody", async () => {
    world.node.goDown();
    await expect(world.read(known)).rejects.toMatchObject({ reason: "Unreachable" });
    world.node.comeBack();
    await expect(world.read(known)).rejects.toMatchObject({ reason: "Unreachable" });
    world.now = 30_000;
    expect(await world.read(known)).toEqual(known.state);
  });

  test("an inspection that found something else is a fault that says so", async () => {
    Object.assign(thing(known.id), { size: "large" });
    await expect(world.read(known)).rejects.toThrow(
      /thing-inspect found of this thing what is not understood/,
    );
  });
});

describe("update", () => {
  test("brings the workload to its new inputs under the recorded token", async () => {
    const known = await world.create();
    expect(await world.update(known, { size: 5 })).toEqual({ ...known.state.outputs, place: "/things/5" });
    expect(thing(known.id)).toMatchObject({ size: 5, token: known.token });
  });

  test("a change that cannot be made is refused by what is on the node now", async () => {
    const known = await world.create({ size: 2 });
    thing(known.id).size = 4;
    await expect(world.update(known, { size: 3 })).rejects.toThrow("cannot shrink below 4");
    expect(thing(known.id).size).toBe(4);
  });
});

describe("delete", () => {
  test("removes the workload, and once more does nothing", async () => {
    const known = await world.create();
    await world.remove(known);
    expect(world.things.size).toBe(0);
    await world.remove(known);
  });

  test("what a later creation holds is left alone", async () => {
    const known = await world.create();
    thing(known.id).token = "later";
    await world.remove(known);
    expect(world.things.has(known.id)).toBe(true);
    expect(world.lines.join()).toContain("is left alone");
  });

  test("a node that does not answer is unreachable", async () => {
    const known = await world.create();
    world.node.goDown();
    await expect(world.remove(known)).rejects.toMatchObject({ reason: "Unreachable" });
  });

  test("the gate may refuse", async () => {
    const known = await world.create();
    world.gate = {
      beforeEnsure: () => Promise.resolve(undefined),
      beforeRemove: () => Promise.reject(new Error("needs the signature of 11")),
    };
    await expect(world.remove(known)).rejects.toThrow("needs the signature of 11");
    expect(world.things.size).toBe(1);
  });
});

describe("the plan", () => {
  test("without a change asks nothing of the node", async () => {
    const known = await world.create({ password: "hunter2" });
    world.nextProcess();
    world.node.goDown();
    const { password, ...stored } = known.state.inputs;
    const state = { ...known.state, inputs: stored };
    expect(await world.plan({ ...known, state }, { password, allowDataLoss: true })).toEqual([]);
    expect(world.ran).toEqual([]);
  });

  test("repairs what the state knows to differ, without asking the node", async () => {
    const known = await world.create();
    const drifted = { ...known.state.outputs, drift: ["process: not running"] };
    world.nextProcess();
    expect(await world.plan({ ...known, state: { ...known.state, outputs: drifted } }, {})).toEqual([
      "repair: process: not running",
    ]);
    expect(world.ran).toEqual([]);
  });

  test("of several creations probes the node once", async () => {
    expect(await world.plan(undefined, {})).toEqual(["make a thing"]);
    await world.plan(undefined, {});
    expect(world.ran.filter((script) => script === "probe")).toHaveLength(1);
  });

  test("refuses what does not fit besides all others", async () => {
    world.takenByOthers = 6 * GIB;
    await expect(world.plan(undefined, { size: 3 })).rejects.toThrow(
      "not enough free ssd: 3072 MiB wanted, 2048 MiB free",
    );
    expect(await world.plan(undefined, { size: 2 })).toEqual(["make a thing"]);
  });

  test("refuses a change that cannot be made", async () => {
    const known = await world.create({ size: 2 });
    world.nextProcess();
    await expect(world.plan(known, { size: 1 })).rejects.toThrow("cannot shrink below 2");
    expect(await world.plan(known, { size: 3 })).toEqual(["resize to 3"]);
  });

  test("waits with everything that needs what is not known yet", async () => {
    expect(await world.plan(undefined, {}, ["node"])).toEqual(["make a thing"]);
    expect(world.ran).toEqual([]);
    world.takenByOthers = 8 * GIB;
    expect(await world.plan(undefined, {}, ["size"])).toEqual(["make a thing"]);
  });

  test("tells an unreachable node as such, which is a warning in a preview", async () => {
    world.node.goDown();
    await expect(world.plan(undefined, {})).rejects.toMatchObject({ reason: "Unreachable" });
  });
});
