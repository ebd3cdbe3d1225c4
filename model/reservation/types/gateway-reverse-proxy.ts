import { z } from "zod";
import { reservationInfoShape } from "./reservation-info.js";
import { text } from "./scalars.js";

/** Forwards a domain to a tunnel that its owner dials. */
export const gatewayReverseProxySchema = z.strictObject({
  ...reservationInfoShape,
  workloadType: z.literal(6).default(6),
  domain: text(),
  /** Encrypted for the gateway, hexadecimal; the plain text begins with `<customer's id>:`. */
  secret: text(),
});
export type GatewayReverseProxy = z.output<typeof gatewayReverseProxySchema>;
