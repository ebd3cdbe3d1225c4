import { fields, text, vimanaKind } from "./schema.js";

/** A version of a server. */
export const componentCrd = vimanaKind(
  "Component",
  "One version of a server.",
  fields(
    "What is wanted.",
    {
      version: text("Semantic version, unique in its server and never used again."),
      server: text("Id of the server it is a version of."),
      domain: text("Id of the domain that the server is under."),
      image: text("Reference of the image that it runs."),
    },
    ["version", "server", "domain", "image"],
  ),
);
