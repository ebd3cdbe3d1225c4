import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { isObject } from "../../../model/shared/json.js";
import { parsePath } from "../rpc/property-diff.js";

/**
 * Inputs for an apply that leaves ignored fields alone: a field that only others manage is left out, which would
 * conflict; one that we manage keeps its live value, since leaving it out would remove it. Paths into arrays are
 * not followed.
 */
export function leavingIgnored(
  inputs: KubeObject,
  live: KubeObject,
  fieldManager: string,
  ignoreChanges: readonly string[],
): KubeObject {
  const result = structuredClone(inputs);
  for (const text of ignoreChanges) {
    const path = parsePath(text).map(String);
    const value = path.reduce<unknown>(
      (current, key) => (isObject(current) ? current[key] : undefined),
      live,
    );
    const owners = ownersOf(live, path);
    if (owners.size > 0 && !owners.has(fieldManager)) assign(result, path, undefined);
    else if (value !== undefined) assign(result, path, value);
  }
  return result;
}

/** Managers of a field or of anything below it (metav1.FieldsV1: `{"f:spec": {"f:replicas": {}}}`). */
function ownersOf(live: KubeObject, path: readonly string[]): ReadonlySet<string> {
  const entries: readonly unknown[] = Array.isArray(live.metadata["managedFields"])
    ? live.metadata["managedFields"]
    : [];
  const owners = entries.filter(isObject).filter((entry) => {
    const owned = path.reduce<unknown>(
      (fields, key) => (isObject(fields) ? fields[`f:${key}`] : undefined),
      entry["fieldsV1"],
    );
    return owned !== undefined;
  });
  return new Set(owners.map((entry) => String(entry["manager"])));
}

function assign(object: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length === 0) {
    if (value === undefined) Reflect.deleteProperty(object, key);
    else object[key] = structuredClone(value);
    return;
  }
  const member = object[key] ?? (value === undefined ? undefined : (object[key] = {}));
  if (isObject(member)) assign(member, rest, value);
}
