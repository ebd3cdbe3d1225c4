import { z } from "zod";
import { message, optional, required } from "../message.js";
import { text, texts } from "../wire.js";

/** What comparisons leave out or treat specially. */

export const v1alphaKnownTypeField = message(
  "v1alphaKnownTypeField",
  "A field of a custom resource that holds a type of Kubernetes and is compared as such.",
  {
    field: required(text, "Path with dots, as spec.template.spec."),
    type: required(text, "The type, as core/v1/PodSpec."),
  },
);
export type V1alphaKnownTypeField = z.infer<typeof v1alphaKnownTypeField>;

export const v1alphaOrphanedResourceKey = message(
  "v1alphaOrphanedResourceKey",
  "Objects that do not count as orphaned.",
  {
    group: optional(text, "API group, as a glob."),
    kind: optional(text, "Kind, as a glob."),
    name: optional(text, "Name, as a glob."),
  },
);
export type V1alphaOrphanedResourceKey = z.infer<typeof v1alphaOrphanedResourceKey>;

export const v1alphaOverrideIgnoreDiff = message(
  "v1alphaOverrideIgnoreDiff",
  "Fields that comparisons leave out for every object of a kind. The spelling jSONPointers is accepted on input.",
  {
    jsonPointers: optional(texts, "Fields as JSON pointers."),
    jqPathExpressions: optional(texts, "Fields as jq paths."),
    managedFieldsManagers: optional(texts, "Managers whose fields are left out."),
  },
  { jSONPointers: "jsonPointers" },
);
export type V1alphaOverrideIgnoreDiff = z.infer<typeof v1alphaOverrideIgnoreDiff>;
