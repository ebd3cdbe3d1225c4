import type { KubeObject } from "../../clients/kubernetes/types.js";
import { killAfterWrites, type KilledRun } from "../support/kill-points.js";
import { dynamicProviders, engines, programs } from "../support/processes.js";
import { finished } from "../support/stack.js";
import { until } from "../support/until.js";
import { configMap, job, yaml } from "../support/workspace-manifests.js";
import { workspaceScene } from "../support/workspace-scene.js";
import { hookRunsSince } from "../support/workspace-soak-hooks.js";

const NAME = "kill-points";
const COUNT = 200;
const WAVES = 4;
const HOOKS = ["before", "between", "after"];

// From the first write to the last: objects, hooks, and what the workspace records of itself.
const TWENTY = Array.from({ length: 20 }, (_, index) => 1 + index * 11);

/** Waves of ConfigMaps with a hook before, between and after them. */
function files(edition: string, count: number): Record<string, string> {
  const settings = Array.from({ length: COUNT }, (_, index): [string, string | undefined] => {
    const wave = String(index % WAVES);
    const object = configMap(`settings-${index}`, { edition }, { "sync-wave": wave });
    return [`settings-${index}.yaml`, index < count ? yaml(object) : undefined];
  });
  const hooks = yaml(
    job("before", "true", { hook: "PreSync" }),
    job("between", "true", { hook: "Sync", "sync-wave": "2" }),
    job("after", "true", { hook: "PostSync" }),
  );
  return { ...(Object.fromEntries(settings) as Record<string, string>), "hooks.yaml": hooks };
}

describe(`kill -9 in a sync of ${COUNT} objects`, () => {
  const scene = workspaceScene(NAME);

  afterEach(async () => {
    await scene.make("destroy");
    expect(await settingsThere()).toEqual([]);
  });

  test.each(TWENTY)("provider processes, then the engine, killed after %i writes", async (writes) => {
    scene.repository.commit(files("first", COUNT));
    scene.declare({ prune: true });
    await killed(writes, "first", COUNT, dynamicProviders);

    scene.repository.commit(files("second", COUNT - 5));
    await killed(writes, "second", COUNT - 5, engines);
  });

  test("the API server restarted in a wave", async () => {
    scene.repository.commit(files("first", COUNT));
    scene.declare({ prune: true });
    const mark = scene.audit.mark();
    const run = finished(scene.stack.startMake("up"));
    await until("half of the writes", () => scene.audit.ourWritesSince(mark).length >= COUNT / 2);
    await scene.lab.kill("kube-apiserver");
    await scene.lab.up();
    await run;
    await converges(mark, "first", COUNT);
  });

  /** Kills an `up`, and asserts that the next one brings about what the killed one was to. */
  async function killed(
    writes: number,
    edition: string,
    count: number,
    victims: typeof engines,
  ): Promise<KilledRun> {
    const mark = scene.audit.mark();
    const run = await killAfterWrites(scene.stack, scene.audit, writes, victims);
    expect(run.killed).toBeGreaterThan(0);
    await until(
      "what the engine has started to end",
      () => [...dynamicProviders(scene.stack.folder), ...programs(scene.stack.folder)].length === 0,
    );
    await converges(mark, edition, count);
    return run;
  }

  /** Nothing is lost or doubled, each hook ran once, and nothing remains to be done. */
  async function converges(mark: number, edition: string, count: number): Promise<void> {
    await scene.make("up");
    const there = await settingsThere();
    expect(there.map(({ metadata }) => metadata.name).sort()).toEqual(
      Array.from({ length: count }, (_, index) => `settings-${index}`).sort(),
    );
    expect(new Set(there.map(({ data }) => (data as Record<string, unknown>)["edition"]))).toEqual(
      new Set([edition]),
    );
    expect(hookRunsSince(scene.audit, mark, NAME)).toEqual([...HOOKS].sort());
    expect((await scene.stack.state()).pending_operations ?? []).toEqual([]);
    expect((await scene.stack.preview()).changes).toEqual([]);
  }

  async function settingsThere(): Promise<KubeObject[]> {
    const gvk = { group: "", version: "v1", kind: "ConfigMap" };
    const { items } = await scene.kubernetes.list(gvk, { namespace: NAME });
    return items.filter(({ metadata }) => metadata.name?.startsWith("settings-"));
  }
});
