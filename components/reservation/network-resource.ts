import type * as pulumi from "@pulumi/pulumi";
import {
  networkResource,
  type NetworkResourceInputs,
  type NetworkResourceOutputs,
} from "../../providers/reservation/network-resource.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/** One node's part of a network. A {@link Network} makes one for each of its nodes. */
export class NetworkResource extends KindResource<NetworkResourceInputs, NetworkResourceOutputs> {
  declare readonly workloadId: pulumi.Output<string>;
  /** What workloads in the network refer to. */
  declare readonly networkId: pulumi.Output<string>;
  /** The node's own key, base64. */
  declare readonly publicKey: pulumi.Output<string>;
  /** Network namespace on the node. */
  declare readonly namespace: pulumi.Output<string>;
  /** Bridge in that namespace. */
  declare readonly bridge: pulumi.Output<string>;
  /** Address of the bridge. */
  declare readonly gateway: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<NetworkResourceInputs>, opts?: pulumi.CustomResourceOptions) {
    super(networkResource, name, args, opts);
  }
}
