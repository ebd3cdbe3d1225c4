import { z } from "zod";
import { v1alphaInfo } from "../common/info.js";
import { v1alphaSyncPolicy } from "../control/sync-policy.js";
import { message, optional, required } from "../message.js";
import { anyObject, int64, text } from "../wire.js";
import { v1alphaWorkSpaceDestination } from "./destination.js";
import { v1alphaResourceIgnoreDifferences } from "./resource-rules.js";
import { v1alphaWorkSpaceSource } from "./source.js";

export const v1alphaWorkSpaceSpec = message("v1alphaWorkSpaceSpec", "What a workspace shall be.", {
  source: optional(v1alphaWorkSpaceSource, "Where its objects come from."),
  sources: optional(
    z.array(v1alphaWorkSpaceSource),
    "Several sources; where there are any, source does not count.",
  ),
  destination: required(v1alphaWorkSpaceDestination, "Where its objects live."),
  syncPolicy: optional(v1alphaSyncPolicy, "When and how it is synchronised."),
  ignoreDifferences: optional(
    z.array(v1alphaResourceIgnoreDifferences),
    "Fields of objects that comparisons leave out.",
  ),
  info: optional(z.array(v1alphaInfo), "What people are told of it."),
  revisionHistoryLimit: optional(int64, "How many earlier revisions are kept; 0 keeps none. Default 10."),
  project: optional(text, "The policy that it is subject to. Default: default."),
  sourceHydrator: optional(anyObject, "How sources are rendered into another branch."),
});
export type V1alphaWorkSpaceSpec = z.infer<typeof v1alphaWorkSpaceSpec>;
