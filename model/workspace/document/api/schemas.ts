import { z } from "zod";
import { documentRegistry } from "../registry.js";
import { DOCUMENT_TYPES, type TypeId } from "../types.js";

/** The text by which other parts of the document refer to a schema. */
export function refTo(id: TypeId): { readonly $ref: string } {
  return { $ref: pointer(id) };
}

function pointer(id: string): string {
  return `#/components/schemas/${id}`;
}

/**
 * The schemas of all types, by name. They describe what may be sent, and do not forbid fields that they do not name,
 * so that older clients read newer answers; our parsers are stricter.
 */
export function componentSchemas(): Record<string, z.core.JSONSchema.BaseSchema> {
  const { schemas } = z.toJSONSchema(documentRegistry, {
    target: "openapi-3.0",
    io: "input",
    metadata: documentRegistry,
    uri: pointer,
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      if (jsonSchema.type === "integer") {
        delete jsonSchema.minimum;
        delete jsonSchema.maximum;
      }
    },
  });
  return Object.fromEntries(
    Object.keys(DOCUMENT_TYPES)
      .sort()
      .map((id) => {
        const schema = { ...schemas[id] };
        delete schema.$id;
        return [id, schema];
      }),
  );
}
