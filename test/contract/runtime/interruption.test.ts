import { join } from "node:path";
import { ProviderError } from "../../support/provider-process.js";
import { until } from "../../support/until.js";
import { Stage, urnOf } from "./probe/stage.js";

describe("a running create", () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open();
  });
  afterEach(() => stage.close());

  /** Starts a create of three parts and answers when it waits for its second. */
  async function halfWay(name: string): Promise<{ outcome: Promise<unknown>; ended: () => boolean }> {
    let over = false;
    stage.allowPart(name, 1);
    const outcome = stage
      .create(stage.inputs(name, { parts: 3 }))
      .catch((error: unknown) => error)
      .finally(() => (over = true));
    await until(
      "the first part",
      () => stage.objects().includes(`${name}.json`) && stage.object(name).parts === 1,
    );
    return { outcome, ended: () => over };
  }

  it("finishes after the first SIGINT, and the process ends with it", async () => {
    const { outcome, ended } = await halfWay("first");
    stage.provider.signal("SIGINT");
    stage.allowPart("first", 2);
    await until("the second part", () => stage.object("first").parts === 2);
    expect(ended()).toBe(false);
    stage.allowPart("first", 3);
    expect(await outcome).toMatchObject({
      id: "first",
      properties: { path: join(stage.target, "first.json") },
    });
    await stage.provider.exited;
  });

  it("stops at the second SIGINT and says what exists", async () => {
    const { outcome } = await halfWay("second");
    stage.provider.signal("SIGINT");
    // Two signals at once are one; the second is sent when the process has shown that it outlived the first.
    stage.allowPart("second", 2);
    await until("the second part", () => stage.object("second").parts === 2);
    const sent = Date.now();
    stage.provider.signal("SIGINT");
    const error = await outcome;
    expect(Date.now() - sent).toBeLessThan(2_000);
    expect(error).toBeInstanceOf(ProviderError);
    expect((error as ProviderError).partial).toMatchObject({
      id: "second",
      reasons: ["stopped after 2 of 3 parts", expect.stringMatching(/^interrupted\. What was done is kept/)],
    });
    await stage.provider.exited;
  });

  it("is told to stop in time when one SIGINT is all that comes", async () => {
    const { outcome } = await halfWay("lone");
    const sent = Date.now();
    stage.provider.signal("SIGINT");
    expect(await outcome).toBeInstanceOf(ProviderError);
    await stage.provider.exited;
    expect(Date.now() - sent).toBeLessThan(5_000);
  });

  it("stops writing when the engine is killed, and the process ends", async () => {
    const { outcome } = await halfWay("orphan");
    stage.engine.kill();
    expect(await outcome).toBeInstanceOf(ProviderError);
    await stage.provider.exited;
    stage.allowPart("orphan", 2);
    expect(stage.object("orphan").parts).toBe(1);

    await stage.nextCommand();
    for (const part of [1, 2, 3]) stage.allowPart("orphan", part);
    await stage.create(stage.inputs("orphan", { parts: 3 }));
    expect(stage.objects()).toEqual(["orphan.json"]);
    expect(stage.object("orphan").parts).toBe(3);
  });

  it("ends when its time is over, naming what it waited for", async () => {
    stage.allowPart("slow", 1);
    const outcome = stage.create(stage.inputs("slow", { parts: 2, timeouts: { create: 0.3 } }));
    const error: unknown = await outcome.catch((thrown: unknown) => thrown);
    expect((error as ProviderError).partial?.reasons).toEqual([
      "stopped after 1 of 2 parts",
      expect.stringContaining("create did not finish within 0.3 s; it was at: part 2 of 2"),
    ]);
    expect(stage.engine.about(urnOf("slow"), true)).toEqual(["part 1 of 2", "part 2 of 2"]);
  });
});

describe("an idle process", () => {
  it("ends at once with SIGINT, as at the end of every run", async () => {
    const stage = await Stage.open();
    try {
      await stage.create(stage.inputs("idle"));
      const sent = Date.now();
      stage.provider.signal("SIGINT");
      await stage.provider.exited;
      expect(Date.now() - sent).toBeLessThan(1_000);
    } finally {
      await stage.close();
    }
  });
});
