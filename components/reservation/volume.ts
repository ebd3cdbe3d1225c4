import type * as pulumi from "@pulumi/pulumi";
import { volume, type VolumeInputs, type VolumeOutputs } from "../../providers/reservation/volume.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/** Room on a disk of a node that containers mount. */
export class Volume extends KindResource<VolumeInputs, VolumeOutputs> {
  declare readonly workloadId: pulumi.Output<string>;
  /** Folder on the node. */
  declare readonly path: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<VolumeInputs>, opts?: pulumi.CustomResourceOptions) {
    super(volume, name, args, opts);
  }
}
