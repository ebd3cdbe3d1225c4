import { workloadId } from "../../providers/node/workload-id.js";
import { stackName } from "./stack-name.js";

/**
 * Ids on nodes of the stack follow from names. What uses a workload is given its id so, and not as an output: that would
 * be unknown whenever the workload changes, and a preview would show changes, and replacements, of all that uses it.
 *
 * @param resource logical name
 */
export function knownWorkloadId(sort: string, resource: string): string {
  return workloadId(sort, `${stackName()}/${resource}`);
}

/** `networkId` of a node's part of a network, whose resource has this name. */
export function knownNetworkId(resource: string): string {
  return knownWorkloadId("network", resource).slice("network-".length);
}
