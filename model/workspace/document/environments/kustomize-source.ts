import { z } from "zod";
import { message, optional, required } from "../message.js";
import { flag, intOrText, text, textMap, texts } from "../wire.js";

export const v1alphaKustomizeReplica = message(
  "v1alphaKustomizeReplica",
  "How many replicas one object has.",
  {
    name: required(text, "Name of the object."),
    count: required(intOrText, "Number of replicas."),
  },
);
export type V1alphaKustomizeReplica = z.infer<typeof v1alphaKustomizeReplica>;

export const v1alphaKustomizeSelector = message(
  "v1alphaKustomizeSelector",
  "The objects that a patch changes.",
  {
    group: optional(text, "API group."),
    version: optional(text, "API version."),
    kind: optional(text, "Kind."),
    name: optional(text, "Name, as a regular expression."),
    namespace: optional(text, "Namespace, as a regular expression."),
    labelSelector: optional(text, "Labels, as kubectl selects them."),
    annotationSelector: optional(text, "Annotations, as kubectl selects labels."),
  },
);
export type V1alphaKustomizeSelector = z.infer<typeof v1alphaKustomizeSelector>;

export const v1alphaKustomizePatch = message("v1alphaKustomizePatch", "A change of some objects.", {
  path: optional(text, "File of the patch, in the repository."),
  patch: optional(text, "The patch itself."),
  target: optional(v1alphaKustomizeSelector, "The objects that it changes."),
  options: optional(z.record(z.string(), z.boolean()), "Switches such as allowNameChange."),
});
export type V1alphaKustomizePatch = z.infer<typeof v1alphaKustomizePatch>;

export const v1alphaWorkSpaceSourceKustomize = message(
  "v1alphaWorkSpaceSourceKustomize",
  "How a directory is rendered by Kustomize.",
  {
    namePrefix: optional(text, "Put before every name."),
    nameSuffix: optional(text, "Put after every name."),
    images: optional(texts, "Replaced images: [old=]new[:tag] or [old=]new[@digest]."),
    commonLabels: optional(textMap, "Labels of every object."),
    labelWithoutSelector: optional(flag, "Whether the labels stay out of selectors."),
    labelIncludeTemplates: optional(flag, "Whether pod templates get the labels although selectors do not."),
    forceCommonLabels: optional(flag, "Whether the labels replace others with the same keys."),
    commonAnnotations: optional(textMap, "Annotations of every object."),
    commonAnnotationsEnvsubst: optional(flag, "Whether build variables in the annotations are replaced."),
    forceCommonAnnotations: optional(flag, "Whether the annotations replace others with the same keys."),
    namespace: optional(text, "Namespace of every object."),
    replicas: optional(z.array(v1alphaKustomizeReplica), "Numbers of replicas."),
    patches: optional(z.array(v1alphaKustomizePatch), "Changes of objects."),
    components: optional(texts, "Components that are added, in the repository."),
    ignoreMissingComponents: optional(flag, "Whether a missing component is no error."),
    version: optional(text, "Version of Kustomize."),
    kubeVersion: optional(text, "Kubernetes version that charts see."),
    apiVersions: optional(texts, "API versions that charts see."),
  },
);
export type V1alphaWorkSpaceSourceKustomize = z.infer<typeof v1alphaWorkSpaceSourceKustomize>;
