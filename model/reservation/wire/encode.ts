import type { z } from "zod";
import { Failure } from "../../shared/errors.js";
import { isObject, type JsonObject, type JsonValue } from "../../shared/json.js";
import { formatPropertyPath, type PropertyPath } from "../../shared/property-path.js";
import { foreignField, type Generation } from "./generation.js";
import { SCALAR_CODECS } from "./scalar-codecs.js";
import { structureOf, type Structure } from "./structure.js";
import { wireName } from "./wire-name.js";

/** How empty lists and maps are written: as Go's servers write what was never set, or as `[]` and `{}`. */
export type Empties = "null" | "empty";

interface Writing {
  readonly generation: Generation;
  readonly empties: Empties;
}

/**
 * The JSON value of something of the internal model, keys in upstream's order, nothing left out that the generation
 * knows.
 *
 * @throws Failure for a number that JSON cannot carry exactly.
 */
export function encode<S extends z.ZodType>(
  generation: Generation,
  schema: S,
  value: z.output<S>,
  empties: Empties = "null",
): JsonValue {
  return encodeValue(schema, value, [], { generation, empties });
}

function encodeValue(schema: z.core.$ZodType, value: unknown, at: PropertyPath, writing: Writing): JsonValue {
  const structure = structureOf(schema);
  switch (structure.kind) {
    case "object":
      return encodeObject(structure, value, at, writing);
    case "list": {
      const items = Array.isArray(value) ? value : [];
      if (items.length === 0) return writing.empties === "null" ? null : [];
      return items.map((item: unknown, index) =>
        encodeValue(structure.element, item, [...at, index], writing),
      );
    }
    case "texts": {
      const texts = isObject(value) ? Object.entries(value) : [];
      if (texts.length === 0) return writing.empties === "null" ? null : {};
      return Object.fromEntries(texts.map(([key, text]): [string, JsonValue] => [key, String(text)]));
    }
    case "scalar": {
      const codec = SCALAR_CODECS.get(structure.schema);
      const written = codec === undefined ? plain(value) : codec.encode(value, writing.generation);
      if (written !== undefined) return written;
      throw new Failure({
        what: "the value cannot be written as JSON without losing digits",
        where: formatPropertyPath(at),
        next: "Use a number up to 9007199254740991",
      });
    }
  }
}

function encodeObject(
  { type, fields }: Extract<Structure, { kind: "object" }>,
  value: unknown,
  at: PropertyPath,
  writing: Writing,
): JsonObject {
  const holder = isObject(value) ? value : {};
  const members = fields.flatMap(({ key, schema }): [string, JsonValue][] => {
    const foreign = foreignField(writing.generation, type, key);
    if (foreign === "never") return [];
    const name = wireName(key);
    const written = encodeValue(schema, holder[key], [...at, name], writing);
    return foreign === "held" && isZero(written) ? [] : [[name, written]];
  });
  return Object.fromEntries(members);
}

/** Whether Go would have written this for something that was never set. */
function isZero(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.values<JsonValue | undefined>({ ...value }).every(isZero);
  return value === undefined || value === null || value === 0 || value === "" || value === false;
}

function plain(value: unknown): JsonValue | undefined {
  if (typeof value === "string" || typeof value === "boolean") return value;
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
