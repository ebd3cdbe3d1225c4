import type { Volume } from "../../../model/reservation/types/volume.js";
import { VolumeTypeEnum } from "../../../model/reservation/types/enums/volume-type.js";
import type { ExplorerWorkload } from "../explorer/definition.js";
import type { VolumeInputs, VolumeOutputs } from "../volume.js";
import { volumeWorkload } from "./workload.js";

/** Volumes on explorers; nobody outside of the node knows their folder. */
export const volumeOnExplorer: ExplorerWorkload<VolumeInputs, VolumeOutputs, Volume> = {
  sort: "volume",
  type: 2,
  is: (workload) => workload.workloadType === 2,
  workload: volumeWorkload,
  asFound: ({ size, type }, last) => ({
    ...last,
    size,
    type: type === VolumeTypeEnum.VolumeTypeSSD ? "ssd" : "hdd",
  }),
  outputs: (answer) => ({ ...answer, path: "" }),
  holdsData: true,
};
