import { z } from "zod";
import { v1alphaKnownTypeField, v1alphaOverrideIgnoreDiff } from "../common/comparison.js";
import { message, optional, required } from "../message.js";
import { flag, text, texts } from "../wire.js";

/** What is special about some objects, or about all of a kind. */

export const v1alphaResourceIgnoreDifferences = message(
  "v1alphaResourceIgnoreDifferences",
  "Fields of some objects that comparisons leave out.",
  {
    group: optional(text, "API group, as a glob. Default: the core group."),
    kind: required(text, "Kind, as a glob."),
    name: optional(text, "Name. Default: all."),
    namespace: optional(text, "Namespace. Default: all."),
    jsonPointers: optional(texts, "Fields as JSON pointers."),
    jqPathExpressions: optional(texts, "Fields as jq paths."),
    managedFieldsManagers: optional(texts, "Managers whose fields are left out."),
  },
);
export type V1alphaResourceIgnoreDifferences = z.infer<typeof v1alphaResourceIgnoreDifferences>;

export const v1alphaResourceOverride = message(
  "v1alphaResourceOverride",
  "What is special about all objects of a kind.",
  {
    healthLua: optional(text, "A Lua script that tells the health."),
    useOpenLibs: optional(flag, "Whether the script may use Lua's standard libraries. Default false."),
    actions: optional(text, "Actions of the kind, as YAML."),
    ignoreDifferences: optional(v1alphaOverrideIgnoreDiff, "Fields that comparisons leave out."),
    ignoreResourceUpdates: optional(v1alphaOverrideIgnoreDiff, "Fields whose changes cause no refresh."),
    knownTypeFields: optional(z.array(v1alphaKnownTypeField), "Fields that hold types of Kubernetes."),
  },
);
export type V1alphaResourceOverride = z.infer<typeof v1alphaResourceOverride>;
