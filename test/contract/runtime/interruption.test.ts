import { join } from "node:path";
import { ProviderError } from "../../support/provider-process.js";
import { until } from "../../support/until.js";
import { Stage, urnOf } from "./probe/stage.js";

/** Each case ends its process, so each has its own. Those that mostly wait run at once. */
async function onStage(act: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = await Stage.open();
  try {
    await act(stage);
  } finally {
    await stage.close();
  }
}

/** Starts a create of three parts and answers when it waits for its second. */
async function halfWay(
  stage: Stage,
  name: string,
): Promise<{ outcome: Promise<unknown>; ended: () => boolean }> {
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

describe("a running create", () => {
  it("finishes after the first SIGINT, and the process ends with it", () =>
    onStage(async (stage) => {
      const { outcome, ended } = await halfWay(stage, "first");
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
    }));

  it("stops at the second SIGINT and says what exists", () =>
    onStage(async (stage) => {
      const { outcome } = await halfWay(stage, "second");
      stage.provider.signal("SIGINT");
      // Two signals at once are one; the second is sent when the process has shown that it outlived the first.
      stage.allowPart("second", 2);
      await until("the second part", () => stage.object("second").parts === 2);
      const sent = Date.now();
      stage.provider.signal("SIGINT");
      const error = await outcome;
      expect(Date.now() - sent).toBeLessThan(2_000);
      expect(error).toBeInstanceOf(ProviderError);
      expect((error as ProviderError).saved).toMatchObject({
        id: "second",
        reasons: [
          "stopped after 2 of 3 parts",
          expect.stringMatching(/^interrupted\. What was done is kept/),
        ],
      });
      await stage.provider.exited;
    }));

  it.concurrent("is told to stop in time when one SIGINT is all that comes", () =>
    onStage(async (stage) => {
      const { outcome } = await halfWay(stage, "lone");
      const sent = Date.now();
      stage.provider.signal("SIGINT");
      expect(await outcome).toBeInstanceOf(ProviderError);
      await stage.provider.exited;
      expect(Date.now() - sent).toBeLessThan(5_000);
    }),
  );

  it.concurrent("stops writing when the engine is killed, and the process ends", () =>
    onStage(async (stage) => {
      const { outcome } = await halfWay(stage, "orphan");
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
    }),
  );
});

describe("a process that nobody interrupts", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  it("ends a create when its time is over, naming what it waited for", async () => {
    stage.allowPart("slow", 1);
    const outcome = stage.create(stage.inputs("slow", { parts: 2, timeouts: { create: 0.3 } }));
    const error: unknown = await outcome.catch((thrown: unknown) => thrown);
    expect((error as ProviderError).saved?.reasons).toEqual([
      "stopped after 1 of 2 parts",
      expect.stringContaining("create did not finish within 0.3 s; it was at: part 2 of 2"),
    ]);
    expect(stage.engine.about(urnOf("slow"), true)).toEqual(["part 1 of 2", "part 2 of 2"]);
  });

  it("ends at once with SIGINT when it is idle, as at the end of every run", async () => {
    await stage.create(stage.inputs("idle"));
    const sent = Date.now();
    stage.provider.signal("SIGINT");
    await stage.provider.exited;
    expect(Date.now() - sent).toBeLessThan(1_000);
  });
});
