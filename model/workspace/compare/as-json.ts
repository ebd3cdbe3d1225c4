import { isObject, type JsonValue } from "../../shared/json.js";

/**
 * A value as JSON without absent members; what is no JSON (functions, symbols) is `null`. The value itself when it is
 * JSON already, as what was parsed is.
 */
export function asJson(value: unknown): JsonValue {
  if (isJson(value)) return value;
  if (Array.isArray(value)) return value.map(asJson);
  return isObject(value) ? asJsonObject(value) : null;
}

function isJson(value: unknown): value is JsonValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  if (typeof value === "number") return true;
  if (Array.isArray(value)) return value.every(isJson);
  return isObject(value) && Object.values(value).every(isJson);
}

/** An object as JSON; see {@link asJson}. What is no object is an empty one. */
export function asJsonObject(value: unknown): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).flatMap(([name, member]) =>
      member === undefined ? [] : [[name, asJson(member)] as const],
    ),
  );
}
