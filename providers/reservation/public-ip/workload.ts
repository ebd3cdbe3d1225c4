import { publicIPSchema, type PublicIP } from "../../../model/reservation/types/index.js";
import type { PublicIpInputs } from "../public-ip.js";

/** The model's form, which has the address alone. */
export function publicIpWorkload({ node, description, metadata, address }: PublicIpInputs): PublicIP {
  return publicIPSchema.parse({ nodeId: node, description, metadata, ipaddress: address });
}
