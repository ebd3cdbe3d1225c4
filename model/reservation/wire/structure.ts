import { z } from "zod";

/** What a schema of the internal model is made of, as far as the wire cares. */
export type Structure =
  | { readonly kind: "object"; readonly type: z.core.$ZodType; readonly fields: readonly Field[] }
  | { readonly kind: "list"; readonly element: z.core.$ZodType }
  | { readonly kind: "texts" }
  /** `json` is what the wire has. */
  | {
      readonly kind: "scalar";
      readonly schema: z.core.$ZodType;
      readonly json: "string" | "number" | "boolean";
    };

export interface Field {
  readonly key: string;
  readonly schema: z.core.$ZodType;
}

/** Takes a schema apart. Fields keep their order, which is upstream's order on the wire. */
export function structureOf(schema: z.core.$ZodType): Structure {
  const bare = withoutDefault(schema);
  if (bare instanceof z.ZodObject) {
    const fields = Object.entries<z.core.$ZodType>(bare.shape);
    return { kind: "object", type: bare, fields: fields.map(([key, field]) => ({ key, schema: field })) };
  }
  if (bare instanceof z.ZodArray) return { kind: "list", element: bare.element };
  if (bare instanceof z.ZodRecord) return { kind: "texts" };
  return { kind: "scalar", schema: bare, json: jsonType(bare) };
}

function withoutDefault(schema: z.core.$ZodType): z.core.$ZodType {
  const wrapped = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return wrapped ? withoutDefault(schema.unwrap()) : schema;
}

function jsonType(schema: z.core.$ZodType): "string" | "number" | "boolean" {
  // Integers of 64 bits, the one union there is, are text inside and numbers on the wire.
  const number =
    schema instanceof z.ZodNumber || schema instanceof z.ZodLiteral || schema instanceof z.ZodUnion;
  if (number) return "number";
  return schema instanceof z.ZodBoolean ? "boolean" : "string";
}
