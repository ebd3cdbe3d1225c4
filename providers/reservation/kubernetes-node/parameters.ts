import type { JsonObject } from "../../../model/shared/json.js";
import { cpuQuota } from "../../../model/reservation/capacity/node-capacity.js";
import { machineSizeOf } from "../../../model/reservation/capacity/size-table.js";
import { binaryParameters } from "../../node/binary.js";
import type { KubernetesNodeInputs } from "../kubernetes-node.js";
import { LONGEST_CREATE } from "./timing.js";
import { kubernetesNodeWorkload } from "./workload.js";

const GIB = 2 ** 30;
/** The kernel limits memory by whole pages. */
const PAGE = 4096;
/** Part of that time in which the node has to become ready, so that there is some left to tell that it did not. */
const PATIENCE = 0.9;

/** Parameters of the script that brings a Kubernetes node about. */
export function kubernetesParameters(inputs: KubernetesNodeInputs): JsonObject {
  const { network, ip, masterIps, clusterSecret, datastoreEndpoint, disableDefaultIngress } = inputs;
  return {
    network,
    ip,
    role: masterIps.length === 0 ? "server" : "agent",
    master: masterIps[0] ?? "",
    ingress: !disableDefaultIngress,
    cluster_secret: clusterSecret,
    datastore:
      datastoreEndpoint === undefined ? "" : `datastore-endpoint: ${JSON.stringify(datastoreEndpoint)}\n`,
    ...limitsOf(inputs),
    patience: Math.floor((inputs.timeouts?.create ?? LONGEST_CREATE) * PATIENCE),
    ...binaryParameters(inputs.binary),
  };
}

/** What a Kubernetes node gets at most: bytes of memory, and microseconds of a tenth of a second. */
export function limitsOf(inputs: KubernetesNodeInputs): { readonly memory: number; readonly quota: number } {
  const { cpu, memory } = machineSizeOf(kubernetesNodeWorkload(inputs)) ?? { cpu: 0, memory: 0 };
  return { memory: Math.floor((memory * GIB) / PAGE) * PAGE, quota: cpuQuota(cpu).quota };
}
