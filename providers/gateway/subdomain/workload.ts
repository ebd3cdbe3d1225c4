import {
  gatewaySubdomainSchema,
  type GatewaySubdomain,
} from "../../../model/reservation/types/gateway-subdomain.js";
import type { GatewaySubdomainInputs } from "../subdomain.js";

/** The workload as the model has it. */
export function subdomainWorkload(inputs: GatewaySubdomainInputs): GatewaySubdomain {
  const { node, pool, description, metadata, domain, ips } = inputs;
  return gatewaySubdomainSchema.parse({
    ...(node === undefined ? {} : { nodeId: node }),
    ...(pool === undefined ? {} : { poolId: pool }),
    ...{ description, metadata, domain, ips },
  });
}
