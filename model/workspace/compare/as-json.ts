import { isObject, type JsonValue } from "../../shared/json.js";

/** A value as JSON without absent members; what is no JSON (functions, symbols) is `null`. */
export function asJson(value: unknown): JsonValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return value;
  if (Array.isArray(value)) return value.map(asJson);
  return isObject(value) ? asJsonObject(value) : null;
}

/** An object as JSON; see {@link asJson}. What is no object is an empty one. */
export function asJsonObject(value: unknown): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).flatMap(([name, member]) =>
      member === undefined ? [] : [[name, asJson(member)] as const],
    ),
  );
}
