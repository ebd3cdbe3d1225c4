import { fields, text, texts, vimanaKind } from "./schema.js";

const reflection = fields("Which services gRPC reflection tells; one of the two.", {
  noneBut: texts("Only these, by full name."),
  allBut: texts("All but these, by full name."),
});

/** What is reached by one canonical host and its aliases. */
export const domainCrd = vimanaKind(
  "Domain",
  "Hosts by which servers are reached, and what holds for all of these.",
  fields(
    "What is wanted.",
    {
      id: text("32 lower-case hex digits, unique everywhere."),
      vimana: text("Name of the Vimana it is under."),
      aliases: texts("Hosts besides the canonical one."),
      regions: texts("Regions where its servers may run. Default any."),
      failover: texts("Hosts that take over when none of its servers can answer."),
      grpc: fields("What is special to gRPC.", { reflection }),
      openApi: {
        type: "boolean",
        description: "Whether it describes its HTTP methods at /.well-known/schema.json.",
      },
    },
    ["id", "vimana"],
  ),
);
