import type { JsonObject } from "../../../shared/json.js";
import { VIMANA_GROUP, VIMANA_VERSION } from "../kinds.js";

/** A CustomResourceDefinition as the API server takes it. */
export type CustomResourceDefinition = {
  readonly apiVersion: "apiextensions.k8s.io/v1";
  readonly kind: "CustomResourceDefinition";
  readonly metadata: { readonly name: string };
  readonly spec: JsonObject;
};

/** A text. */
export function text(description: string): JsonObject {
  return { type: "string", description };
}

/** A list of texts. */
export function texts(description: string): JsonObject {
  return { type: "array", description, items: { type: "string" } };
}

/** An object with these fields and no others: the API server drops what is not named. */
export function fields(
  description: string,
  properties: Readonly<Record<string, JsonObject>>,
  required: readonly string[] = [],
): JsonObject {
  return {
    type: "object",
    description,
    properties,
    ...(required.length === 0 ? {} : { required }),
  };
}

/** A namespaced kind of Vimana's, called by its name in lower case, with an `s` for many. */
export function vimanaKind(kind: string, description: string, spec: JsonObject): CustomResourceDefinition {
  const singular = kind.toLowerCase();
  const plural = `${singular}s`;
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${VIMANA_GROUP}` },
    spec: {
      group: VIMANA_GROUP,
      names: { kind, listKind: `${kind}List`, plural, singular },
      scope: "Namespaced",
      versions: [
        {
          name: VIMANA_VERSION,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: fields(description, {
              apiVersion: text("Group and version of this kind."),
              kind: text("Name of this kind."),
              metadata: { type: "object" },
              spec,
              status,
            }),
          },
        },
      ],
    },
  };
}

const condition = fields(
  "One thing that the operator found out.",
  {
    type: { ...text("What it is about."), maxLength: 316, pattern: qualifiedName() },
    status: { ...text("Whether it is so."), enum: ["True", "False", "Unknown"] },
    reason: {
      ...text("Why, in one word."),
      minLength: 1,
      maxLength: 1024,
      pattern: "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$",
    },
    message: { ...text("Why, for people."), maxLength: 32768 },
    lastTransitionTime: { ...text("Since when."), format: "date-time" },
    observedGeneration: {
      type: "integer",
      format: "int64",
      minimum: 0,
      description: "Generation of the object that it was found out of.",
    },
  },
  ["lastTransitionTime", "message", "reason", "status", "type"],
);

const status = fields("What the operator found out.", {
  conditions: { type: "array", description: "One of each type.", items: condition },
});

/** A name, perhaps with a DNS subdomain and a slash before it. */
function qualifiedName(): string {
  const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  return `^(${label}(\\.${label})*/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$`;
}
