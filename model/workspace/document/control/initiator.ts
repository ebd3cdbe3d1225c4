import { z } from "zod";
import { message, optional } from "../message.js";
import { flag, text } from "../wire.js";

export const v1alphaOperationInitiator = message("v1alphaOperationInitiator", "Who asked for an operation.", {
  username: optional(text, "Name of the user."),
  automated: optional(flag, "Whether nobody asked and a policy started it."),
});
export type V1alphaOperationInitiator = z.infer<typeof v1alphaOperationInitiator>;
