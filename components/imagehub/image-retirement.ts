import type * as pulumi from "@pulumi/pulumi";
import {
  imageRetirement,
  type ImageRetirementInputs,
  type ImageRetirementOutputs,
} from "../../providers/imagehub/image-retirement.js";
import { KindResource } from "../../providers/runtime/resource.js";

/** What an {@link ImageRetirement} is made from. */
export interface ImageRetirementArgs {
  /** Name of the cluster, from `groundplan:clusters`. */
  readonly cluster: string;
  /** `metadata.name` of the Image. */
  readonly image: string;
  /** `metadata.name` of its Repository. */
  readonly repository: string;
}

/** What follows an Image's deletion where a controller runs; the Image depends on it. */
export class ImageRetirement extends KindResource<ImageRetirementInputs, ImageRetirementOutputs> {
  constructor(name: string, args: ImageRetirementArgs, opts?: pulumi.CustomResourceOptions) {
    super(imageRetirement, name, { ...args }, opts);
  }
}
