import { isObject } from "../../shared/json.js";
import type { KubeObject } from "../../shared/kubernetes-object.js";

/** Status fields come from a cluster: what is not there, or is something else, counts as absent. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** The objects of a list; what is no list has none. */
export function entriesOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

/** A text that says something. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function statusOf(object: KubeObject): Fields {
  return fieldsOf(object.status);
}

/** The condition that says how a run or a task's run stands. */
export interface SucceededCondition {
  readonly status: "True" | "False" | "Unknown";
  readonly reason: string | undefined;
  readonly message: string | undefined;
}

/** The `Succeeded` condition; unknown while there is none. */
export function succeededCondition(object: KubeObject): SucceededCondition {
  const condition = entriesOf(statusOf(object).conditions).find(({ type }) => type === "Succeeded") ?? {};
  const { status } = condition;
  return {
    status: status === "True" || status === "False" ? status : "Unknown",
    reason: textOf(condition.reason),
    message: textOf(condition.message),
  };
}

/** Name of the pipeline's task that a TaskRun runs. */
export function taskOf(taskRun: KubeObject): string {
  return taskRun.metadata.labels?.["tekton.dev/pipelineTask"] ?? taskRun.metadata.name ?? "";
}

/** Orders by a time of the status, the earliest first; what has none comes last. */
export function byTime(field: "startTime" | "completionTime"): (a: KubeObject, b: KubeObject) => number {
  const key = (object: KubeObject): string => textOf(statusOf(object)[field]) ?? "~";
  return (a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
}
