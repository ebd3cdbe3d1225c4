/**
 * Types as rows: for each type the names of its fields by what they hold, separated by blanks. A field holds a scalar
 * (a word in lower case), another type (`SecurityContext`), a list (`[]…`) or an object with free keys (`{}…`).
 */
export type TypeRows = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a field holds. */
export type FieldType =
  | { readonly kind: "scalar"; readonly scalar: Scalar }
  | { readonly kind: "type"; readonly name: string }
  | { readonly kind: "list" | "map"; readonly of: FieldType };

export const SCALARS = [
  "string",
  "bool",
  "int32",
  "int64",
  /** Amount with a unit: `500m`, `1Gi`, or a plain number. */
  "quantity",
  /** Go duration: `1h30m`. */
  "duration",
  "intOrString",
  /** RFC 3339. */
  "time",
  /** Value of a parameter or result: any JSON; what is no text, list of texts or object of texts counts as a text. */
  "paramValue",
  /** The same where it must not be absent; null is an empty text. */
  "requiredValue",
  "any",
] as const;
export type Scalar = (typeof SCALARS)[number];

/** Fields of each type. */
export type TypeTable = ReadonlyMap<string, ReadonlyMap<string, FieldType>>;

/** Reads rows. */
export function typeTable(...groups: readonly TypeRows[]): TypeTable {
  return new Map(
    groups.flatMap((rows) =>
      Object.entries(rows).map(([name, fields]): [string, ReadonlyMap<string, FieldType>] => [
        name,
        fieldsOf(fields),
      ]),
    ),
  );
}

function fieldsOf(fields: Readonly<Record<string, string>>): ReadonlyMap<string, FieldType> {
  return new Map(
    Object.entries(fields).flatMap(([expression, names]) => {
      const type = fieldType(expression);
      return names.split(" ").map((name): [string, FieldType] => [name, type]);
    }),
  );
}

function fieldType(expression: string): FieldType {
  if (expression.startsWith("[]")) return { kind: "list", of: fieldType(expression.slice(2)) };
  if (expression.startsWith("{}")) return { kind: "map", of: fieldType(expression.slice(2)) };
  const scalar = SCALARS.find((name) => name === expression);
  return scalar === undefined ? { kind: "type", name: expression } : { kind: "scalar", scalar };
}
