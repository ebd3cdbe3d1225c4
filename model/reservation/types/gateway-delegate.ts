import { z } from "zod";
import { reservationInfoShape } from "./reservation-info.js";
import { text } from "./scalars.js";

/** A zone of the customer's that the gateway answers for. */
export const gatewayDelegateSchema = z.strictObject({
  ...reservationInfoShape,
  workloadType: z.literal(8).default(8),
  domain: text(),
});
export type GatewayDelegate = z.output<typeof gatewayDelegateSchema>;
