import type * as pulumi from "@pulumi/pulumi";
import {
  capacityPool,
  type CapacityPoolInputs,
  type CapacityPoolOutputs,
} from "../../providers/reservation/capacity-pool.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/** What a {@link CapacityPool} is made from. */
export type CapacityPoolArgs = KindArgs<CapacityPoolInputs>;

/**
 * Capacity on an explorer that is paid for beforehand. Workloads on its nodes name it as their `pool` and draw on it as
 * long as they are there. Raising units buys the difference; explorers take nothing back and delete no pools.
 *
 * @example
 * // A month of two compute units and one storage unit on one node.
 * const month = 30 * 86_400;
 * const pool = new CapacityPool("pool", { explorer: "grid", nodes: [nodeId], cus: 2 * month, sus: month });
 * new Volume("data", { explorer: "grid", node: nodeId, pool: pool.poolId, size: 10 });
 */
export class CapacityPool extends KindResource<CapacityPoolInputs, CapacityPoolOutputs> {
  /** What workloads name as their `pool`. */
  declare readonly poolId: pulumi.Output<string>;
  /** Unit-seconds that were left when last looked at. */
  declare readonly left: pulumi.Output<CapacityPoolOutputs["left"]>;
  /** When the first unit in use runs out, unix seconds; the largest 64-bit integer when nothing is used. */
  declare readonly emptyAt: pulumi.Output<string>;
  /** What the last order is to be paid with. */
  declare readonly payment: pulumi.Output<CapacityPoolOutputs["payment"]>;

  constructor(name: string, args: CapacityPoolArgs, opts?: pulumi.CustomResourceOptions) {
    super(capacityPool, name, args, opts);
  }
}
