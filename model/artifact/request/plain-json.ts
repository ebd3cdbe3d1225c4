import { isObject, type JsonValue } from "../../shared/json.js";

/** Any value as JSON: what JSON cannot hold counts as absent, and as null in a list. */
export function plainJson(value: unknown): JsonValue {
  return jsonOf(value) ?? null;
}

function jsonOf(value: unknown): JsonValue | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (Array.isArray(value)) return value.map((element: unknown) => plainJson(element));
  if (!isObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const json = jsonOf(member);
      return json === undefined ? [] : [[key, json]];
    }),
  );
}
