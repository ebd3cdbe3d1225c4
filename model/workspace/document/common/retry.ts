import { z } from "zod";
import { message, optional } from "../message.js";
import { flag, int64, text } from "../wire.js";

export const v1alphaBackoff = message("v1alphaBackoff", "How long the retries of a sync wait.", {
  duration: optional(text, "Wait before the first retry: a Go duration, or seconds. Default 5s."),
  factor: optional(int64, "By how much each further wait is longer. Default 2."),
  maxDuration: optional(text, "Longest wait: a Go duration, or seconds. Default 3m."),
});
export type V1alphaBackoff = z.infer<typeof v1alphaBackoff>;

export const v1alphaRetryStrategy = message(
  "v1alphaRetryStrategy",
  "Whether and how a failed sync is tried again.",
  {
    limit: optional(int64, "How often it is tried again: 0 never, -1 without end."),
    backoff: optional(v1alphaBackoff, "How long it waits in between."),
    refresh: optional(flag, "Whether a retry resolves the revision anew. Default false."),
  },
);
export type V1alphaRetryStrategy = z.infer<typeof v1alphaRetryStrategy>;
