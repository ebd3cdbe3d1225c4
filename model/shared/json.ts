/** A JSON value. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A JSON object; a key whose value is `undefined` counts as absent. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** Whether a value is a plain object and neither `null` nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Canonical text of a JSON value: object keys sorted by code unit, no white space, absent keys left out.
 * Two values are equal exactly when their texts are.
 */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) {
    return `[${value.map((element: JsonValue) => canonicalJson(element)).join(",")}]`;
  }
  if (isObject(value)) {
    const object: JsonObject = value;
    const members = Object.keys(object)
      .sort()
      .flatMap((key) => {
        const member = object[key];
        return member === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(member)}`];
      });
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(value);
}
