import { z } from "zod";
import { defineKind } from "../runtime/kind.js";

const inputs = z.strictObject({
  /** Where the file is, relative to the project folder. */
  path: z.string().regex(/^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$)).+/, "must be a path inside the project folder"),
  /** The kubeconfig. Secret. */
  content: z.string().min(1),
});

/** Inputs of {@link kubeconfigFile}. */
export type KubeconfigFileInputs = z.output<typeof inputs>;

/** Outputs of {@link kubeconfigFile}. */
export type KubeconfigFileOutputs = Record<string, never>;

/**
 * A kubeconfig in a file of the project folder, for its owner alone: what `groundplan:clusters` names of a cluster that
 * the same stack makes. A checkout that has no file yet gets one with the next update.
 */
export const kubeconfigFile = defineKind<KubeconfigFileInputs, KubeconfigFileOutputs>({
  name: "reservation.KubeconfigFile",
  module: "reservation",
  type: "KubeconfigFile",
  inputs,
  outputs: [],
  secretInputs: ["content"],
  replaceOn: ["path"],
  naturalKey: ({ path }) => path,
  handlers: async () => (await import("./kubeconfig-file.handlers.js")).kubeconfigFileHandlers,
});
