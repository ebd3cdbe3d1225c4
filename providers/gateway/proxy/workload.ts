import { gatewayProxySchema, type GatewayProxy } from "../../../model/reservation/types/gateway-proxy.js";
import type { GatewayProxyInputs } from "../proxy.js";

/** The workload as the model has it. */
export function proxyWorkload(inputs: GatewayProxyInputs): GatewayProxy {
  const { node, pool, description, metadata, domain, addr, port, portTls } = inputs;
  return gatewayProxySchema.parse({
    nodeId: node,
    ...(pool === undefined ? {} : { poolId: pool }),
    ...{ description, metadata, domain, addr, port, portTls },
  });
}
