import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { isObject } from "../../../model/shared/json.js";
import type { PropertyPath } from "../rpc/property-diff.js";
import { isBuiltIn } from "./kinds.js";
import { isSameMeaning } from "./same-meaning.js";

/**
 * A live object cut down to the fields that inputs give, so that what the server or others add is no difference.
 * Where live and input mean the same, the input's spelling is kept.
 */
export function pruneLive(live: KubeObject, inputs: KubeObject): KubeObject {
  const source = withStringData(live, inputs);
  const keepsZeros = (path: PropertyPath): boolean => path[0] === "metadata" || isBuiltIn(inputs);
  const pruned = pruneMembers(source, inputs, [], keepsZeros);
  return { apiVersion: live.apiVersion, kind: live.kind, metadata: {}, ...pruned };
}

type KeepsZeros = (path: PropertyPath) => boolean;

function pruneMembers(
  live: Record<string, unknown>,
  like: Record<string, unknown>,
  path: PropertyPath,
  keepsZeros: KeepsZeros,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, wanted] of Object.entries(like)) {
    const place = [...path, key];
    const found = live[key];
    if (found !== undefined) result[key] = pruneValue(found, wanted, place, keepsZeros);
    else if (keepsZeros(place) && isZero(wanted)) result[key] = wanted;
  }
  return result;
}

function pruneValue(live: unknown, like: unknown, path: PropertyPath, keepsZeros: KeepsZeros): unknown {
  if (isObject(live) && isObject(like)) return pruneMembers(live, like, path, keepsZeros);
  if (Array.isArray(live) && Array.isArray(like)) {
    return live
      .slice(0, like.length)
      .map((element: unknown, index) => pruneValue(element, like[index], [...path, index], keepsZeros));
  }
  return isSameMeaning(path, live, like) ? like : live;
}

/** The server leaves such values out of what it answers, wherever its Go types say `omitempty`. */
function isZero(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.values(value).every(isZero);
  return value === false || value === 0 || value === "";
}

/** The server turns a Secret's stringData into data and forgets the former. */
function withStringData(live: KubeObject, inputs: KubeObject): KubeObject {
  const { stringData } = inputs;
  const { data } = live;
  if (inputs.kind !== "Secret" || !isObject(stringData) || !isObject(data)) return live;
  const decoded = Object.keys(stringData).flatMap((key) => {
    const value = data[key];
    return typeof value === "string" ? [[key, Buffer.from(value, "base64").toString("utf8")]] : [];
  });
  return { ...live, stringData: Object.fromEntries(decoded) as Record<string, string> };
}
