import { formatProblem } from "../../../../model/shared/problem.js";
import { buildDeletion } from "../../../../model/workspace/sync/deletion.js";
import { DEFAULT_SYNC_OPTIONS } from "../../../../model/workspace/sync/options.js";
import { emptyTargetsProblem } from "../../../../model/workspace/sync/preconditions.js";
import { hook, manifest, widgetDefinition, withOptions } from "./manifests.js";
import { MemoryCluster } from "./memory-cluster.js";
import { OPERATION, type Sync, tasksOf } from "./operation.js";

const web = manifest("Deployment", "web");
const widget = manifest("Widget", "w");
const noWidgets = {
  serves: ({ kind }: { kind: string }): boolean => kind !== "Widget",
  hasNamespace: (): boolean => true,
};
const noNamespaces = { serves: (): boolean => true, hasNamespace: (): boolean => false };

function built(
  targets: Parameters<typeof tasksOf>[1],
  sync: Sync = {},
): { skipped: string[]; problems: string[] } {
  const { tasks, problems } = tasksOf(new MemoryCluster(), targets, sync);
  return {
    skipped: tasks.flatMap(({ skipDryRun }) => skipDryRun ?? []),
    problems: problems.map(formatProblem),
  };
}

describe("objects of a kind that the server does not serve", () => {
  it("are not tried when the same sync brings the definition", () => {
    expect(built([widget, widgetDefinition()], { cluster: noWidgets })).toEqual({
      skipped: ["its kind is defined by CustomResourceDefinition widgets.example.org of this sync"],
      problems: [],
    });
  });

  it.each([
    [widget, ["SkipDryRunOnMissingResource=true"]],
    [withOptions(widget, "SkipDryRunOnMissingResource=true"), []],
  ])("are not tried when an option says so", (target, syncOptions) => {
    expect(built([target], { cluster: noWidgets, syncOptions })).toEqual({
      skipped: ["its kind is not served yet (SkipDryRunOnMissingResource=true)"],
      problems: [],
    });
  });

  it("are refused otherwise, together with everything else that is wrong", () => {
    const targets = [widget, withOptions(manifest("Widget", "v"), "SkipDryRunOnMissingResource=yes"), web];
    const fix =
      "correct apiVersion and kind, add the CustomResourceDefinition, or set SkipDryRunOnMissingResource=true";
    expect(built(targets, { cluster: noWidgets }).problems).toEqual([
      `Widget shop/w: the server does not serve Widget in example.org/v1 (${fix})`,
      `Widget shop/v: the server does not serve Widget in example.org/v1 (${fix})`,
      'Widget shop/v: sync option SkipDryRunOnMissingResource cannot be "yes" (write SkipDryRunOnMissingResource=true or SkipDryRunOnMissingResource=false)',
    ]);
  });

  it("are refused when the definition serves other versions", () => {
    const newer = { ...widget, apiVersion: "example.org/v2" };
    expect(built([newer, widgetDefinition()], { cluster: noWidgets }).problems).toEqual([
      "Widget shop/w: the server does not serve Widget in example.org/v2 (CustomResourceDefinition widgets.example.org serves v1)",
    ]);
  });
});

describe("objects of a namespace that does not exist", () => {
  it.each([
    ["is among the objects", [web, manifest("Namespace", "shop")], {}],
    ["is made by the sync", [web], { namespaceToMake: { name: "shop" } }],
  ])("are not tried when it %s", (_name, targets, sync) => {
    expect(built(targets, { cluster: noNamespaces, ...sync })).toEqual({
      skipped: ["its namespace is created by this sync"],
      problems: [],
    });
  });

  it("are refused otherwise, unless nobody may know", () => {
    expect(built([web], { cluster: noNamespaces }).problems).toEqual([
      'Deployment shop/web: namespace "shop" does not exist (add the Namespace to the objects, or set the sync option CreateNamespace=true)',
    ]);
    expect(built([web], { cluster: { ...noNamespaces, hasNamespace: () => undefined } }).problems).toEqual(
      [],
    );
  });
});

