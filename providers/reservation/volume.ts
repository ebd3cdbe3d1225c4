import { z } from "zod";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { defineKind } from "../runtime/kind.js";
import { signedByExplorer } from "./explorer/replace-when.js";

const inputs = z.strictObject({
  ...workloadInputs,
  /** The most that it holds, GiB. */
  size: z.int().min(1),
  /** The pool of the node that it is made in. Default `ssd`. */
  type: z.enum(["hdd", "ssd"]).default("ssd"),
});

/** Inputs of {@link volume}. */
export type VolumeInputs = z.output<typeof inputs>;

/** Outputs of {@link volume}. */
export type VolumeOutputs = WorkloadOutputs & {
  /** Its folder on the node. */
  path: string;
};

/**
 * Room on a node's disk that containers mount. It never holds more than its size, and grows and shrinks with its data
 * in place; one that would not fit any more is not shrunk. A mounted one is not removed.
 */
export const volume = defineKind<VolumeInputs, VolumeOutputs>({
  name: "reservation.Volume",
  module: "reservation",
  type: "Volume",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS, "path"],
  replaceOn: ["node", "explorer", "type"],
  replaceWhen: signedByExplorer(),
  dataLossOn: ["node", "explorer", "type"],
  plansInOperations: true,
  naturalKey: ({ node, type }) => `${node}/volume/${type}`,
  handlers: async () => (await import("./volume.handlers.js")).volumeHandlers,
});
