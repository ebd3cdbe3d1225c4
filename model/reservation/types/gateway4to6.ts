import { z } from "zod";
import { reservationInfoShape } from "./reservation-info.js";
import { text } from "./scalars.js";

/** An IPv6 address over a tunnel, for a customer who has IPv4 only. */
export const gateway4To6Schema = z.strictObject({
  ...reservationInfoShape,
  workloadType: z.literal(9).default(9),
  /** WireGuard key of the customer, base64 of 32 bytes. */
  publicKey: text(),
});
export type Gateway4To6 = z.output<typeof gateway4To6Schema>;
