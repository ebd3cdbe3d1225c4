import { z } from "zod";
import { message, optional } from "../message.js";
import { bytes, int32, text } from "../wire.js";

export const contentAny = message("contentAny", "A message of any type.", {
  type_url: optional(text, "Names the type."),
  value: optional(bytes, "The message, in Protocol Buffers' own form."),
});
export type ContentAny = z.infer<typeof contentAny>;

export const runtimeError = message("runtimeError", "Why a call failed.", {
  code: optional(int32, "Status code of gRPC."),
  error: optional(text, "What went wrong."),
  message: optional(text, "What went wrong, for people."),
  details: optional(z.array(contentAny), "Further messages."),
});
export type RuntimeError = z.infer<typeof runtimeError>;
