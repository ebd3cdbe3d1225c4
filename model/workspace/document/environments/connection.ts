import { z } from "zod";
import { v1Time } from "../common/times.js";
import { CONNECTION_STATUSES } from "../enumerations.js";
import { message, optional } from "../message.js";
import { text } from "../wire.js";

export const v1alphaConnectionState = message(
  "v1alphaConnectionState",
  "Whether a cluster or a repository answers.",
  {
    status: optional(z.enum(CONNECTION_STATUSES), "Whether the last attempt succeeded."),
    message: optional(text, "What went wrong, for people."),
    attemptedAt: optional(v1Time, "When it was last tried."),
  },
);
export type V1alphaConnectionState = z.infer<typeof v1alphaConnectionState>;
