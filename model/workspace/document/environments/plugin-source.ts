import { z } from "zod";
import { message, optional } from "../message.js";
import { text, textMap, texts } from "../wire.js";

export const workSpaceEnvEntry = message("workSpaceEnvEntry", "A variable of an environment.", {
  name: optional(text, "Name of the variable."),
  value: optional(text, "Its value."),
});
export type WorkSpaceEnvEntry = z.infer<typeof workSpaceEnvEntry>;

export const v1alphaPluginParameter = message(
  "v1alphaPluginParameter",
  "What a plugin is told: a text, a map or a list.",
  {
    name: optional(text, "Name of the parameter."),
    string: optional(text, "Its value, where that is a text."),
    map: optional(textMap, "Its value, where that is a map."),
    array: optional(texts, "Its value, where that is a list."),
  },
);
export type V1alphaPluginParameter = z.infer<typeof v1alphaPluginParameter>;

export const v1alphaWorkSpaceSourcePlugin = message(
  "v1alphaWorkSpaceSourcePlugin",
  "How a directory is rendered by a plugin.",
  {
    name: optional(text, "Name of the plugin. Default: the first that recognises the directory."),
    env: optional(z.array(workSpaceEnvEntry), "The plugin's environment."),
    parameters: optional(z.array(v1alphaPluginParameter), "What the plugin is told."),
  },
);
export type V1alphaWorkSpaceSourcePlugin = z.infer<typeof v1alphaWorkSpaceSourcePlugin>;
