import {
  gatewayDelegateSchema,
  type GatewayDelegate,
} from "../../../model/reservation/types/gateway-delegate.js";
import type { GatewayDelegateInputs } from "../delegate.js";

/** The workload as the model has it. */
export function delegateWorkload(inputs: GatewayDelegateInputs): GatewayDelegate {
  const { node, pool, description, metadata, domain } = inputs;
  return gatewayDelegateSchema.parse({
    nodeId: node,
    ...(pool === undefined ? {} : { poolId: pool }),
    ...{ description, metadata, domain },
  });
}
