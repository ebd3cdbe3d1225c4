import { VolumeTypeEnum } from "../../../model/reservation/types/enums/volume-type.js";
import { volumeSchema, type Volume } from "../../../model/reservation/types/volume.js";
import type { VolumeInputs } from "../volume.js";

/** The workload as the model has it. */
export function volumeWorkload({ node, pool, description, metadata, size, type }: VolumeInputs): Volume {
  return volumeSchema.parse({
    nodeId: node,
    ...(pool === undefined ? {} : { poolId: pool }),
    description,
    metadata,
    size,
    type: type === "ssd" ? VolumeTypeEnum.VolumeTypeSSD : VolumeTypeEnum.VolumeTypeHDD,
  });
}
