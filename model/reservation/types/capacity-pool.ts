import { z } from "zod";
import { MAX_INT64 } from "../scalars/int64.js";
import { amount, date, FAR_DATE, id, INT64, list, TEXT } from "./scalars.js";

/** What is left of a prepaid pool. */
export const capacityPoolSchema = z.strictObject({
  poolId: id(),
  /** Unit-seconds left. */
  cus: amount(),
  sus: amount(),
  ipv4us: amount(),
  nodeIds: list(TEXT),
  lastUpdated: date(),
  /** Units in use. */
  activeCu: amount(),
  activeSu: amount(),
  activeIpv4: amount(),
  /** When the first unit in use runs out; the largest 64-bit integer when nothing is used. */
  emptyAt: FAR_DATE.default(MAX_INT64),
  customerTid: id(),
  sponsorTid: id(),
  activeWorkloadIds: list(INT64),
});
export type CapacityPool = z.output<typeof capacityPoolSchema>;
