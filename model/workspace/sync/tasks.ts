import { type KubeObject, objectKey, type ObjectKey } from "../../shared/kubernetes-object.js";
import type { Problem } from "../../shared/problem.js";
import { hooksFor, hookTask, type OperationIdentity } from "./hook-tasks.js";
import { hookOf } from "./hooks.js";
import { objectOptions, type SyncOptions } from "./options.js";
import { orderTasks } from "./order.js";
import { decidePrunes } from "./removal-rules.js";
import { nameInPlans, type PlannedTask, taskId } from "./task.js";
import { type ClusterFacts, tried, targetWarnings } from "./task-checks.js";
import { pruneWaves, waveOf } from "./waves.js";

/** A namespace that the sync makes when it is missing, and whose labels and annotations it keeps. */
export interface NamespaceToMake {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** All that tasks are made from. */
export interface TaskInput {
  /** Every rendered object, hooks and skipped ones included, each once and with its namespace. */
  readonly targets: readonly KubeObject[];
  /** Objects in the cluster that the workspace owns. Those that no target names are removed or kept. */
  readonly owned: readonly KubeObject[];
  /** Any object in the cluster, the namespace to make included. */
  readonly live: (key: ObjectKey) => KubeObject | undefined;
  /** Whether a target differs from what is in the cluster. True when there is nothing. */
  readonly differs: (key: ObjectKey) => boolean;
  readonly options: SyncOptions;
  /** Whether objects that are not rendered any more are removed. */
  readonly prune: boolean;
  readonly approvePrune: readonly ObjectKey[];
  /** Whether hooks run in this operation. */
  readonly runHooks: boolean;
  readonly namespaceToMake?: NamespaceToMake;
  readonly operation: OperationIdentity;
  readonly cluster: ClusterFacts;
}

/** Tasks in the order in which they run, and what is wrong with them. */
export interface BuiltTasks {
  readonly tasks: PlannedTask[];
  /** An error means that nothing may be done. */
  readonly problems: readonly Problem[];
}

/** Makes the tasks of a sync. The same input gives the same tasks. */
export function buildTasks(input: TaskInput): BuiltTasks {
  const wanted = input.targets.filter((target) => !isLeftAlone(target));
  const namespace = namespaceTask(input);
  const applied = wanted.filter((target) => !hookOf(target).isHook);
  const hooks = input.runHooks ? hooksFor("sync", input.targets) : [];
  const nameless = [
    ...applied.filter(({ metadata }) => metadata.name === undefined),
    ...hooks.map(({ object }) => object).filter((object) => !isNameable(object)),
  ];
  const resources = applied.flatMap((target) => resourceTask(target, input));
  const writes = [
    ...(namespace === undefined ? [] : [namespace]),
    ...resources,
    ...hooks.flatMap((hook) => hookTask(hook, input) ?? []),
  ];
  const checked = tried(writes, input);
  const tasks = orderTasks(withPruneWaves([...checked.tasks, ...removalTasks(input)], input.options));
  return {
    tasks,
    problems: [
      ...nameless.map(namelessProblem),
      ...checked.problems,
      ...duplicates(tasks),
      ...wanted.flatMap(targetWarnings),
    ],
  };
}

/** Hooks without a type and skipped objects. */
function isLeftAlone(target: KubeObject): boolean {
  const { isHook, skip, types } = hookOf(target);
  return skip || (isHook && types.length === 0);
}

function isNameable({ metadata }: KubeObject): boolean {
  return metadata.name !== undefined || metadata.generateName !== undefined;
}

function resourceTask(target: KubeObject, input: TaskInput): PlannedTask[] {
  if (target.metadata.name === undefined) return [];
  const key = objectKey(target);
  const isChange = input.differs(key);
  if (!isChange && input.options.applyOutOfSyncOnly) return [];
  const live = input.live(key);
  const { replace, force, validate } = objectOptions(target, input.options, live);
  return [
    {
      key,
      apiVersion: target.apiVersion,
      phase: "Sync",
      wave: waveOf(target),
      action: isChange ? "apply" : "unchanged",
      ...(replace ? { replace } : {}),
      ...(force ? { force } : {}),
      ...(validate ? {} : { lenient: true }),
      target,
      ...(live === undefined ? {} : { live }),
    },
  ];
}

function namespaceTask({ namespaceToMake, targets, live }: TaskInput): PlannedTask | undefined {
  if (namespaceToMake === undefined) return undefined;
  const { name, labels, annotations } = namespaceToMake;
  const target: KubeObject = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels: { ...labels }, annotations: { ...annotations } },
  };
  const key = objectKey(target);
  if (targets.some((other) => objectKey(other) === key)) return undefined;
  const there = live(key);
  const isAsWanted =
    there !== undefined &&
    includes(there.metadata.labels, labels) &&
    includes(there.metadata.annotations, annotations);
  if (isAsWanted) return undefined;
  return {
    key,
    apiVersion: "v1",
    phase: "PreSync",
    wave: 0,
    action: "create-namespace",
    target,
    ...(there === undefined ? {} : { live: there }),
  };
}