describe("what is wrong with objects", () => {
  it("is an error without a name", () => {
    const unnamed = manifest("ConfigMap", "");
    unnamed.metadata = { generateName: "c-", namespace: "shop" };
    const namelessHook = hook("PreSync", "");
    delete namelessHook.metadata.name;
    expect(built([unnamed, namelessHook]).problems).toEqual([
      "ConfigMap shop/: has only a generateName (c-), so that every sync would create another one (give it a name, or make it a hook)",
      "Job shop/: has no name (give it a name)",
    ]);
  });

  it("is an error when two would be the same object", () => {
    const clash = manifest("Job", "sync-job");
    const { problems } = tasksOf(new MemoryCluster(), [clash, hook("Sync", "sync-job")]);
    expect(problems.map(formatProblem)).toEqual([
      "Job shop/sync-job: would be written twice in the phase Sync (give one of the two another name)",
    ]);
  });

  it("is a warning in annotations that do not count", () => {
    const odd = withOptions(
      manifest("ConfigMap", "c", { annotations: { "sync-wave": "first" } }),
      "Prune=no",
    );
    const { problems } = tasksOf(new MemoryCluster(), [odd]);
    expect(problems.map(({ severity }) => severity)).toEqual(["warning", "warning"]);
    expect(problems.map(formatProblem)).toEqual([
      'ConfigMap shop/c: sync option Prune cannot be "no" (write Prune=true or Prune=false or Prune=confirm)',
      'ConfigMap shop/c: sync-wave "first" is no whole number (write a number, as -1 or 3)',
    ]);
  });
});

describe("tasks", () => {
  it("carry the options of their objects", () => {
    const { tasks } = tasksOf(new MemoryCluster(), [withOptions(web, "Force=true,Validate=false")]);
    expect(tasks).toMatchObject([{ action: "apply", force: true, lenient: true }]);
    expect(tasks[0]).not.toHaveProperty("replace");
  });

  it("say how removals propagate", () => {
    const cluster = new MemoryCluster();
    const owned = [cluster.put(web)];
    const propagation = (syncOptions: string[]): unknown =>
      tasksOf(cluster, [], { owned, syncOptions }).tasks[0]?.propagation;
    expect(propagation([])).toBeUndefined();
    expect(propagation(["PrunePropagationPolicy=background"])).toBe("background");
    expect(propagation(["PrunePropagationPolicy=orphan"])).toBe("orphan");
  });
});

describe("preconditions", () => {
  it.each([
    [{ targets: 1, owned: 3, allowEmpty: false }, undefined],
    [{ targets: 0, owned: 3, allowEmpty: true }, undefined],
    [
      { targets: 0, owned: 3, allowEmpty: false },
      "objects: the source renders no objects, and 3 objects that exist would not be wanted any more (correct the path or the revision, or set allowEmpty: true)",
    ],
    [
      { targets: 0, owned: 0, allowEmpty: false },
      "objects: the source renders no objects (correct the path or the revision, or set allowEmpty: true)",
    ],
  ])("%j", (input, expected) => {
    const problem = emptyTargetsProblem(input);
    expect(problem === undefined ? undefined : formatProblem(problem)).toBe(expected);
  });

  it("a deletion that waits for confirmation may not begin, and says what to do", () => {
    const input = {
      owned: [withOptions(web, "Delete=confirm"), manifest("ConfigMap", "c")],
      targets: [],
      live: () => undefined,
      options: DEFAULT_SYNC_OPTIONS,
      operation: OPERATION,
    };
    expect(buildDeletion({ ...input, approvePrune: [] }).problems.map(formatProblem)).toEqual([
      "Deployment shop/web: waiting for deletion confirmation (Delete=confirm) (list apps/Deployment/shop/web under approvePrune and run up, then destroy again)",
    ]);
    const approved = buildDeletion({ ...input, approvePrune: ["apps/Deployment/shop/web"] });
    expect(approved.problems).toEqual([]);
    expect(approved.tasks.map(({ action }) => action)).toEqual(["prune", "prune"]);
  });
});
