import fc from "fast-check";
import { PartialFailure } from "../../../providers/runtime/failure.js";
import { Pieces, type Piece } from "./together-world.js";

let pieces: Pieces;

beforeEach(() => {
  pieces = new Pieces();
});

afterEach(() => pieces.node.close());

function failureOf(result: PromiseSettledResult<unknown> | undefined): unknown {
  return result?.status === "rejected" ? result.reason : undefined;
}

describe("what comes at the same time", () => {
  test("shares one lock and one script, and the whole is made once", async () => {
    const made = await Promise.all(["a", "b", "c", "d"].map((value) => pieces.create(value, value)));
    expect(made.map(({ state }) => state.outputs)).toEqual(
      ["a", "b", "c", "d"].map((value, index) => ({ workloadId: made[index]?.id, drift: [], value })),
    );
    expect(pieces.node.ran).toEqual(["piece-group"]);
    expect(pieces.node.locks).toEqual(["piece a, b, c and 1 more"]);
    expect([await pieces.times(), await pieces.whole()]).toEqual([1, ["a", "b", "c", "d"]]);
  });

  test("of 300 creations needs two scripts, since one would keep others waiting", async () => {
    const names = Array.from({ length: 300 }, (_, index) => `piece${index}`);
    const made = await Promise.all(names.map((name) => pieces.create(name, name)));
    expect(new Set(made.map(({ id }) => id)).size).toBe(300);
    expect(made.every(({ state, name }) => state.outputs.value === name)).toBe(true);
    expect(pieces.node.ran).toEqual(["piece-group", "piece-group"]);
    expect((await pieces.whole()).length).toBe(300);
    expect(await pieces.times()).toBe(2);
  }, 180_000);

  test("may be creations, changes and removals", async () => {
    const [first, second] = await Promise.all([pieces.create("first", "1"), pieces.create("second", "2")]);
    const [changed, , third] = await Promise.all([
      pieces.update(first, "one"),
      pieces.remove(second),
      pieces.create("third", "3"),
    ]);
    expect(pieces.node.ran).toEqual(["piece-group", "piece-group"]);
    expect(await pieces.whole()).toEqual(["3", "one"]);
    expect((await pieces.read(changed))?.outputs.value).toBe("one");
    expect(await pieces.read(second)).toBeUndefined();
    expect((await pieces.read(third))?.outputs.drift).toEqual([]);
  });
});

