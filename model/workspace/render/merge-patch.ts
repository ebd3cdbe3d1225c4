import type { JsonObject, JsonValue } from "../../shared/json.js";
import { isJsonObject } from "./json-shape.js";

/** Applies a JSON merge patch (RFC 7386): null removes, objects are merged, anything else replaces. */
export function mergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const merged = new Map<string, JsonValue>();
  const base: JsonObject = isJsonObject(target) ? target : {};
  for (const [key, value] of Object.entries(base)) if (value !== undefined) merged.set(key, value);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else if (value !== undefined) merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}
