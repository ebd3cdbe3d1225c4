import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { lockScript } from "../../../clients/node/scripts/lock.sh.js";
import { until } from "../../support/until.js";
import { failure, HELLO, NodeScene, script } from "./scene.js";
import { SERVER, type TestSshd } from "./sshd.js";

const scene = new NodeScene();
let server: TestSshd;

beforeAll(async () => {
  server = await scene.server();
});

afterAll(() => scene.close());

/** A promise that a test resolves. */
function gate(): { readonly opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe(`the node's lock over ${SERVER}`, () => {
  it("keeps another client waiting, and tells it who works, on what and for how long", async () => {
    const ann = await scene.client(server, { lockedBy: "ann@laptop" });
    const bob = await scene.client(server, { lockedBy: "bob@ci" });
    const done = gate();
    const waited: string[] = [];
    const order: string[] = [];
    const first = ann.exclusively("container web", async (node) => {
      await node.run(HELLO, {});
      await done.opened;
      order.push("ann");
    });
    await until("ann's lock", () => existsSync(path.join(scene.folder, "run", "holder")));
    const second = bob.exclusively(
      "volume data",
      async (node) => {
        order.push("bob");
        return node.run(HELLO, {});
      },
      { onWait: (holder) => waited.push(holder) },
    );
    await until("bob to be told", () => waited.length > 0);
    expect(waited[0]).toMatch(/^ann@laptop \(container web\), for \d+ s$/);
    done.open();
    await first;
    expect(await second).toHaveProperty("hello");
    expect(order).toEqual(["ann", "bob"]);
  });

  it("is not awaited for ever", async () => {
    const [ann, bob] = await Promise.all([scene.client(server), scene.client(server)]);
    const done = gate();
    const first = ann.exclusively("network\nmesh", () => done.opened);
    await until("the lock", () => existsSync(path.join(scene.folder, "run", "holder")));
    const refused = await failure(bob.exclusively("other", () => Promise.resolve(), { timeoutMs: 2_500 }));
    expect(refused).toMatchObject({ reason: "Locked" });
    expect(refused.message).toMatch(/is locked by ann@laptop \(network mesh\), for \d+ s; waited 2.5 s/);
    const signal = AbortSignal.timeout(300);
    expect(await failure(bob.exclusively("other", () => Promise.resolve(), { signal }))).toMatchObject({
      reason: "Cancelled",
    });
    done.open();
    await first;
  });

  it("is one at a time in this process too, in the order of asking", async () => {
    const node = await scene.client(server);
    const order: number[] = [];
    let inside = 0;
    await Promise.all(
      [1, 2, 3, 4, 5].map((index) =>
        node.exclusively(`work ${index}`, async (locked) => {
          inside++;
          expect(inside).toBe(1);
          await locked.run(HELLO, {});
          order.push(index);
          inside--;
        }),
      ),
    );
    expect(order).toEqual([1, 2, 3, 4, 5]);
    await until("the lock to be free", () => !existsSync(path.join(scene.folder, "run", "holder")));
  });

  it("is free again when the work fails, and is there already inside itself", async () => {
    const node = await scene.client(server);
    await expect(node.exclusively("a", () => Promise.reject(new Error("no disk")))).rejects.toThrow(
      "no disk",
    );
    const answer = await node.exclusively("b", (locked) =>
      locked.exclusively("c", (inner) => inner.run(HELLO, {})),
    );
    expect(answer).toHaveProperty("hello");
  });

  it("goes with the connection of its holder, whose work then goes no further", async () => {
    const proxy = await scene.proxy(server);
    const ann = await scene.client(server, { port: proxy.port });
    const bob = await scene.client(server);
    const [begun, done] = [gate(), gate()];
    const first = failure(
      ann.exclusively("long work", async (node) => {
        await node.run(HELLO, {});
        begun.open();
        await done.opened;
        await node.run(HELLO, {});
      }),
    );
    await begun.opened;
    proxy.cut();
    expect(await bob.exclusively("next", (node) => node.run(HELLO, {}))).toHaveProperty("hello");
    done.open();
    const refused = await first;
    expect(refused).toMatchObject({ reason: "Unreachable" });
    expect(refused.message).toContain(`the node's lock for "long work" was lost`);
    expect(await ann.exclusively("again", (node) => node.run(HELLO, {}))).toHaveProperty("hello");
  });

  it("goes from a holder that has been silent for too long, though its connection stands", async () => {
    const run = path.join(scene.folder, "silent");
    const holder = spawn("sh", ["-euc", lockScript({ run, state: run }, 1)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const ended = new Promise((resolve) => holder.once("exit", resolve));
    let said = "";
    holder.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    holder.stdin.write("ann@laptop\nnothing\n");
    await until("the lock", () => said === "held\n");
    await ended;
    expect(existsSync(path.join(run, "holder"))).toBe(false);
  });

  it("waits for the script of a holder that is gone", async () => {
    const proxy = await scene.proxy(server);
    const ann = await scene.client(server, { port: proxy.port });
    const bob = await scene.client(server);
    const folder = path.join(scene.folder, "orphan");
    const text = `mkdir "$folder"; while [ ! -e "$folder/stop" ]; do sleep 0.1; done; touch "$folder/ended"\nanswer flag ok true`;
    const first = failure(ann.exclusively("orphan", (node) => node.run(script(text), { folder })));
    await until("the script", () => existsSync(folder));
    proxy.cut();
    expect(await first).toMatchObject({ reason: "Unreachable" });
    let isIn = false;
    const waited: string[] = [];
    const second = bob.exclusively(
      "next",
      async () => {
        isIn = true;
        expect(existsSync(path.join(folder, "ended"))).toBe(true);
        return Promise.resolve();
      },
      { onWait: (holder) => waited.push(holder) },
    );
    await until("bob to wait", () => waited.some((holder) => holder.includes("lost the connection")));
    expect(isIn).toBe(false);
    await bob.run(script('touch "$folder/stop"\nanswer flag ok true'), { folder });
    await second;
  });

  it("is handed on without being taken anew, under the name of the next work", async () => {
    const node = await scene.client(server);
    const holder = path.join(scene.folder, "run", "holder");
    const done = gate();
    const first = node.exclusively("first", () => done.opened);
    await until("the lock", () => existsSync(holder) && readFileSync(holder, "utf8").includes("(first)"));
    const second = node.exclusively("second", async () => {
      await until("the next name", () => readFileSync(holder, "utf8").includes("(second)"));
    });
    await pause(0);
    done.open();
    await Promise.all([first, second]);
  });
});
