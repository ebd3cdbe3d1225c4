import { z } from "zod";
import { ACTION_PARAMETER_TYPES } from "../enumerations.js";
import { message, optional, required } from "../message.js";
import { flag, text, texts } from "../wire.js";

export const v1alphaCommand = message("v1alphaCommand", "A command that a plugin runs.", {
  command: optional(texts, "The command and its first arguments."),
  args: optional(texts, "Further arguments."),
});
export type V1alphaCommand = z.infer<typeof v1alphaCommand>;

export const v1alphaResourceActionParam = message("v1alphaResourceActionParam", "What an action is told.", {
  name: optional(text, "Name of the parameter."),
  value: optional(text, "Its value."),
  type: optional(z.enum(ACTION_PARAMETER_TYPES), "What the value is read as."),
  default: optional(text, "Its value where none is given."),
});
export type V1alphaResourceActionParam = z.infer<typeof v1alphaResourceActionParam>;

export const v1alphaResourceAction = message(
  "v1alphaResourceAction",
  "Something that can be done with an object.",
  {
    name: required(text, "Name of the action, as restart."),
    params: optional(z.array(v1alphaResourceActionParam), "What it is told."),
    disabled: optional(flag, "Whether it cannot be done at present."),
    iconClass: optional(text, "Picture of the action in a user interface."),
    displayName: optional(text, "Name for people. Default: the name."),
  },
);
export type V1alphaResourceAction = z.infer<typeof v1alphaResourceAction>;
