import { copyFileSync, renameSync, writeFileSync } from "node:fs";
import type { DeclaredReservationInput } from "../../../model/reservation/declared/reservation.js";
import { reservationDocument } from "../../../providers/reservation/reservation-document.js";
import { containing } from "../config/support.js";
import { NOW, World } from "./document-world.js";

const VOLUMES = { data: { node: "node1", size: 1 }, more: { node: "node2", size: 1 } };
const PLAIN: DeclaredReservationInput = { volumes: VOLUMES };
const ORDERED: DeclaredReservationInput = { ...PLAIN, customer: "alice" };
const SIGNED: DeclaredReservationInput = {
  ...ORDERED,
  sign: {
    provision: { signers: ["alice", "bob", "carol"], quorum: 2 },
    delete: { signers: ["bob", "carol"], quorum: 2 },
  },
};
const BIGGER: DeclaredReservationInput = {
  ...SIGNED,
  volumes: { ...VOLUMES, data: { node: "node1", size: 2 } },
};

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(() => {
  world.close();
});

/** A document that bob and carol agreed to. */
async function deployed(given = SIGNED) {
  const inputs = world.inputs(given);
  world.sign(world.subject(inputs), "bob");
  world.sign(world.subject(inputs), "carol");
  const known = await world.create(inputs);
  world.newProcess();
  return known;
}

describe("a document that nobody has to sign", () => {
  it("is recorded on every node, and lets its workloads pass there", async () => {
    const inputs = world.inputs(PLAIN);
    expect(await world.plan(inputs)).toMatchObject({ steps: ["record it on node1, node2"] });
    const { id, outputs } = await world.create(inputs);
    expect(outputs).toMatchObject({
      nextAction: "deploy",
      signed: [],
      missing: [],
      recorded: ["node1", "node2"],
    });
    expect([...world.records.keys()].sort()).toEqual([`node1/${id}`, `node2/${id}`]);
    await world.ensures(id, world.digest(PLAIN, "volumes/data"));
    await world.removes(id, world.digest(PLAIN, "volumes/data"));
    expect(world.files()).toEqual([]);
  });

  it("has no plan, and connects to nothing, once it is recorded", async () => {
    const known = await world.create(world.inputs(PLAIN));
    const calls = world.node("node1").calls.length;
    expect(await world.plan(known.inputs, known)).toBeUndefined();
    expect(world.node("node1").calls).toHaveLength(calls);
  });

  it("is refused for a customer whose seed is not here", async () => {
    const inputs = world.inputs({ ...PLAIN, customer: "alice" });
    await expect(world.create(inputs)).rejects.toThrow("the seed of alice is not here");
    world.seeds.add("alice");
    expect((await world.create(inputs)).outputs.nextAction).toBe("deploy");
  });
});

