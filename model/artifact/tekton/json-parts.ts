import { isObject, type JsonObject, type JsonValue } from "../../shared/json.js";

/** Requests are read before they are known to be right: what is not there, or is something else, counts as empty. */

/** The value as an object; anything else is an empty one. */
export function asObject(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** The value as a list; anything else is an empty one. */
export function asList(value: JsonValue | undefined): readonly JsonValue[] {
  return isList(value) ? value : [];
}

/** The value as a text; anything else is an empty one. */
export function asText(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

/** The objects of a list. */
export function objectsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return asList(value).map(asObject);
}

/** The texts under `name` of a list's objects. */
export function namesOf(value: JsonValue | undefined): readonly string[] {
  return objectsOf(value).map(({ name }) => asText(name));
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Every text inside a value, keys not included, with its path from there. */
export function textsIn(
  value: JsonValue | undefined,
  path: readonly (string | number)[] = [],
): readonly { readonly text: string; readonly path: readonly (string | number)[] }[] {
  if (typeof value === "string") return [{ text: value, path }];
  if (isList(value)) return value.flatMap((element, index) => textsIn(element, [...path, index]));
  return Object.entries(asObject(value)).flatMap(([key, member]) => textsIn(member, [...path, key]));
}
