import type { z } from "zod";

/**
 * A table of schemas by the names of their components. It keeps the names and drops the shapes, which declarations
 * would repeat for every type that refers to another.
 */
export function typeTable<Id extends string>(
  types: Readonly<Record<Id, z.ZodType>>,
): Readonly<Record<Id, z.ZodType>> {
  return types;
}
