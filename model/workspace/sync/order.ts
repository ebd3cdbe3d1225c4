import { idOfKey, type ObjectId } from "../../shared/kubernetes-object.js";
import { definedKind, isNamespace } from "./defined-kind.js";
import { phaseRank, type PlannedTask } from "./task.js";

/** Kinds that are applied before others within a wave, in this order; all others follow. Groups do not matter. */
export const KIND_ORDER: readonly string[] = [
  "Namespace",
  "NetworkPolicy",
  "ResourceQuota",
  "LimitRange",
  "PodSecurityPolicy",
  "PodDisruptionBudget",
  "ServiceAccount",
  "Secret",
  "SecretList",
  "ConfigMap",
  "StorageClass",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "CustomResourceDefinition",
  "ClusterRole",
  "ClusterRoleList",
  "ClusterRoleBinding",
  "ClusterRoleBindingList",
  "Role",
  "RoleList",
  "RoleBinding",
  "RoleBindingList",
  "Service",
  "DaemonSet",
  "Pod",
  "ReplicationController",
  "ReplicaSet",
  "Deployment",
  "HorizontalPodAutoscaler",
  "StatefulSet",
  "Job",
  "CronJob",
  "IngressClass",
  "Ingress",
  "APIService",
];

const KIND_RANK: ReadonlyMap<string, number> = new Map(KIND_ORDER.map((kind, index) => [kind, index]));

/** The rank of a kind within a wave, smaller first; kinds without a place are equal and last. */
export function kindRank(kind: string): number {
  return KIND_RANK.get(kind) ?? KIND_ORDER.length;
}

interface Entry {
  readonly task: PlannedTask;
  readonly id: ObjectId;
  /** In the order in which they count. */
  readonly sortKey: readonly (number | string)[];
}

function keyed(task: PlannedTask): Entry {
  const id = idOfKey(task.key);
  const { group, kind, namespace, name } = id;
  // Two kinds without a rank, and one kind in two groups, still need a fixed order.
  const sortKey = [phaseRank(task.phase), task.wave, kindRank(kind), name, namespace, group, kind];
  return { task, id, sortKey };
}

/** Orders by phase, wave, kind, name, namespace and group. */
function compareKeyed(left: Entry, right: Entry): number {
  for (const [index, mine] of left.sortKey.entries()) {
    const other = right.sortKey[index];
    if (other === undefined || mine === other) continue;
    return mine < other ? -1 : 1;
  }
  return 0;
}

/**
 * The tasks in the order in which they run. After sorting, a namespace goes in front of the first task whose object
 * lies in it, and a definition in front of the first task of the kind that it defines; each then takes part in the
 * phase and wave of that task. Hooks stay in their phases. The destination namespace that the sync itself makes is
 * first of all.
 */
export function orderTasks(tasks: readonly PlannedTask[]): PlannedTask[] {
  const ordered = tasks.map(keyed).sort(compareKeyed);
  for (const entry of [...ordered]) moveBefore(ordered, entry, namespaceUsers(entry));
  for (const entry of [...ordered]) moveBefore(ordered, entry, kindUsers(entry));
  const made = ordered.find(({ task }) => task.action === "create-namespace");
  if (made !== undefined) moveBefore(ordered, made, (other) => other !== made);
  return ordered.map(({ task }) => task);
}

type Uses = (other: Entry) => boolean;

function namespaceUsers({ task: { target, action }, id }: Entry): Uses | undefined {
  if (target === undefined || action === "hook" || !isNamespace(target)) return undefined;
  return (other) => other.task.target !== undefined && other.id.namespace === id.name;
}

function kindUsers({ task: { target, action } }: Entry): Uses | undefined {
  const defined = target === undefined || action === "hook" ? undefined : definedKind(target);
  if (defined === undefined) return undefined;
  return ({ task, id }) =>
    task.target !== undefined && id.group === defined.group && id.kind === defined.kind;
}

/** Moves a task up to the first of the tasks that use it; a task that already precedes them stays where it is. */
function moveBefore(ordered: Entry[], entry: Entry, uses: Uses | undefined): void {
  if (uses === undefined) return;
  const from = ordered.indexOf(entry);
  const to = ordered.findIndex(uses);
  const user = ordered[to];
  if (user === undefined || to > from) return;
  ordered.splice(from, 1);
  const { phase, wave } = user.task;
  ordered.splice(to, 0, { ...entry, task: { ...entry.task, phase, wave } });
}
