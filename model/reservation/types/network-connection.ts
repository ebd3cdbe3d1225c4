import { z } from "zod";
import { flag, ip, text } from "./scalars.js";

/** A container's place in a network. */
export const networkConnectionSchema = z.strictObject({
  /** The network's name. */
  networkId: text(),
  /** Inside the node's subnet of that network. */
  ipaddress: ip(),
  publicIp6: flag(),
  /** Not covered by any signature of upstream. */
  yggdrasilIp: flag(),
});
export type NetworkConnection = z.output<typeof networkConnectionSchema>;
