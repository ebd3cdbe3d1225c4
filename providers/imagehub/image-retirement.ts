import { z } from "zod";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  /** `metadata.name` of the Image. */
  image: z.string().min(1),
  /** `metadata.name` of its Repository. */
  repository: z.string().min(1),
  timeouts: commonInputs.timeouts,
  onUnreachable: commonInputs.onUnreachable,
});

/** Inputs of {@link imageRetirement}. */
export type ImageRetirementInputs = z.infer<typeof inputs>;
/** {@link imageRetirement} has no outputs of its own. */
export type ImageRetirementOutputs = Record<string, never>;

/**
 * What has to happen after an Image is deleted in controller mode (imagehub.md 2.8 #2, 6.4). The controller's webhook
 * refuses every write to a Repository whose status names a latest tag that is gone, so the Repository would never
 * recover by itself. An Image depends on its retirement, which is therefore deleted after it, and takes the lost
 * tag out of the status; that write passes no webhook.
 */
export const imageRetirement = defineKind<ImageRetirementInputs, ImageRetirementOutputs>({
  name: "imagehub.ImageRetirement",
  module: "imagehub",
  type: "ImageRetirement",
  inputs,
  outputs: [],
  replaceOn: ["cluster", "image", "repository"],
  handlers: async () => (await import("./image-retirement.handlers.js")).imageRetirementHandlers,
});