describe("a document below its quorum", () => {
  it("is refused with who is missing and what to do, and touches no node", async () => {
    const inputs = world.inputs(SIGNED);
    world.sign(world.subject(inputs), "bob");
    await expect(world.create(inputs)).rejects.toThrow("web: 1 of 2, missing 7, 14");
    await expect(world.create(inputs)).rejects.toThrow("npx groundplan reservation sign add");
    expect(world.records.size).toBe(0);
    expect(world.node("node1").calls).toEqual([]);
  });

  it("has a preview that writes the request, the same bytes each time, and an update that writes none", async () => {
    const inputs = world.inputs(SIGNED);
    await world.plan(inputs, undefined, false);
    expect(world.files()).toEqual([]);
    const plan = await world.plan(inputs);
    expect(plan?.steps).toEqual([containing("waits for signatures: 0 of 2, missing 7, 11, 14")]);
    expect(plan?.notes).toEqual([containing("signatures/web/provision/request.json")]);
    const { text, request } = world.request("provision");
    expect(request).toMatchObject({
      name: "web",
      stack: "abc/groundplan/dev",
      backend: "ledger",
      request: { quorumMin: 2 },
    });
    world.now += 1000;
    await world.plan(inputs);
    expect(world.request("provision").text).toBe(text);
  });

  it("counts the customer, whose seed is here, by itself", async () => {
    world.seeds.add("alice");
    const inputs = world.inputs(SIGNED);
    await expect(world.create(inputs)).rejects.toThrow("1 of 2, missing 11, 14");
    world.sign(world.subject(inputs), "carol");
    expect((await world.create(inputs)).outputs).toMatchObject({ signed: ["7", "14"], missing: [] });
  });

  it.each<[string, () => void, string]>([
    [
      "a key that is not the signer's",
      () => {
        world.sign(subject(), "bob", "carol");
      },
      "signer 14 gave a signature that",
    ],
    [
      "other content",
      () => {
        world.sign(world.subject(world.inputs(BIGGER)), "carol");
      },
      "signer 14 signed other content",
    ],
    [
      "deletion",
      () => {
        world.sign({ ...subject(), action: "delete" }, "carol");
        moveDeletion();
      },
      "signed for delete and not for provision",
    ],
    [
      "a key that was changed since",
      () => {
        world.sign(subject(), "carol");
        world.otherKeys.set("carol", "22".repeat(32));
      },
      "after a change of keys",
    ],
    [
      "an identity that is gone",
      () => {
        world.sign(subject(), "carol");
        world.gone.add("carol");
      },
      "signatures of carol cannot be checked",
    ],
  ])("does not count a signature with %s", async (_what, spoil, said) => {
    world.sign(subject(), "bob");
    spoil();
    await expect(world.create(world.inputs(SIGNED))).rejects.toThrow(said);
    await expect(world.create(world.inputs(SIGNED))).rejects.toThrow("1 of 2");
  });

  it("counts a signer once, and no file that is none", async () => {
    world.sign(subject(), "bob");
    copyFileSync("signatures/web/provision/11.json", "signatures/web/provision/twice.json");
    writeFileSync("signatures/web/provision/strange.json", "{}");
    const plan = await world.plan(world.inputs(SIGNED));
    expect(plan?.steps).toEqual([containing("1 of 2, missing 7, 14")]);
    expect(plan?.notes).toEqual([
      containing("signer 11 has signed already"),
      containing("signatures/web/provision/strange.json is no signature"),
      containing("request for signatures"),
    ]);
  });

  it("takes no signatures after their time", async () => {
    const until = new Date((NOW + 100) * 1000).toISOString();
    const timed = { ...SIGNED, sign: { provision: { signers: ["bob"], quorum: 1, until } } };
    world.sign(world.subject(world.inputs(timed)), "bob");
    world.now = NOW + 101;
    await expect(world.create(world.inputs(timed))).rejects.toThrow("the request has expired");
    world.now = NOW;
    await world.create(world.inputs(timed));
  });

  it("ends well where that is wished for, and holds its workloads back", async () => {
    const inputs = world.inputs(SIGNED, { allowPending: true });
    const known = await world.create(inputs);
    expect(known.outputs).toMatchObject({ nextAction: "sign", missing: ["7", "11", "14"], recorded: [] });
    expect(world.lines).toEqual([containing("0 of 2, missing 7, 11, 14")]);
    expect(world.records.size).toBe(0);
    expect(await world.read(known)).toMatchObject({ outputs: { nextAction: "sign" } });
    expect(await world.plan(inputs, known)).toMatchObject({ steps: [containing("allowPending")] });
    const data = world.digest(SIGNED, "volumes/data");
    const held = "web waits for signatures: 0 of 2, missing 7, 11, 14";
    expect(await world.ensures(known.id, data)).toEqual({ held });
    world.sign(subject(), "bob");
    world.sign(subject(), "carol");
    const agreed = await world.update(known, inputs);
    expect(agreed.outputs).toMatchObject({ nextAction: "deploy", recorded: ["node1", "node2"] });
    expect(await world.ensures(known.id, data)).toBeUndefined();
  });

  it("that never was one leaves nothing behind", async () => {
    const known = await world.create(world.inputs(SIGNED, { allowPending: true }));
    await world.delete(known);
  });
});

