import { engines } from "../support/processes.js";
import { faultScene } from "../support/fault-scene.js";
import { finished, killGroup } from "../support/stack.js";
import { until } from "../support/until.js";

describe("an up that is cut short", () => {
  const scene = faultScene("faults");

  // The long form, at twenty points each, runs in the soak tier.
  test("provider processes killed after seven writes: the next up converges", async () => {
    const { killed, run } = await scene.killProviders(7);
    expect(killed).toBeGreaterThan(0);
    expect(run.code).not.toBe(0);
    await scene.converges();
  });

  test("the engine killed after ten writes: its lock is removed and the next up converges", async () => {
    const { killed } = await scene.killEngine(10);
    expect(killed).toBeGreaterThan(0);
    await scene.converges();
  });

  test("a lock whose process lives is respected", async () => {
    const child = scene.stack.startMake("up");
    const first = finished(child);
    await until("the first run to hold its lock", () => engines(scene.stack.folder).length > 0);
    const second = await scene.stack.make("up");
    expect(second.code).not.toBe(0);
    expect(second.output).toMatch(/another pulumi \(process \d+\) is working on this stack|currently locked/);
    expect(await first).toMatchObject({ code: 0 });
  });

  test("an interrupt lets running steps finish; the next up converges", async () => {
    const mark = scene.audit.mark();
    const child = scene.stack.startMake("up");
    const result = finished(child);
    await until("the first write", () => scene.audit.ourWritesSince(mark).length > 0);
    killGroup(child, "SIGINT");
    expect((await result).code).not.toBe(0);
    await scene.converges();
  });

  test("the API server killed during up: the error names it, and the next up converges", async () => {
    const mark = scene.audit.mark();
    const child = scene.stack.startMake("up");
    const result = finished(child);
    await until("five writes", () => scene.audit.ourWritesSince(mark).length >= 5);
    await scene.lab.kill("kube-apiserver");
    const run = await result;
    expect(run.code).not.toBe(0);
    expect(run.output).toMatch(/127\.0\.0\.1:\d+/);
    await scene.lab.up();
    await scene.converges();
  });
});
