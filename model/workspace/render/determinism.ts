import type { JsonValue } from "../../shared/json.js";
import { asJson } from "../compare/as-json.js";
import { formatPath, type Step } from "../compare/path.js";
import { isJsonArray, isJsonObject } from "./json-shape.js";
import type { Manifest } from "./manifests.js";
import type { Problem } from "../../shared/problem.js";

/**
 * What differs between two renderings of the same files. Values are not told: what is random is often a password.
 */
export function differences(first: readonly Manifest[], second: readonly Manifest[]): readonly Problem[] {
  if (first.length !== second.length) {
    return [
      { path: "", reason: `two renderings differ: ${first.length} objects, then ${second.length}`, fix: FIX },
    ];
  }
  return first.flatMap(({ object, where }, index) => {
    const other = second[index];
    if (other === undefined) return [];
    return differingPaths(asJson(object), asJson(other.object), []).map((path) => ({
      path: where,
      reason: `${object.kind} ${object.metadata.name ?? ""}: ${formatPath(path)} differs between two renderings`,
      fix: FIX,
    }));
  });
}

const FIX = "take out what is random or tells the time (randAlphaNum, genCA, now), or set it by a value";

function differingPaths(
  first: JsonValue | undefined,
  second: JsonValue | undefined,
  at: readonly Step[],
): readonly (readonly Step[])[] {
  if (isJsonArray(first) && isJsonArray(second) && first.length === second.length) {
    return first.flatMap((item, index) => differingPaths(item, second[index], [...at, index]));
  }
  if (isJsonObject(first) && isJsonObject(second)) {
    const keys = [...new Set([...Object.keys(first), ...Object.keys(second)])];
    return keys.flatMap((key) => differingPaths(first[key], second[key], [...at, key]));
  }
  return first === second ? [] : [at];
}
