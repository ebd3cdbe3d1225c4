import type { GroupVersionKind, KubernetesClient, KubeObject } from "../../../../clients/kubernetes/types.js";
import { isObject } from "../../../../model/shared/json.js";

/**
 * What an object's status says. `failed` ends the wait at once; `waiting` tells what is still missing, in words
 * for the status line.
 */
export type Verdict =
  | { readonly is: "ready" }
  | { readonly is: "waiting"; readonly for: string }
  | { readonly is: "failed"; readonly because: string };

export const READY: Verdict = { is: "ready" };

export function waiting(text: string): Verdict {
  return { is: "waiting", for: text };
}

export function failed(because: string): Verdict {
  return { is: "failed", because };
}

/** Other objects that decide whether an object is ready. */
export interface Related {
  readonly gvk: GroupVersionKind;
  readonly labelSelector: string;
  readonly judge: (objects: readonly KubeObject[]) => Verdict;
}

/** How one kind becomes ready. */
export interface ReadinessRule {
  /** Seconds before a wait ends unless the resource says otherwise. */
  readonly usualSeconds: number;
  readonly judge: (object: KubeObject) => Verdict;
  /** Looked at once the object itself is ready; undefined when nothing else matters. */
  readonly related?: (object: KubeObject) => Related | undefined;
  /** Objects that nobody needs to wait for. */
  readonly exempt?: (object: KubeObject, client: KubernetesClient) => Promise<boolean>;
  /** Whether an object that vanished while it was awaited has done its work. */
  readonly mayVanish?: (object: KubeObject) => boolean;
  /** Selects the pods whose troubles explain why an object does not become ready. */
  readonly pods?: (object: KubeObject) => string | undefined;
}

/** A member of an object, by path; undefined where there is none. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((current, key) => (isObject(current) ? current[key] : undefined), value);
}

/** A number of an object; 0 where there is none, as in Kubernetes' own types. */
export function count(value: unknown, ...path: readonly string[]): number {
  const found = at(value, ...path);
  return typeof found === "number" ? found : 0;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly observedGeneration: number | undefined;
}

/** The condition of one type in `status.conditions`; the letter case of the type does not matter. */
export function condition(object: unknown, type: string): Condition | undefined {
  const conditions = at(object, "status", "conditions");
  if (!Array.isArray(conditions)) return undefined;
  const found = conditions
    .filter(isObject)
    .find((candidate) => String(candidate["type"]).toLowerCase() === type.toLowerCase());
  if (found === undefined) return undefined;
  const { observedGeneration } = found;
  return {
    type,
    status: typeof found["status"] === "string" ? found["status"] : "Unknown",
    reason: typeof found["reason"] === "string" ? found["reason"] : "",
    message: typeof found["message"] === "string" ? found["message"] : "",
    observedGeneration: typeof observedGeneration === "number" ? observedGeneration : undefined,
  };
}

/** Whether a controller has seen the latest spec. */
export function isObserved(object: KubeObject): boolean {
  return count(object, "status", "observedGeneration") >= (object.metadata.generation ?? 0);
}

/** `a=b,c=d` of a label map; undefined for an empty or missing one. */
export function labelSelector(labels: unknown): string | undefined {
  if (!isObject(labels) || Object.keys(labels).length === 0) return undefined;
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(",");
}
