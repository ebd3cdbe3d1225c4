import { prometheusUrl } from "../../support/gateway.js";
import { expectChanges } from "../../support/vimana-changes.js";
import { RolloutScene } from "../../support/vimana-rollout-scene.js";

const NAME = "rollout";
const VERSIONS = ["1.0.0", "1.1.0"];
const STREAMS = 20;
const PAUSED = [{ weight: 25, pause: "forever" }, { weight: 100 }];

describe("a rollout", () => {
  const scene = new RolloutScene(NAME, { "1.0.0": {}, "1.1.0": {} });

  test("takes over from weights, moves calls step by step, and loses none; neither does its own removal", async () => {
    const figure = await scene.figureOf("1.1.0");
    const address = prometheusUrl(scene.lab);
    scene.serve({
      rollout: {
        to: "1.1.0",
        deadline: "5m",
        steps: [
          { weight: 10, pause: "3s", checks: ["errors", "reachable"] },
          { weight: 50, checks: ["errors"] },
          { weight: 100 },
        ],
        checks: {
          errors: {
            prometheus: { address, query: `${figure("error")} / ${figure("total")}` },
            successWhen: "< 0.01",
            interval: "1s",
            count: 3,
            inconclusiveLimit: 60,
          },
          reachable: { http: { url: `${address}/-/ready` }, interval: "1s" },
        },
      },
    });
    const preview = await scene.make("preview");
    expect(preview).toContain("rollout of cart to 1.1.0 from 1.0.0 100%");
    expect(preview).toContain("step 1 of 3: 10% on 1.1.0, 3 s, check errors and reachable");
    expect(preview).toContain("step 2 of 3: 50% on 1.1.0, check errors");
    expect(preview).toContain("step 3 of 3: 100% on 1.1.0");

    const load = scene.underLoad({ streams: STREAMS, streamSeconds: 60 });
    const output = await scene.make("up");
    expect(output).toContain("step 2 of 3: 1.0.0 50%, 1.1.0 50%");
    expect(scene.route.weights()).toEqual(["1.0.0=1", "1.0.0=9 1.1.0=1", "1.0.0=1 1.1.0=1", "1.1.0=1"]);
    expect(scene.route.rollouts()).toEqual([
      "",
      "Progressing 1",
      "Progressing 2",
      "Progressing 3",
      "Succeeded 3",
    ]);
    expect(await scene.summary()).toMatchObject({ shop: { cart: { weights: ["1.1.0 100%"] } } });
    expect(await scene.changes()).toEqual([]);

    scene.serve({ weights: { "1.1.0": 1 } });
    expectChanges(await scene.changes(), [`update Traffic ${NAME}/shop/cart`]);
    await scene.make("up");
    expect(scene.route.now).toEqual({ weights: "1.1.0=1", rollout: "" });
    const report = await load.stop();
    expect(report.failures).toEqual([]);
    expect(Object.keys(report.calls)).toEqual(["OK"]);
    expect(Object.keys(report.streams)).toEqual(["OK"]);
    expect(report.streams["OK"]).toBeGreaterThanOrEqual(STREAMS);
    expect(Object.keys(report.versions).sort()).toEqual(VERSIONS);
  });

  test("that pauses for ever ends the update, and goes on when it is promoted", async () => {
    const from = scene.route.moments.length;
    scene.serve({ rollout: { to: "1.0.0", deadline: "5m", steps: PAUSED } });
    expect(await scene.make("up")).toContain("paused at step 1 of 2; set promote: true to go on");
    expect(scene.route.now).toEqual({ weights: "1.0.0=1 1.1.0=3", rollout: "Paused 1" });

    const mark = scene.audit.mark();
    expect(await scene.make("preview")).toContain("paused at step 1 of 2");
    await scene.make("up");
    expect(scene.audit.ourWritesSince(mark)).toEqual([]);

    scene.serve({ rollout: { to: "1.0.0", deadline: "5m", steps: PAUSED, promote: true } });
    await scene.make("up");
    expect(scene.route.rollouts(from)).toEqual(["Progressing 1", "Paused 1", "Progressing 2", "Succeeded 2"]);
    expect(scene.route.now?.weights).toBe("1.0.0=1");
  });

  test("that is aborted goes back to the weights from before", async () => {
    scene.serve({ rollout: { to: "1.1.0", deadline: "5m", steps: PAUSED } });
    await scene.make("up");
    expect(scene.route.now).toEqual({ weights: "1.0.0=3 1.1.0=1", rollout: "Paused 1" });
    scene.serve({ rollout: { to: "1.1.0", deadline: "5m", steps: PAUSED, abort: true } });
    expect(await scene.make("preview")).toContain(
      "rollout to 1.1.0 aborted at step 1 of 2: calls back to 1.0.0 100%",
    );
    await scene.make("up");
    expect(scene.route.now).toEqual({ weights: "1.0.0=1", rollout: "Aborted 1" });
    expect(await scene.changes()).toEqual([]);
  });

  test("to a version that served lately is made at once", async () => {
    const steps = [{ weight: 25, pause: "1h" }, { weight: 100 }];
    scene.serve({ rollout: { to: "1.1.0", deadline: "2h", steps, rollbackWindow: 1, retry: "back" } });
    expect(await scene.make("preview")).toContain("all calls back to 1.1.0 at once, which has served before");
    await scene.make("up");
    expect(scene.route.now?.weights).toBe("1.1.0=1");
    expect(await scene.call()).toMatchObject({ code: "OK" });
  });
});
