import { z } from "zod";
import { message, optional } from "../message.js";
import { anyObject, flag, text, texts } from "../wire.js";

export const v1alphaHelmParameter = message("v1alphaHelmParameter", "A value that is set by its path.", {
  name: optional(text, "Path of the value, as image.tag."),
  value: optional(text, "The value."),
  forceString: optional(flag, "Whether the value stays text although it looks like a number or a flag."),
});
export type V1alphaHelmParameter = z.infer<typeof v1alphaHelmParameter>;

export const v1alphaHelmFileParameter = message(
  "v1alphaHelmFileParameter",
  "A value that is set to the content of a file.",
  {
    name: optional(text, "Path of the value."),
    path: optional(text, "The file, in the repository."),
  },
);
export type V1alphaHelmFileParameter = z.infer<typeof v1alphaHelmFileParameter>;

export const v1alphaWorkSpaceSourceHelm = message(
  "v1alphaWorkSpaceSourceHelm",
  "How a chart is rendered by Helm.",
  {
    valueFiles: optional(texts, "Files of values, in the repository; later ones win."),
    parameters: optional(z.array(v1alphaHelmParameter), "Values by their paths; they win over all others."),
    fileParameters: optional(z.array(v1alphaHelmFileParameter), "Values from files, by their paths."),
    releaseName: optional(text, "Name of the release. Default: the workspace's."),
    values: optional(text, "Values as YAML; they win over files."),
    valuesObject: optional(anyObject, "Values; they replace the YAML text."),
    version: optional(text, "Version of Helm; v3."),
    passCredentials: optional(flag, "Whether the repository's credentials go to other hosts as well."),
    ignoreMissingValueFiles: optional(flag, "Whether a missing file of values is no error."),
    skipCrds: optional(flag, "Whether the chart's CRDs are left out."),
    skipTests: optional(flag, "Whether the chart's tests are left out."),
    skipSchemaValidation: optional(flag, "Whether values are not checked against the chart's schema."),
    namespace: optional(text, "Namespace that templates see. Default: the destination's."),
    kubeVersion: optional(text, "Kubernetes version that templates see. Default: the destination's."),
    apiVersions: optional(texts, "API versions that templates see. Default: the destination's."),
  },
);
export type V1alphaWorkSpaceSourceHelm = z.infer<typeof v1alphaWorkSpaceSourceHelm>;
