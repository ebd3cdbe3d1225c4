import { dynamicProviders, engines, type RunningProcess } from "../support/processes.js";
import { finished } from "../support/stack.js";
import { until } from "../support/until.js";
import { RolloutScene } from "../support/vimana-rollout-scene.js";

const STEPS = [{ weight: 20, pause: "2s" }, { weight: 50, pause: "30s" }, { weight: 100 }];

describe("a rollout that is cut off", () => {
  const scene = new RolloutScene("rollout-resume", { "1.0.0": {}, "1.1.0": {} });

  const both = (folder: string) => [...dynamicProviders(folder), ...engines(folder)];
  test.each<[string, string, string, (folder: string) => RunningProcess[]]>([
    ["with engine and provider", "1.0.0", "1.1.0", both],
    ["with the provider alone", "1.1.0", "1.0.0", dynamicProviders],
    ["with the engine alone", "1.0.0", "1.1.0", engines],
  ])("%s goes on from its step, and loses no call", async (_what, from, to, victims) => {
    const start = scene.route.moments.length;
    scene.serve({ rollout: { to, deadline: "5m", steps: STEPS } });
    const load = scene.underLoad({ streams: 5, streamSeconds: 10 });
    const child = scene.stack.startMake("up");
    const run = finished(child);
    await until("the second step", () => scene.route.rollouts(start).includes("Progressing 2"), 180_000);
    const targets = victims(scene.stack.folder);
    expect(targets.length).toBeGreaterThan(0);
    for (const { pid } of targets) process.kill(pid, "SIGKILL");
    expect((await run).code).not.toBe(0);
    await until("the end of the provider", () => dynamicProviders(scene.stack.folder).length === 0);
    const both = [`${from}=1 ${to}=1`, `${to}=1 ${from}=1`];
    expect(both).toContain(scene.route.now?.weights);
    expect(scene.route.rollouts(start)).toEqual(["Progressing 1", "Progressing 2"]);

    const cutOff = scene.route.moments.length;
    await scene.make("up");
    expect(scene.route.rollouts(cutOff).filter((moment) => moment === "Progressing 1")).toEqual([]);
    expect(scene.route.now).toEqual({ weights: `${to}=1`, rollout: "Succeeded 3" });
    expect(scene.route.weights(start)).toHaveLength(3);
    const report = await load.stop();
    expect(report.failures).toEqual([]);
    expect(Object.keys(report.streams)).toEqual(["OK"]);
    expect(await scene.changes()).toEqual([]);
    expect((await scene.stack.state()).pending_operations ?? []).toEqual([]);
  });
});