describe("a document that was agreed to", () => {
  it("is recorded with its signatures, and lets just its own content pass", async () => {
    const { id, outputs } = await deployed();
    expect(outputs).toMatchObject({ nextAction: "deploy", signed: ["11", "14"], missing: [] });
    expect(JSON.parse(world.records.get(`node1/${id}`) ?? "")).toMatchObject({
      name: "web",
      customer: "alice",
      reservation: { id: Number(id), next_action: 3, signatures_provision: [{ tid: 11 }, { tid: 14 }] },
    });
    await world.ensures(id, world.digest(SIGNED, "volumes/data"));
    await expect(world.ensures(id, world.digest(BIGGER, "volumes/data"))).rejects.toThrow(
      "is not what node1's record of the reservation web says",
    );
    world.newProcess();
    world.records.delete(`node1/${id}`);
    await expect(world.ensures(id, world.digest(SIGNED, "volumes/data"))).rejects.toThrow("no record");
  });

  it("shows what changes, and is not changed without new signatures", async () => {
    const known = await deployed();
    const changed = world.inputs(BIGGER);
    const plan = await world.plan(changed, known);
    expect(plan?.steps).toEqual([
      containing("data_reservation.volumes[0].size: 2 (deployed: 1)"),
      containing("waits for signatures: 0 of 2"),
    ]);
    expect(plan?.notes).toEqual(
      expect.arrayContaining([
        containing("signer 11 signed other content"),
        containing("signer 14 signed other content"),
      ]),
    );
    const before = [...world.records];
    await expect(world.update(known, changed)).rejects.toThrow("0 of 2");
    expect([...world.records]).toEqual(before);
    world.sign(world.subject(changed), "bob");
    world.sign(world.subject(changed), "carol");
    const after = await world.update(known, changed);
    expect(after.outputs.recordDigest).not.toBe(known.outputs.recordDigest);
    await world.ensures(known.id, world.digest(BIGGER, "volumes/data"));
    await world.removes(known.id, world.digest(SIGNED, "volumes/data"));
  });

  it("stands while a change of it waits", async () => {
    const known = await deployed();
    const pending = await world.update(known, world.inputs(BIGGER, { allowPending: true }));
    const data = world.digest(SIGNED, "volumes/data");
    expect(await world.ensures(known.id, data)).toBeUndefined();
    await expect(world.removes(known.id, data)).rejects.toThrow("until then it stays as it is");
    expect(await world.ensures(known.id, world.digest(BIGGER, "volumes/data"))).toMatchObject({
      held: containing("web waits for signatures"),
    });
    expect(pending.outputs).toMatchObject({
      nextAction: "sign",
      recorded: ["node1", "node2"],
      recordDigest: known.outputs.recordDigest,
    });
    expect(await world.read(pending)).toMatchObject({ outputs: { recorded: ["node1", "node2"] } });
  });

  it("is taken off nodes that are not in it any more", async () => {
    const known = await deployed();
    const fewer = world.inputs({ ...SIGNED, volumes: { data: VOLUMES.data } });
    world.sign(world.subject(fewer), "bob");
    world.sign(world.subject(fewer), "carol");
    await world.update(known, fewer);
    expect([...world.records.keys()]).toEqual([`node1/${known.id}`]);
  });

  it("is found to be missing or changed, and recorded again", async () => {
    const known = await deployed();
    world.records.delete(`node2/${known.id}`);
    const found = await world.read(known);
    expect(found?.outputs.recorded).toEqual(["node1"]);
    expect(world.lines).toEqual([containing("node2 has no record")]);
    if (found === undefined) throw new Error("is gone");
    const drifted = { ...known, ...found };
    expect(await world.plan(drifted.inputs, drifted)).toMatchObject({ steps: [containing("record it on")] });
    expect((await world.update(drifted, drifted.inputs)).outputs.recorded).toEqual(["node1", "node2"]);
    world.records.set(
      `node1/${known.id}`,
      (world.records.get(`node2/${known.id}`) ?? "").replace("alice", "mallory"),
    );
    expect((await world.read(known))?.outputs.recorded).toEqual(["node2"]);
    world.records.clear();
    expect(await world.read(known)).toBeUndefined();
  });

  it("goes on without a node that does not answer, and catches up", async () => {
    world.node("node2").goDown();
    const known = await deployed();
    expect(known.outputs.recorded).toEqual(["node1"]);
    expect(await world.plan(known.inputs, known)).toMatchObject({ steps: [containing("record it on")] });
    expect((await world.read(known))?.outputs.recorded).toEqual(["node1"]);
    world.node("node2").comeBack();
    expect((await world.update(known, known.inputs)).outputs.recorded).toEqual(["node1", "node2"]);
    world.node("node1").goDown();
    world.node("node2").goDown();
    await expect(world.read(known)).rejects.toMatchObject({ reason: "Unreachable" });
    await expect(world.delete(known)).rejects.toMatchObject({ reason: "Unreachable" });
  });
});

