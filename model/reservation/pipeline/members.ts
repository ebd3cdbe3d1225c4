import type { PropertyPath } from "../../shared/property-path.js";
import { ZERO_DATE } from "../scalars/date.js";
import type { AnyWorkload } from "../types/any-workload.js";
import { WORKLOAD_LISTS, type Data } from "../types/data.js";
import type { Network } from "../types/network.js";
import { networkResourceSchema, type NetworkResource } from "../types/network-resource.js";

/** A workload of a reservation and where it stands in the reservation's data. */
export interface Member {
  readonly workload: AnyWorkload;
  /** Path in the internal model: `["containers", 0]`, `["networks", 0, "networkResources", 1]`. */
  readonly path: PropertyPath;
}

/** Every workload of a reservation. A network over n nodes is n network resources with one workload id. */
export function membersOf(data: Data): readonly Member[] {
  const listed = WORKLOAD_LISTS.flatMap((list) =>
    data[list].map((workload, index): Member => ({ workload, path: [list, index] })),
  );
  const networked = data.networks.flatMap((network, index) =>
    networkResourcesOf(network).map((workload, part): Member => ({
      workload,
      path: ["networks", index, "networkResources", part],
    })),
  );
  return [...listed, ...networked];
}

/** A classic network as the network resources that its nodes get. */
export function networkResourcesOf(network: Network): readonly NetworkResource[] {
  return network.networkResources.map((part) => ({
    ...NO_RESOURCE,
    ...part,
    workloadId: network.workloadId,
    name: network.name,
    networkIprange: network.iprange,
    statsAggregator: network.statsAggregator,
  }));
}

const NO_RESOURCE = networkResourceSchema.parse({});

/** A workload as it is when it stands alone: what the document says of all its workloads is filled in. */
export function standingAlone(
  workload: AnyWorkload,
  document: { readonly customerTid: string; readonly epoch: number },
): AnyWorkload {
  return {
    ...workload,
    customerTid: workload.customerTid === "0" ? document.customerTid : workload.customerTid,
    epoch: workload.epoch === ZERO_DATE ? document.epoch : workload.epoch,
  };
}
