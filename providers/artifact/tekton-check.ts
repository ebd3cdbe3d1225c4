import { z } from "zod";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  /** Namespace of Tekton's own settings. Default `tekton-pipelines`. */
  systemNamespace: z.string().min(1).default("tekton-pipelines"),
  timeouts: commonInputs.timeouts,
});

/** Inputs of {@link tektonCheck}. */
export type TektonCheckInputs = z.infer<typeof inputs>;

/** Outputs of {@link tektonCheck}. */
export type TektonCheckOutputs = {
  /** API version of the runs. */
  served: string;
};

/**
 * Looks, at every preview and `up`, whether a cluster can run pipelines that are written inside their runs: Tekton's
 * kinds are served in v1 and no feature flag forbids inline specs. It owns nothing.
 */
export const tektonCheck = defineKind<TektonCheckInputs, TektonCheckOutputs>({
  name: "artifact.TektonCheck",
  module: "artifact",
  type: "TektonCheck",
  inputs,
  outputs: ["served"],
  timeouts: { create: 60_000, read: 60_000, update: 60_000 },
  handlers: async () => (await import("./tekton-check.handlers.js")).tektonCheckHandlers,
});
