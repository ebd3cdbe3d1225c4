import { formatPath } from "./property-path.js";

export interface Sanitised {
  readonly value: Record<string, unknown>;
  /** What had to be left out, each with its path. */
  readonly faults: readonly string[];
}

/**
 * Brings a result into the form that survives the engine's protobuf `Struct`, which throws on some JavaScript
 * values and silently damages others: no `undefined`; dates as ISO texts; bytes as base64; BigInt and integers
 * beyond 2^53 as decimal texts; Maps as objects; Sets as lists. What has no such form (functions, symbols, NaN
 * and infinities, cycles, keys called `__proto__`) is left out and named in `faults`.
 */
export function sanitise(bag: Readonly<Record<string, unknown>>): Sanitised {
  const faults: string[] = [];
  const value = members(Object.entries(bag), (key) => ({ path: [key], above: [], faults }));
  return { value, faults };
}

interface Place {
  readonly path: readonly PropertyKey[];
  readonly above: readonly object[];
  readonly faults: string[];
}

function sanitiseValue(value: unknown, place: Place): unknown {
  switch (typeof value) {
    case "undefined":
    case "string":
    case "boolean":
      return value;
    case "number":
      return sanitiseNumber(value, place);
    case "bigint":
      return value.toString();
    case "function":
    case "symbol":
      return refuse(`a ${typeof value}`, place);
    case "object":
      return value === null ? null : sanitiseObject(value, place);
  }
}

function sanitiseNumber(value: number, place: Place): unknown {
  if (!Number.isFinite(value)) return refuse(`the number ${value}`, place);
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value).toString() : value;
}

function sanitiseObject(value: object, place: Place): unknown {
  if (place.above.includes(value)) return refuse("a reference to itself", place);
  const below = (key: PropertyKey): Place => ({
    path: [...place.path, key],
    above: [...place.above, value],
    faults: place.faults,
  });
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? refuse("an invalid date", place) : value.toISOString();
  }
  if (ArrayBuffer.isView(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
  }
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString("base64");
  if (value instanceof Map)
    return members(
      [...value].map(([key, member]) => [String(key), member]),
      below,
    );
  if (value instanceof Set) return sanitiseObject([...value], place);
  if (value instanceof Error) return value.message;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => sanitiseValue(item, below(index)) ?? null);
  }
  if (hasJsonForm(value)) return sanitiseValue(value.toJSON(), { ...place, above: [...place.above, value] });
  return members(Object.entries(value), below);
}

function members(
  entries: readonly (readonly [string, unknown])[],
  below: (key: string) => Place,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, member] of entries) {
    // Assigned, here or by protobuf, this key would change the object's prototype instead of becoming a member.
    const clean =
      key === "__proto__" ? refuse("a key of this name", below(key)) : sanitiseValue(member, below(key));
    if (clean !== undefined) result[key] = clean;
  }
  return result;
}

function hasJsonForm(value: object): value is { toJSON(): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}

function refuse(what: string, place: Place): unknown {
  place.faults.push(`${formatPath(place.path)}: ${what} cannot be stored`);
  return undefined;
}
