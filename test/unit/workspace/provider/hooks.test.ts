import { FAILS } from "../../../contract/workspace/controllers.js";
import { configMap, hook, wave } from "../../../contract/workspace/objects.js";
import { World } from "./world.js";

const DELETE_WHEN_DONE = { "groundplan.dev/hook-delete-policy": "HookSucceeded" };

describe("hooks of a workspace", () => {
  test("run before and after what is applied, wave by wave", async () => {
    const world = new World();
    await world.up(
      world.inputs([
        configMap("b", {}, wave(1)),
        configMap("a"),
        hook("migrate", "PreSync"),
        hook("smoke", "PostSync", DELETE_WHEN_DONE),
      ]),
    );
    expect(world.writesSince(0)).toEqual([
      "apply Job/migrate",
      "patch Job/migrate",
      "apply ConfigMap/a",
      "apply ConfigMap/b",
      "apply Job/smoke",
      "patch Job/smoke",
      "delete Job/smoke",
    ]);
    expect(world.present()).toContain("Job/migrate");
  });

  test("run again only when an object, a hook or an option changed; a new revision alone writes nothing", async () => {
    const world = new World();
    const objects = [configMap("a", { x: "1" }), hook("migrate", "PreSync")];
    const first = await world.up(world.inputs(objects));

    let mark = world.mark;
    const newer = world.inputs(objects, { revision: "1234567890" });
    expect(await world.plan(newer, first)).toMatchObject({ steps: [] });
    const second = await world.up(newer, first);
    expect(world.writesSince(mark)).toEqual([]);
    expect(second.outputs.status).toMatchObject({
      sync: { revision: "1234567890" },
      history: [{ revision: "abcdef0123456789" }, { revision: "1234567890" }],
    });

    await world.cluster.patch(
      { apiVersion: "v1", kind: "ConfigMap", namespace: "shop", name: "a" },
      { data: { x: "by hand" } },
      { type: "merge", fieldManager: "kubectl-edit" },
    );
    const repair = await world.plan(newer, second);
    expect(repair?.steps).toEqual([expect.stringContaining('data.x: "by hand" → "1"')]);
    mark = world.mark;
    await world.up(newer, second);
    expect(new Set(world.writesSince(mark))).toEqual(new Set(["apply ConfigMap/a"]));

    mark = world.mark;
    const third = await world.up(
      world.inputs([configMap("a", { x: "3" }), hook("migrate", "PreSync")]),
      second,
    );
    expect(world.writesSince(mark)).toEqual([
      "delete Job/migrate",
      "apply Job/migrate",
      "patch Job/migrate",
      "apply ConfigMap/a",
    ]);
    expect(third.outputs.status).toMatchObject({ sync: { status: "Synced" } });
  });

  test("that fail before the sync stop it before anything is applied, and SyncFail hooks run", async () => {
    const world = new World();
    const inputs = world.inputs([
      configMap("a"),
      hook("migrate", "PreSync", { [FAILS]: "true" }),
      hook("alarm", "SyncFail"),
    ]);
    const failed = await world.upFailing(inputs);
    expect(failed.reasons.join()).toContain("one or more synchronization tasks completed unsuccessfully");
    expect(world.present()).not.toContain("ConfigMap/a");
    expect(world.present()).toContain("Job/alarm");
    expect(failed.outputs.status).toMatchObject({ operationState: { phase: "Failed" } });
  });
});

test("hooks of the deletion run around it, and nothing is left", async () => {
  const world = new World();
  const known = await world.up(
    world.inputs([
      configMap("a"),
      configMap("b", {}, wave(1)),
      hook("drain", "PreDelete"),
      hook("bye", "PostDelete"),
    ]),
  );
  expect(world.present()).not.toContain("Job/drain");
  const mark = world.mark;
  await world.delete(known);
  expect(world.writesSince(mark)).toEqual([
    "apply Job/drain",
    "patch Job/drain",
    "delete ConfigMap/b",
    "delete ConfigMap/a",
    "apply Job/bye",
    "patch Job/bye",
    "delete Job/drain",
    "delete Job/bye",
  ]);
  expect(world.present()).toEqual([]);
});
