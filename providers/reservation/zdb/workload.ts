import { ZdbDiskTypeEnum } from "../../../model/reservation/types/enums/disk-type.js";
import { ZdbModeEnum } from "../../../model/reservation/types/enums/zdb-mode.js";
import { zdbSchema, type Zdb } from "../../../model/reservation/types/zdb.js";
import type { ZdbInputs } from "../zdb.js";

/** The workload as the model has it; its password is left out. */
export function zdbWorkload(inputs: ZdbInputs): Zdb {
  const { node, pool, description, metadata, size } = inputs;
  return zdbSchema.parse({
    nodeId: node,
    ...(pool === undefined ? {} : { poolId: pool }),
    description,
    metadata,
    size,
    mode: inputs.mode === "seq" ? ZdbModeEnum.ZdbModeSeq : ZdbModeEnum.ZdbModeUser,
    diskType: inputs.diskType === "ssd" ? ZdbDiskTypeEnum.ZdbDiskTypeSsd : ZdbDiskTypeEnum.ZdbDiskTypeHdd,
    public: inputs.public,
  });
}
