import {
  groupVersionKind,
  type GroupVersionKind,
  idOfKey,
  type KubeObject,
  objectKey,
} from "../../shared/kubernetes-object.js";
import type { Problem } from "../../shared/problem.js";
import { definedKind, isNamespace } from "./defined-kind.js";
import { objectOptionFaults, objectOptions, type SyncOptions } from "./options.js";
import { nameInPlans, type PlannedTask } from "./task.js";
import { faultyWave } from "./waves.js";

/** What is known about the cluster before anything is done. */
export interface ClusterFacts {
  serves(kind: GroupVersionKind): boolean;
  /** Undefined when the credential may not know. */
  hasNamespace(name: string): boolean | undefined;
}

interface CheckInput {
  readonly targets: readonly KubeObject[];
  readonly options: SyncOptions;
  readonly cluster: ClusterFacts;
}

/**
 * Marks the tasks that the server cannot try beforehand, since the same sync creates their kind or namespace first,
 * and reports those whose kind or namespace nobody provides.
 */
export function tried(
  tasks: readonly PlannedTask[],
  { targets, options, cluster }: CheckInput,
): { readonly tasks: PlannedTask[]; readonly problems: readonly Problem[] } {
  const definitions = new Map(
    targets.flatMap((target) => {
      const defined = definedKind(target);
      return defined === undefined
        ? []
        : [[`${defined.group}/${defined.kind}`, { ...defined, name: target.metadata.name ?? "" }] as const];
    }),
  );
  const namespaces = new Set(
    tasks.flatMap(({ target }) =>
      target !== undefined && isNamespace(target) ? [target.metadata.name] : [],
    ),
  );
  const problems: Problem[] = [];
  const marked = tasks.map((task) => {
    if (task.target === undefined) return task;
    const verdict = kindVerdict(task, task.target) ?? namespaceVerdict(task);
    if (verdict === undefined) return task;
    if ("skip" in verdict) return { ...task, skipDryRun: verdict.skip };
    problems.push({ path: nameInPlans(task.key), ...verdict });
    return task;
  });
  return { tasks: marked, problems };

  function kindVerdict({ live }: PlannedTask, target: KubeObject): Verdict | undefined {
    const gvk = groupVersionKind(target);
    if (cluster.serves(gvk)) return undefined;
    const defined = definitions.get(`${gvk.group}/${gvk.kind}`);
    if (defined?.versions.includes(gvk.version) === true) {
      return { skip: `its kind is defined by CustomResourceDefinition ${defined.name} of this sync` };
    }
    if (objectOptions(target, options, live).skipDryRunOnMissingResource) {
      return { skip: "its kind is not served yet (SkipDryRunOnMissingResource=true)" };
    }
    return {
      reason: `the server does not serve ${target.kind} in ${target.apiVersion}`,
      fix:
        defined === undefined
          ? "correct apiVersion and kind, add the CustomResourceDefinition, or set SkipDryRunOnMissingResource=true"
          : `CustomResourceDefinition ${defined.name} serves ${defined.versions.join(", ")}`,
    };
  }

  function namespaceVerdict({ key }: PlannedTask): Verdict | undefined {
    const { namespace } = idOfKey(key);
    if (namespace === "" || cluster.hasNamespace(namespace) !== false) return undefined;
    if (namespaces.has(namespace)) return { skip: "its namespace is created by this sync" };
    return {
      reason: `namespace "${namespace}" does not exist`,
      fix: "add the Namespace to the objects, or set the sync option CreateNamespace=true",
    };
  }
}

type Verdict = { readonly skip: string } | { readonly reason: string; readonly fix: string };

/** What is wrong with the annotations of an object; such annotations do not count. */
export function targetWarnings(target: KubeObject): Problem[] {
  const wave = faultyWave(target);
  const faults = [
    ...objectOptionFaults(target),
    ...(wave === undefined
      ? []
      : [{ reason: `sync-wave "${wave}" is no whole number`, fix: "write a number, as -1 or 3" }]),
  ];
  return faults.map((fault) => ({
    path: nameInPlans(objectKey(target)),
    ...fault,
    severity: "warning" as const,
  }));
}
