import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { isObject } from "../../../model/shared/json.js";

/** By whom carriers are applied. */
export const FIELD_MANAGER = "groundplan-vimana-traffic";

interface Owner {
  readonly manager: string;
  readonly operation: string;
  readonly time: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The fields that we have applied and nobody has written since, in the form of `fieldsV1`. */
export function ownFields(object: KubeObject): unknown {
  return ownersOf(object).find(isOurs)?.fields;
}

/** What of `fieldsV1` is below a field; undefined when nothing is owned there. */
export function below(fields: unknown, name: string): unknown {
  return isObject(fields) ? fields[`f:${name}`] : undefined;
}

/** Who else has written a field, the latest first: `kubectl-edit`. */
export function otherOwners(object: KubeObject, path: readonly string[]): string[] {
  const others = ownersOf(object)
    .filter((owner) => !isOurs(owner) && path.reduce<unknown>(below, owner.fields) !== undefined)
    .sort((a, b) => (a.time < b.time ? 1 : -1));
  return [...new Set(others.map(({ manager }) => manager))];
}

function isOurs({ manager, operation }: Owner): boolean {
  return manager === FIELD_MANAGER && operation === "Apply";
}

function ownersOf(object: KubeObject): Owner[] {
  const entries = object.metadata["managedFields"];
  return (Array.isArray(entries) ? entries.filter(isObject) : [])
    .filter((entry) => entry["subresource"] === undefined || entry["subresource"] === "")
    .map((entry) => ({
      manager: String(entry["manager"]),
      operation: String(entry["operation"]),
      time: String(entry["time"]),
      fields: isObject(entry["fieldsV1"]) ? entry["fieldsV1"] : {},
    }));
}
