import { Readable } from "node:stream";
import { isNodeError } from "../../../clients/node/errors.js";
import { FakeNode } from "../../../clients/node/fake.js";

const LIST = { name: "list", text: "" };

describe("the pretended node", () => {
  it("answers scripts by name and remembers them, with the lock that was held", async () => {
    const node = new FakeNode({ list: ({ of }) => ({ found: of ?? null }) });
    expect(await node.run(LIST, { of: "x" })).toEqual({ found: "x" });
    await node.exclusively("container web", (locked) =>
      locked.exclusively("inner", (inner) => inner.run(LIST, {})),
    );
    expect(node.calls).toEqual([
      { script: "list", parameters: { of: "x" }, lock: undefined },
      { script: "list", parameters: {}, lock: "container web" },
    ]);
    expect(node.locks).toEqual(["container web"]);
  });

  it("refuses what the real client refuses", async () => {
    const node = new FakeNode({ list: () => null });
    await expect(node.run(LIST, { "not a name": 1 })).rejects.toMatchObject({ reason: "Invalid" });
    await expect(node.run({ name: "other", text: "" }, {})).rejects.toMatchObject({ reason: "ScriptFailed" });
    await expect(node.run(LIST, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      reason: "Cancelled",
    });
  });

  it("fails as planned, before or after the work", async () => {
    let done = 0;
    const node = new FakeNode({ list: () => ++done });
    node.failNext("Unreachable");
    node.failNext("Timeout", { script: "list", after: true });
    await expect(node.run(LIST, {})).rejects.toMatchObject({ reason: "Unreachable" });
    expect(done).toBe(0);
    await expect(node.run(LIST, {})).rejects.toMatchObject({ reason: "Timeout" });
    expect(done).toBe(1);
    expect(await node.run(LIST, {})).toBe(2);
  });

  it("goes down and comes back", async () => {
    const node = new FakeNode({ list: () => null });
    node.goDown();
    for (const call of [
      node.run(LIST, {}),
      node.upload("a", Buffer.from("")),
      node.exclusively("x", () => Promise.resolve()),
    ]) {
      const error: unknown = await call.catch((reason: unknown) => reason);
      expect(isNodeError(error, "Unreachable")).toBe(true);
    }
    node.comeBack();
    expect(await node.run(LIST, {})).toBeNull();
  });

  it("lets one work at a time, and nobody while somebody else holds the lock", async () => {
    const node = new FakeNode({});
    const order: string[] = [];
    await Promise.all(
      ["a", "b"].map((name) =>
        node.exclusively(name, async () => {
          order.push(`${name} begins`);
          await Promise.resolve();
          order.push(`${name} ends`);
        }),
      ),
    );
    expect(order).toEqual(["a begins", "a ends", "b begins", "b ends"]);
    node.lockedBy = "bob@ci (volume)";
    await expect(node.exclusively("c", () => Promise.resolve())).rejects.toMatchObject({ reason: "Locked" });
  });

  it("keeps uploads", async () => {
    const node = new FakeNode({});
    await node.upload("a.bin", Buffer.from("one"));
    await node.upload("b.bin", Readable.from([Buffer.from("t"), Buffer.from("wo")]));
    expect([...node.files].map(([path, bytes]) => [path, bytes.toString()])).toEqual([
      ["a.bin", "one"],
      ["b.bin", "two"],
    ]);
    await expect(node.upload("c", Buffer.from("x"), { sha256: "0" })).rejects.toMatchObject({
      reason: "DigestMismatch",
    });
  });
});
