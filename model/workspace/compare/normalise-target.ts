import {
  groupVersionKind,
  objectKey,
  type GroupVersionKind,
  type KubeObject,
} from "../../shared/kubernetes-object.js";
import type { Problem } from "../../shared/problem.js";
import { isExcluded } from "./excluded-kinds.js";
import { without } from "./members.js";

/** Where the objects go, and what is known of their kinds. */
export interface TargetContext {
  /** For namespaced objects that name none. Empty: such objects stay without. */
  readonly destinationNamespace: string;
  /** `undefined`: nobody knows the kind. It is taken for namespaced, as most kinds are. */
  isNamespaced(gvk: GroupVersionKind): boolean | undefined;
}

/** Something about the targets that the user should know, as the condition that reports it. */
export interface TargetWarning extends Problem {
  readonly condition: "RepeatedResourceWarning" | "ExcludedResourceWarning";
  readonly severity: "warning";
}

export interface NormalisedTargets {
  readonly objects: readonly KubeObject[];
  readonly warnings: readonly TargetWarning[];
}

/**
 * Rendered objects as they are compared and applied: each with the namespace that its kind calls for, no object
 * twice (the last one counts, at its own place), and none of the kinds that are never applied. Objects that the
 * server is to name (`generateName`) are never the same.
 */
export function normaliseTargets(objects: readonly KubeObject[], context: TargetContext): NormalisedTargets {
  const warnings: TargetWarning[] = [];
  const placed: { readonly object: KubeObject; readonly key: string | undefined }[] = [];
  const count = new Map<string, number>();
  for (const object of objects) {
    if (isExcluded(groupVersionKind(object))) {
      warnings.push(excluded(object));
      continue;
    }
    const target = inItsNamespace(object, context);
    const key = isNamed(target) ? objectKey(target) : undefined;
    if (key !== undefined) count.set(key, (count.get(key) ?? 0) + 1);
    placed.push({ object: target, key });
  }
  for (const [key, times] of count) if (times > 1) warnings.push(repeated(key, times));
  return { objects: lastOfEach(placed), warnings };
}

function isNamed({ metadata: { name } }: KubeObject): boolean {
  return name !== undefined && name !== "";
}

function lastOfEach(
  placed: readonly { readonly object: KubeObject; readonly key: string | undefined }[],
): KubeObject[] {
  const last = new Map(placed.map(({ key }, index) => [key, index]));
  return placed
    .filter(({ key }, index) => key === undefined || last.get(key) === index)
    .map(({ object }) => object);
}

const NAMESPACE: ReadonlySet<string> = new Set(["namespace"]);

function inItsNamespace(object: KubeObject, context: TargetContext): KubeObject {
  const { namespace } = object.metadata;
  const named = namespace !== undefined && namespace !== "";
  if (context.isNamespaced(groupVersionKind(object)) === false) {
    return namespace === undefined ? object : { ...object, metadata: without(object.metadata, NAMESPACE) };
  }
  if (named || context.destinationNamespace === "") return object;
  return { ...object, metadata: { ...object.metadata, namespace: context.destinationNamespace } };
}

function repeated(key: string, times: number): TargetWarning {
  return {
    condition: "RepeatedResourceWarning",
    severity: "warning",
    path: key,
    reason: `appears ${times} times among the rendered objects; the last one counts`,
    fix: "remove the others, or give them other names",
  };
}

function excluded(object: KubeObject): TargetWarning {
  return {
    condition: "ExcludedResourceWarning",
    severity: "warning",
    path: objectKey(object),
    reason: `is left out: ${object.kind} objects are made by controllers and never applied`,
    fix: "remove it from the repository",
  };
}
