import { fields, texts, vimanaKind } from "./schema.js";

/** A gateway and all that is behind it. */
export const vimanaCrd = vimanaKind(
  "Vimana",
  "A gateway and the domains behind it.",
  fields("What is wanted.", { regions: texts("Regions that this cluster counts as part of.") }),
);
