import { canonicalJson, isObject, type JsonValue } from "../../model/shared/json.js";

/**
 * The text by which two property values are compared: canonical JSON in which a `null` member counts as absent,
 * at any depth. An absent value is the empty text.
 */
export function canonicalText(value: unknown): string {
  return value === undefined || value === null ? "" : canonicalJson(withoutNulls(value));
}

/** The JSON form of a value, without members that are `null` or undefined. */
function withoutNulls(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, member]) =>
        member === null || member === undefined ? [] : [[key, withoutNulls(member)]],
      ),
    );
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return null;
}
