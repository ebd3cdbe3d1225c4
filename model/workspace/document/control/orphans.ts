import { z } from "zod";
import { v1alphaOrphanedResourceKey } from "../common/comparison.js";
import { message, optional } from "../message.js";
import { flag } from "../wire.js";

export const v1alphaOrphanedResourcesMonitorSettings = message(
  "v1alphaOrphanedResourcesMonitorSettings",
  "How objects that belong to no workspace are dealt with.",
  {
    warn: optional(flag, "Whether they cause a warning. Default false."),
    ignore: optional(z.array(v1alphaOrphanedResourceKey), "Objects that do not count."),
  },
);
export type V1alphaOrphanedResourcesMonitorSettings = z.infer<typeof v1alphaOrphanedResourcesMonitorSettings>;
