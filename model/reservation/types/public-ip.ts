import { z } from "zod";
import { reservationInfoShape } from "./reservation-info.js";
import { range } from "./scalars.js";

/** An address that the node's owner hands out. */
export const publicIPSchema = z.strictObject({
  ...reservationInfoShape,
  workloadType: z.literal(11).default(11),
  /** With the length of its network part, as 185.69.166.10/24. */
  ipaddress: range(),
});
export type PublicIP = z.output<typeof publicIPSchema>;
