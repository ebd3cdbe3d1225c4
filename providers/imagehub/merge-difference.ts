import { canonicalJson, isObject, type JsonObject, type JsonValue } from "../../model/shared/json.js";

/**
 * The merge patch (RFC 7386) that turns one value into another: only what differs, `null` for what goes. Undefined
 * when there is no difference, so that nothing is written for nothing.
 *
 * @param from what is there; anything but an object is replaced whole
 */
export function mergeDifference(from: unknown, to: JsonObject): JsonObject | undefined {
  const before = isObject(from) ? from : {};
  const patch: Record<string, JsonValue> = {};
  for (const key of Object.keys(before)) {
    if (before[key] !== null && before[key] !== undefined && to[key] === undefined) patch[key] = null;
  }
  for (const [key, wanted] of Object.entries(to)) {
    if (wanted === undefined) continue;
    const change = differenceOf(before[key], wanted);
    if (change !== undefined) patch[key] = change;
  }
  return Object.keys(patch).length === 0 && isObject(from) ? undefined : patch;
}

function differenceOf(from: unknown, to: JsonValue): JsonValue | undefined {
  if (isJsonObject(to) && isObject(from)) return mergeDifference(from, to);
  return canonicalJson(to) === canonicalText(from) ? undefined : to;
}

function isJsonObject(value: JsonValue): value is JsonObject {
  return isObject(value);
}

function canonicalText(value: unknown): string | undefined {
  // What comes from an API server was parsed from JSON.
  return value === undefined ? undefined : canonicalJson(value as JsonValue);
}