function includes(
  texts: Readonly<Record<string, string>> | undefined,
  wanted: Readonly<Record<string, string>> = {},
): boolean {
  return Object.entries(wanted).every(([key, value]) => texts?.[key] === value);
}

function removalTasks(input: TaskInput): PlannedTask[] {
  const targeted = new Set(input.targets.map(objectKey));
  const candidates = input.owned.filter((live) => !targeted.has(objectKey(live)) && !hookOf(live).isHook);
  const approved = new Set(input.approvePrune);
  const decided = decidePrunes(candidates, {
    options: input.options,
    approved,
    prune: input.prune,
    targets: input.targets,
  });
  return decided.map(({ key, live, kept }) => ({
    key,
    apiVersion: live.apiVersion,
    phase: "Sync",
    wave: waveOf(live),
    live,
    ...(kept === undefined ? removal(live, input.options) : { action: "keep", reason: kept }),
  }));
}

/** What a task that removes an object says beside its key. */
export function removal(
  live: KubeObject,
  { prunePropagationPolicy }: SyncOptions,
): Pick<PlannedTask, "action" | "propagation" | "uid"> {
  const { uid } = live.metadata;
  return {
    action: "prune",
    ...(prunePropagationPolicy === "foreground" ? {} : { propagation: prunePropagationPolicy }),
    ...(uid === undefined ? {} : { uid }),
  };
}

function withPruneWaves(tasks: readonly PlannedTask[], options: SyncOptions): PlannedTask[] {
  const inSync = tasks.filter(({ phase }) => phase === "Sync");
  const waves = pruneWaves(
    inSync.map(({ wave, action, live }) => ({
      wave,
      prune: action === "prune",
      pruneLast: live !== undefined && objectOptions(live, options).pruneLast,
    })),
  );
  const moved = inSync.map((task, index) => ({ ...task, wave: waves[index] ?? task.wave }));
  return [...tasks.filter(({ phase }) => phase !== "Sync"), ...moved];
}

function namelessProblem(object: KubeObject): Problem {
  const prefix = object.metadata.generateName;
  return {
    path: nameInPlans(objectKey(object)),
    reason:
      prefix === undefined
        ? "has no name"
        : `has only a generateName (${prefix}), so that every sync would create another one`,
    fix: prefix === undefined ? "give it a name" : "give it a name, or make it a hook",
  };
}

function duplicates(tasks: readonly PlannedTask[]): Problem[] {
  const seen = new Set<string>();
  return tasks.flatMap((task) => {
    const id = taskId(task);
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    const reason = `would be written twice in the phase ${task.phase}`;
    return [{ path: nameInPlans(task.key), reason, fix: "give one of the two another name" }];
  });
}