describe("one that fails", () => {
  test("fails alone, and is remembered where the node has a record of it", async () => {
    const [good, bad] = await Promise.allSettled([
      pieces.create("good", "good"),
      pieces.create("worse", "bad", { password: "hunter2-secret" }),
    ]);
    expect(good.status).toBe("fulfilled");
    const failure = failureOf(bad);
    if (!(failure instanceof PartialFailure)) throw failure;
    expect(failure.message).toContain(
      "the script piece-ensure failed with exit code 1: the value is bad; the password was [secret]",
    );
    expect(failure.outputs["drift"]).toEqual(["setup: not finished"]);
    expect(await pieces.whole()).toEqual(["good"]);
  });

  test("for what spoils the whole is taken back, and the others stand", async () => {
    const results = await Promise.allSettled(
      ["a", "poison", "b", "poison", "c"].map((value, index) => pieces.create(`piece${index}`, value)),
    );
    expect(results.map(({ status }) => status)).toEqual([
      "fulfilled",
      "rejected",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    expect(String(failureOf(results[1]))).toContain("poison spoils the whole");
    expect(await pieces.whole()).toEqual(["a", "b", "c"]);
    expect(pieces.node.ran).toEqual(["piece-group"]);
  });

  test("has what it had before a change, and is work of the next update", async () => {
    const piece = await pieces.create("piece", "old");
    await expect(pieces.update(piece, "poison")).rejects.toThrow("poison spoils the whole");
    const now = await pieces.read(piece);
    expect(now).toEqual({
      inputs: piece.state.inputs,
      outputs: { workloadId: piece.id, value: "old", drift: ["setup: not finished"] },
    });
    const again = await pieces.update(piece, "new");
    expect((await pieces.read(again))?.outputs.drift).toEqual([]);
    expect(await pieces.whole()).toEqual(["new"]);
  });

  test("to be removed stays, with its record", async () => {
    const piece = await pieces.create("piece", "here");
    await pieces.node.say(`mkdir "$state_folder/w/other"; echo poison >"$state_folder/w/other/piece"`);
    await expect(pieces.remove(piece)).rejects.toThrow("poison spoils the whole");
    expect(await pieces.read(piece)).toEqual(piece.state);
    await pieces.node.say(`rm -r "$state_folder/w/other"`);
    await pieces.remove(piece);
    expect(await pieces.whole()).toEqual([]);
    expect(await pieces.node.say(`ls "$state_folder/w"`)).toBe("");
  });
});

test("one that a later creation holds is not removed", async () => {
  const former = await pieces.create("piece", "former");
  const later = await pieces.create("piece", "later");
  await pieces.remove(former);
  expect(pieces.warnings).toEqual([
    `${former.id} on node1 is held by abc123/shop/dev/piece and is left alone`,
  ]);
  expect((await pieces.read(later))?.outputs.value).toBe("later");
});

test("a connection that breaks leaves what a later creation takes up, and nothing twice", async () => {
  pieces.node.failAfter = "Unreachable";
  const failures = await Promise.allSettled(["a", "b"].map((value) => pieces.create(value, value)));
  const remembered = failures.map(failureOf);
  expect(remembered.every((failure) => failure instanceof PartialFailure)).toBe(true);
  const [first] = remembered;
  if (!(first instanceof PartialFailure)) throw new Error("nothing is remembered");
  const again = await pieces.create("a", "a");
  expect(again.id).toBe(first.id);
  expect(await pieces.whole()).toEqual(["a", "b"]);
});

test("a gate lets some pass, holds others back and refuses others", async () => {
  await pieces.node.close();
  pieces = new Pieces({
    beforeEnsure: ({ resource }) => {
      if (resource === "refused") return Promise.reject(new Error("not signed"));
      return Promise.resolve(resource === "held" ? { held: "waits for 11" } : undefined);
    },
    beforeRemove: () => Promise.reject(new Error("may not be removed")),
  });
  const [made, held, refused] = await Promise.allSettled([
    pieces.create("made", "made"),
    pieces.create("held", "held"),
    pieces.create("refused", "refused"),
  ]);
  expect(made.status).toBe("fulfilled");
  expect(held.status === "fulfilled" && held.value.state.outputs.drift).toEqual(["waits for 11"]);
  expect(String(failureOf(refused))).toContain("not signed");
  expect(await pieces.whole()).toEqual(["made"]);
  if (made.status === "fulfilled")
    await expect(pieces.remove(made.value)).rejects.toThrow("may not be removed");
});

test("one that is cancelled while it waits for its group is not begun", async () => {
  const controller = new AbortController();
  const made = pieces.create("made", "made");
  const cancelled = pieces.create("cancelled", "cancelled", {}, controller.signal);
  const outcome = expect(cancelled).rejects.toThrow("no more");
  await new Promise(setImmediate);
  controller.abort(new Error("no more"));
  await outcome;
  await made;
  expect(await pieces.whole()).toEqual(["made"]);
});

test("a group comes out as its members would one by one", async () => {
  const value = fc.constantFrom("a", "b", "bad", "poison");
  await fc.assert(
    fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 5 }), async (values) => {
      const together = new Pieces();
      const alone = new Pieces();
      try {
        const name = (index: number): string => `piece${index}`;
        const atOnce = await Promise.allSettled(
          values.map((each, index) => together.create(name(index), each)),
        );
        const inTurn: PromiseSettledResult<Piece>[] = [];
        for (const [index, each] of values.entries())
          inTurn.push(...(await Promise.allSettled([alone.create(name(index), each)])));
        expect(atOnce.map(({ status }) => status)).toEqual(inTurn.map(({ status }) => status));
        const kept = values.filter((each) => each === "a" || each === "b").sort();
        if (kept.length > 0) {
          expect(await together.whole()).toEqual(kept);
          expect(await alone.whole()).toEqual(kept);
        }
      } finally {
        await together.node.close();
        await alone.node.close();
      }
    }),
    { numRuns: 8 },
  );
});
