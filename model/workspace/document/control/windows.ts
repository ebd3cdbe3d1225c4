import { z } from "zod";
import { WINDOW_KINDS } from "../enumerations.js";
import { message, optional } from "../message.js";
import { flag, text, texts } from "../wire.js";

export const v1alphaSyncWindow = message("v1alphaSyncWindow", "When syncs are permitted or forbidden.", {
  kind: optional(z.enum(WINDOW_KINDS), "Whether it permits or forbids."),
  schedule: optional(text, "When it opens: cron with five fields."),
  duration: optional(text, "How long it is open: a Go duration."),
  workSpaces: optional(texts, "Names of workspaces that it is for, as globs."),
  namespaces: optional(texts, "Namespaces that it is for, as globs."),
  providers: optional(texts, "Names or URLs of clusters that it is for, as globs."),
  manualSync: optional(flag, "Whether a sync that a person asks for is permitted anyway. Default false."),
  timeZone: optional(text, "Time zone of the schedule, as Europe/Madrid. Default UTC."),
  andOperator: optional(flag, "Whether all lists have to match instead of any. Default false."),
  description: optional(text, "Why it exists; at most 255 characters."),
  syncOverrun: optional(flag, "Whether a sync that began in time may go on. Default false."),
});
export type V1alphaSyncWindow = z.infer<typeof v1alphaSyncWindow>;
