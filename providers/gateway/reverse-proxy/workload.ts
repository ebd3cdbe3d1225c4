import {
  gatewayReverseProxySchema,
  type GatewayReverseProxy,
} from "../../../model/reservation/types/gateway-reverse-proxy.js";
import type { GatewayReverseProxyInputs } from "../reverse-proxy.js";

/** The workload as the model has it; its secret is left out. */
export function reverseProxyWorkload(inputs: GatewayReverseProxyInputs): GatewayReverseProxy {
  const { node, pool, description, metadata, domain } = inputs;
  return gatewayReverseProxySchema.parse({
    nodeId: node,
    ...(pool === undefined ? {} : { poolId: pool }),
    ...{ description, metadata, domain },
  });
}
