import { z } from "zod";
import { isObject } from "../../shared/json.js";
import { documentRegistry, type Notes } from "./registry.js";

/** What a field may be told besides its description. */
export type FieldNotes = Pick<Notes, "deprecated" | "writeOnly" | "readOnly">;

/** A field that may be absent. */
export function optional<T extends z.ZodType>(
  schema: T,
  description: string,
  notes: FieldNotes = {},
): z.ZodExactOptional<T> {
  return noted(z.exactOptional(schema), { description, ...notes });
}

/** A field that must be there. */
export function required<T extends z.ZodType>(schema: T, description: string): z.ZodNonOptional<T> {
  return noted(z.nonoptional(schema), { description });
}

/** The items of a list message: absent means none. */
export function items<T extends z.ZodType>(element: T, description: string): z.ZodDefault<z.ZodArray<T>> {
  return noted(z._default(z.array(element), [] as const), { description });
}

/** What a message with these fields is after it was parsed. */
export type Parsed<S extends z.ZodRawShape> = z.output<z.ZodObject<S, z.core.$strict>>;

/**
 * A message of the document: an object with exactly these fields. A field that is `null` counts as absent, since Go
 * writes empty times and lists so.
 * @param id name of the component in the OpenAPI document
 * @param others other names of fields that are accepted, with the field that each one means
 */
export function message<S extends z.ZodRawShape>(
  id: string,
  description: string,
  fields: S,
  others: Readonly<Record<string, string>> = {},
): z.ZodType<Parsed<S>> {
  const named = (value: unknown) => (isObject(value) ? withOwnNames(value, others) : value);
  return noted(z.preprocess(named, z.strictObject(fields)), { id, description });
}

function noted<T extends z.ZodType>(schema: T, notes: Notes): T {
  const plain: z.ZodType = schema;
  documentRegistry.add(plain, notes);
  return schema;
}

/** Another name is replaced only where the own one is absent; where both are there, the parser refuses the other. */
function withOwnNames(
  value: Record<string, unknown>,
  others: Readonly<Record<string, string>>,
): Record<string, unknown> {
  const present = Object.entries(value).filter(([, field]) => field !== null);
  const keys = new Set(present.map(([key]) => key));
  return Object.fromEntries(
    present.map(([key, field]) => {
      const own = Object.hasOwn(others, key) ? others[key] : undefined;
      return [own === undefined || keys.has(own) ? key : own, field];
    }),
  );
}
