import type { JsonValue } from "../../shared/json.js";

/**
 * What a comparison has to know of a field's type beyond its JSON. Only what makes a difference is described:
 * fields that are not listed compare as plain JSON.
 */
export type KnownType = ScalarType | StructType | MapType | ListType;

/** `quantity`: 1000m is 1. `duration`: 60m is 1h. `bytes`: base64 with or without line ends. */
export type ScalarFormat = "plain" | "quantity" | "duration" | "bytes";

export interface ScalarType {
  readonly type: "scalar";
  readonly format: ScalarFormat;
  /** The server does not store `""`, `0` and `false` of this field: they are the same as leaving it out. */
  readonly zeroIsAbsent: boolean;
  /** What the server fills in. */
  readonly defaultsTo?: JsonValue;
}

export interface StructType {
  readonly type: "struct";
  readonly fields: ReadonlyMap<string, KnownType>;
  /** Written as one value: an apply replaces all of it. */
  readonly atomic: boolean;
}

export interface MapType {
  readonly type: "map";
  readonly values: KnownType | undefined;
  readonly atomic: boolean;
}

export interface ListType {
  readonly type: "list";
  readonly items: KnownType | undefined;
  /** The fields that name an element, where an apply merges element by element. */
  readonly keys?: readonly string[];
  /** Members are merged and have no order. */
  readonly set: boolean;
}

/** A scalar of a format; see {@link ScalarType}. */
export function scalar(
  format: ScalarFormat,
  more: { readonly zeroIsAbsent?: boolean; readonly defaultsTo?: JsonValue } = {},
): ScalarType {
  return { type: "scalar", format, zeroIsAbsent: false, ...more };
}

/** A plain scalar whose zero value the server does not store. */
export const OPTIONAL: ScalarType = scalar("plain", { zeroIsAbsent: true });
export const QUANTITY: ScalarType = scalar("quantity");
export const DURATION: ScalarType = scalar("duration");
export const BYTES: ScalarType = scalar("bytes");

/** A plain scalar that the server fills in. */
export function defaulted(value: JsonValue): ScalarType {
  return scalar("plain", { zeroIsAbsent: true, defaultsTo: value });
}

/** An object with these fields of note; `optional` names those of type {@link OPTIONAL}. */
export function struct(
  fields: Readonly<Record<string, KnownType>>,
  {
    optional = [],
    atomic = false,
  }: { readonly optional?: readonly string[]; readonly atomic?: boolean } = {},
): StructType {
  const listed = optional.map((name) => [name, OPTIONAL] as const);
  return { type: "struct", fields: new Map([...listed, ...Object.entries(fields)]), atomic };
}

export function mapOf(values?: KnownType, { atomic = false }: { readonly atomic?: boolean } = {}): MapType {
  return { type: "map", values, atomic };
}

/** A list that counts as one value. */
export function listOf(items?: KnownType): ListType {
  return { type: "list", items, set: false };
}

/** A list that is merged by the keys of its elements. */
export function keyedList(keys: readonly string[], items?: KnownType): ListType {
  return { type: "list", items, keys, set: false };
}

/** A list of distinct scalars without order. */
export const SET: ListType = { type: "list", items: undefined, set: true };

/** The type of an object's field, of a map's values or of a list's elements. */
export function typeBelow(type: KnownType | undefined, field: string | undefined): KnownType | undefined {
  switch (type?.type) {
    case "struct":
      return field === undefined ? undefined : type.fields.get(field);
    case "map":
      return type.values;
    case "list":
      return type.items;
    case "scalar":
    case undefined:
      return undefined;
  }
}
