import { z } from "zod";
import { HEALTH_CODES } from "../../codes.js";
import { v1Time } from "../common/times.js";
import { message, optional } from "../message.js";
import { text } from "../wire.js";

export const v1alphaHealthStatus = message("v1alphaHealthStatus", "How well an object or a workspace is.", {
  status: optional(z.enum(HEALTH_CODES), "The health; of several objects the worst counts."),
  message: optional(text, "Why, for people."),
  lastTransitionTime: optional(v1Time, "When the status last changed; for workspaces."),
});
export type V1alphaHealthStatus = z.infer<typeof v1alphaHealthStatus>;
