import { z } from "zod";
import { SYNC_CODES } from "../../codes.js";
import { v1alphaWorkSpaceDestination } from "../environments/destination.js";
import { v1alphaResourceIgnoreDifferences } from "../environments/resource-rules.js";
import { v1alphaWorkSpaceSource } from "../environments/source.js";
import { message, optional, required } from "../message.js";
import { text, texts } from "../wire.js";

export const v1alphaComparedTo = message("v1alphaComparedTo", "What live objects were compared with.", {
  source: optional(v1alphaWorkSpaceSource, "Source of the targets."),
  sources: optional(z.array(v1alphaWorkSpaceSource), "Sources of the targets, where there are several."),
  destination: required(v1alphaWorkSpaceDestination, "Where the live objects are."),
  ignoreDifferences: optional(z.array(v1alphaResourceIgnoreDifferences), "Fields that were left out."),
});
export type V1alphaComparedTo = z.infer<typeof v1alphaComparedTo>;

export const v1alphaSyncStatus = message(
  "v1alphaSyncStatus",
  "Outcome of comparing live objects with targets.",
  {
    status: required(z.enum(SYNC_CODES), "The answer."),
    revision: optional(text, "Revision of the targets."),
    revisions: optional(texts, "Revision of each source, where there are several."),
    comparedTo: optional(v1alphaComparedTo, "What the live objects were compared with."),
  },
);
export type V1alphaSyncStatus = z.infer<typeof v1alphaSyncStatus>;
