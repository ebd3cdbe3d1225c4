import { z } from "zod";
import { reservationInfoShape } from "./reservation-info.js";
import { list, TEXT, text } from "./scalars.js";

/** A name in a domain that the gateway manages. */
export const gatewaySubdomainSchema = z.strictObject({
  ...reservationInfoShape,
  workloadType: z.literal(7).default(7),
  domain: text(),
  /** Addresses as given: their spelling enters the signature. */
  ips: list(TEXT),
});
export type GatewaySubdomain = z.output<typeof gatewaySubdomainSchema>;
