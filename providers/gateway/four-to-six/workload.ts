import { gateway4To6Schema, type Gateway4To6 } from "../../../model/reservation/types/gateway4to6.js";
import type { Gateway4To6Inputs } from "../four-to-six.js";

/** The workload as the model has it. */
export function fourToSixWorkload(inputs: Gateway4To6Inputs): Gateway4To6 {
  const { node, pool, description, metadata, publicKey } = inputs;
  return gateway4To6Schema.parse({
    nodeId: node,
    ...(pool === undefined ? {} : { poolId: pool }),
    ...{ description, metadata, publicKey },
  });
}
