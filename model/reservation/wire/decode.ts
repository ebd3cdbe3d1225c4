import type { z } from "zod";
import { isObject } from "../../shared/json.js";
import type { Problem } from "../../shared/problem.js";
import { formatPropertyPath, type PropertyPath } from "../../shared/property-path.js";
import type { Generation } from "./generation.js";
import { SCALAR_CODECS } from "./scalar-codecs.js";
import { structureOf } from "./structure.js";
import { wireName, wirePath } from "./wire-name.js";

/** What was read from the wire. */
export type Decoded<T> =
  /** Warnings name keys that the type does not have; they were left out. */
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Problem[] }
  /** Every fault, with its path on the wire. */
  | { readonly ok: false; readonly problems: readonly Problem[] };

interface Reading {
  readonly generation: Generation;
  readonly problems: Problem[];
  readonly warnings: Problem[];
}

/**
 * Reads a JSON value as a type of the internal model: absent and `null` mean empty, numbers of 64 bits become decimal
 * text and are refused where JSON has rounded them.
 *
 * @param at Where the value stands, for the paths of problems.
 */
export function decode<S extends z.ZodType>(
  generation: Generation,
  schema: S,
  wire: unknown,
  at: PropertyPath = [],
): Decoded<z.output<S>> {
  const reading: Reading = { generation, problems: [], warnings: [] };
  const tree = decodeValue(schema, wire, at, reading);
  if (reading.problems.length > 0) return { ok: false, problems: reading.problems };
  const parsed = schema.safeParse(tree);
  if (parsed.success) return { ok: true, value: parsed.data, warnings: reading.warnings };
  return {
    ok: false,
    problems: parsed.error.issues.map(({ path, message }) => ({
      path: formatPropertyPath([...at, ...wirePath(path)]),
      reason: message.charAt(0).toLowerCase() + message.slice(1),
    })),
  };
}

/** The value as the schema takes it; undefined where the wire has none. */
function decodeValue(schema: z.core.$ZodType, wire: unknown, at: PropertyPath, reading: Reading): unknown {
  const structure = structureOf(schema);
  const codec = structure.kind === "scalar" ? SCALAR_CODECS.get(structure.schema) : undefined;
  if (wire === undefined || (wire === null && codec?.nullCounts !== true)) return undefined;
  switch (structure.kind) {
    case "object": {
      if (!isObject(wire)) return refuse(`must be an object and is ${typeName(wire)}`, at, reading);
      warnOfUnknown(
        wire,
        structure.fields.map(({ key }) => wireName(key)),
        at,
        reading,
      );
      const members = structure.fields.map(({ key, schema: field }): [string, unknown] => {
        const name = wireName(key);
        return [key, decodeValue(field, ownMember(wire, name), [...at, name], reading)];
      });
      return Object.fromEntries(members.filter(([, member]) => member !== undefined));
    }
    case "list": {
      if (!Array.isArray(wire)) return refuse(`must be a list and is ${typeName(wire)}`, at, reading);
      const { element } = structure;
      return wire.map((item: unknown, index) =>
        item === null
          ? refuse("must not be null", [...at, index], reading)
          : decodeValue(element, item, [...at, index], reading),
      );
    }
    case "texts":
      return decodeTexts(wire, at, reading);
    case "scalar": {
      if (codec === undefined) {
        if (typeof wire === structure.json) return wire;
        return refuse(`must be a ${structure.json} and is ${typeName(wire)}`, at, reading);
      }
      const scalar = codec.decode(wire, reading.generation);
      return "value" in scalar ? scalar.value : refuse(scalar.fault, at, reading);
    }
  }
}

function decodeTexts(wire: unknown, at: PropertyPath, reading: Reading): unknown {
  if (!isObject(wire)) return refuse(`must be an object and is ${typeName(wire)}`, at, reading);
  for (const [key, value] of Object.entries(wire)) {
    if (typeof value !== "string")
      refuse(`must be a string and is ${typeName(value)}`, [...at, key], reading);
    // Objects of JavaScript cannot be trusted to keep it, and it enters signatures.
    if (key === "__proto__") refuse("cannot be used as a name", [...at, key], reading);
  }
  return wire;
}

function warnOfUnknown(
  wire: Record<string, unknown>,
  known: readonly string[],
  at: PropertyPath,
  reading: Reading,
): void {
  for (const key of Object.keys(wire).filter((name) => !known.includes(name))) {
    reading.warnings.push({
      path: formatPropertyPath([...at, key]),
      reason: `unknown key "${key}" is left out; no signature covers it`,
      severity: "warning",
    });
  }
}

function refuse(reason: string, at: PropertyPath, reading: Reading): unknown {
  reading.problems.push({ path: formatPropertyPath(at), reason });
  return undefined;
}

function ownMember(holder: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(holder, key) ? holder[key] : undefined;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
