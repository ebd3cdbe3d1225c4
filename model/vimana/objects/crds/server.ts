import { fields, text, texts, vimanaKind } from "./schema.js";

/** Services that are deployed and upgraded together. */
export const serverCrd = vimanaKind(
  "Server",
  "gRPC services that are deployed and upgraded together, and the shares of its versions.",
  fields(
    "What is wanted.",
    {
      id: text("Unique in its domain."),
      domain: text("Id of the domain it is under."),
      services: texts("Full names of gRPC services. Without any, it takes all calls."),
      auth: fields("Who may call it.", { jwks: texts("Addresses of JSON Web Key Sets.") }),
      features: {
        type: "object",
        description: "Feature flags, by name.",
        // What a flag consists of is open: it is kept as it was declared.
        additionalProperties: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
      },
      versionWeights: {
        type: "object",
        description: "By version: its share of the calls is its weight divided by the sum of all.",
        additionalProperties: { type: "integer", format: "int32" },
      },
    },
    ["id", "domain"],
  ),
);
