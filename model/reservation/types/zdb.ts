import { z } from "zod";
import { reservationInfoShape } from "./reservation-info.js";
import { flag, id, list, text, uint8, whole } from "./scalars.js";
import { statsAggregatorSchema } from "./stats-aggregator.js";

/** A namespace of a 0-db. */
export const zdbSchema = z.strictObject({
  ...reservationInfoShape,
  workloadType: z.literal(0).default(0),
  /** GiB. */
  size: whole(),
  /** `ZdbModeEnum`. */
  mode: uint8(),
  /** Encrypted for the node, hexadecimal; empty for none. */
  password: text(),
  /** `ZdbDiskTypeEnum`. */
  diskType: uint8(),
  public: flag(),
  statsAggregator: list(statsAggregatorSchema),
  /** Only in classic reservations. */
  farmerTid: id(),
});
export type Zdb = z.output<typeof zdbSchema>;
