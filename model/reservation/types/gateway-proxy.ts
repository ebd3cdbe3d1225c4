import { z } from "zod";
import { reservationInfoShape } from "./reservation-info.js";
import { text, uint32 } from "./scalars.js";

/** Forwards a domain's HTTP by host name and its TLS by server name. */
export const gatewayProxySchema = z.strictObject({
  ...reservationInfoShape,
  workloadType: z.literal(5).default(5),
  domain: text(),
  /** Where to: address or host name. */
  addr: text(),
  /** For HTTP. */
  port: uint32(),
  /** For TLS. */
  portTls: uint32(),
});
export type GatewayProxy = z.output<typeof gatewayProxySchema>;
