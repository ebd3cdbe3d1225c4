import { z } from "zod";
import { reservationInfoShape } from "./reservation-info.js";
import { id, list, uint8, whole } from "./scalars.js";
import { statsAggregatorSchema } from "./stats-aggregator.js";

/** Room on a disk that containers mount. */
export const volumeSchema = z.strictObject({
  ...reservationInfoShape,
  workloadType: z.literal(2).default(2),
  /** GiB. */
  size: whole(),
  /** `VolumeTypeEnum`. */
  type: uint8(),
  /** Only in classic reservations. */
  statsAggregator: list(statsAggregatorSchema),
  /** Only in classic reservations. */
  farmerTid: id(),
});
export type Volume = z.output<typeof volumeSchema>;
