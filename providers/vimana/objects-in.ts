import { isObject } from "../../model/shared/json.js";

/** The objects of a list in somebody else's object; none when it is no list. */
export function objectsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
