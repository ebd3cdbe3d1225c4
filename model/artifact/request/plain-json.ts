import { isObject, type JsonValue } from "../../shared/json.js";

/** Nothing in a request lies deeper than a tenth of this. */
const MOST_LEVELS = 200;

/**
 * Any value as JSON: what JSON cannot hold, and what lies deeper than any field, counts as absent, and as null in a
 * list.
 */
export function plainJson(value: unknown): JsonValue {
  return jsonOf(value, MOST_LEVELS) ?? null;
}

function jsonOf(value: unknown, levels: number): JsonValue | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (levels === 0) return undefined;
  if (Array.isArray(value)) return value.map((element: unknown) => jsonOf(element, levels - 1) ?? null);
  if (!isObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const json = jsonOf(member, levels - 1);
      return json === undefined ? [] : [[key, json]];
    }),
  );
}
