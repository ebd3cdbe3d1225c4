import { z } from "zod";
import { date, RAW_JSON, RESULT_CATEGORY, text, uint8 } from "./scalars.js";

/** What a node reports of a workload. */
export const resultSchema = z.strictObject({
  /** `ResultCategoryEnum`, in the numbers of the source document whatever the wire has. */
  category: RESULT_CATEGORY.default(0),
  /** `<reservation id>-<workload id>`; empty while nothing was reported. */
  workloadId: text(),
  /** JSON text as the node sent and signed it; `""` for none. */
  dataJson: RAW_JSON.default(""),
  /** By the node's key, 64 bytes, hexadecimal. */
  signature: text(),
  /** `ResultStateEnum`. */
  state: uint8(),
  message: text(),
  epoch: date(),
  nodeId: text(),
});
export type Result = z.output<typeof resultSchema>;