describe("a document for an explorer", () => {
  const backend = "https://explorer.example.com";

  it("has to be signed for that explorer, and is kept nowhere", async () => {
    const inputs = world.inputs(SIGNED, { nodes: [], backend });
    world.sign(subject(), "bob");
    world.sign(world.subject(inputs), "carol");
    await expect(world.create(inputs)).rejects.toThrow(
      "1 of 2, missing 7, 11; signer 11 signed other content",
    );
    world.sign(world.subject(inputs), "bob");
    expect(await world.plan(inputs)).toMatchObject({ steps: ["signed 2 of 2; order its workloads"] });
    const known = await world.create(inputs);
    expect(known.outputs).toMatchObject({ nextAction: "deploy", recorded: [], recordDigest: "" });
    expect(world.records.size).toBe(0);
    expect(await world.plan(inputs, known)).toBeUndefined();
    expect(await world.read(known)).toMatchObject({ outputs: { nextAction: "deploy" } });
    await world.delete(known);
  });

  it.each([
    [{ nodes: [] }, "must name a node"],
    [{ backend, allowPending: true }, "cannot hold workloads back"],
  ])("is refused with %j", (change, said) => {
    const inputs = { ...world.inputs(SIGNED), ...change };
    expect(reservationDocument.problems?.(inputs)).toMatchObject([{ reason: containing(said) }]);
  });
});

describe("the end of a document", () => {
  it("is refused without signatures, workloads first, with the request that signers need", async () => {
    const known = await deployed();
    const data = world.digest(SIGNED, "volumes/data");
    await expect(world.removes(known.id, data)).rejects.toThrow("cannot be deleted: 0 of 2, missing 11, 14");
    await expect(world.delete(known)).rejects.toThrow("signatures/web/delete/request.json");
    expect(world.request("delete").request).toMatchObject({ action: "delete", id: known.id });
    expect(world.records.size).toBe(2);
    const subject = world.subject(known.inputs, "delete");
    world.sign(subject, "bob");
    await expect(world.removes(known.id, data)).rejects.toThrow("1 of 2, missing 14");
    world.sign(subject, "carol");
    await world.removes(known.id, data);
    await world.delete(known);
    expect(world.records.size).toBe(0);
    await world.delete(known);
  });

  it("is not agreed to by those who agreed to the beginning", async () => {
    const known = await deployed();
    world.sign(world.subject(known.inputs, "delete"), "carol");
    copyFileSync("signatures/web/provision/11.json", "signatures/web/delete/11.json");
    await expect(world.delete(known)).rejects.toThrow("1 of 2, missing 11; signer 11 signed");
  });

  it("needs nobody else where the customer alone decides", async () => {
    world.seeds.add("alice");
    const known = await world.create(world.inputs(ORDERED));
    world.seeds.delete("alice");
    await expect(world.delete(known)).rejects.toThrow("0 of 1, missing 7");
    world.seeds.add("alice");
    await world.removes(known.id, world.digest(ORDERED, "volumes/data"));
    await world.delete(known);
  });

  it("comes by itself when the time is over, and nothing of it is brought about then", async () => {
    const expires = new Date((NOW + 100) * 1000).toISOString();
    const known = await deployed({ ...SIGNED, expires });
    const data = world.digest({ ...SIGNED, expires }, "volumes/data");
    await expect(world.removes(known.id, data)).rejects.toThrow("0 of 2");
    world.now = NOW + 101;
    await expect(world.ensures(known.id, data)).rejects.toThrow("which is over");
    await world.removes(known.id, data);
    await world.delete(known);
    expect(world.records.size).toBe(0);
  });

  it("leaves a record alone that a later creation wrote", async () => {
    const first = await deployed();
    const second = await world.create(first.inputs);
    await world.delete(first);
    expect(world.records.size).toBe(2);
    expect(world.lines).toEqual([containing("stays"), containing("stays")]);
    expect(second.token).not.toBe(first.token);
  });

  it("names a record that cannot be read", async () => {
    const known = await deployed();
    world.records.set(`node1/${known.id}`, "{");
    await expect(world.removes(known.id, world.digest(SIGNED, "volumes/data"))).rejects.toThrow(
      "the record of a reservation cannot be read",
    );
  });
});

function subject() {
  return world.subject(world.inputs(SIGNED));
}

/** As when somebody takes one signature for the other. */
function moveDeletion(): void {
  renameSync("signatures/web/delete/14.json", "signatures/web/provision/14.json");
}
