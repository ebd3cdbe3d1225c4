import type * as pulumi from "@pulumi/pulumi";
import {
  networkKey,
  type NetworkKeyInputs,
  type NetworkKeyOutputs,
} from "../../providers/reservation/network-key.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/** A node's WireGuard key for one network, which stays on the node. */
export class NetworkKey extends KindResource<NetworkKeyInputs, NetworkKeyOutputs> {
  declare readonly workloadId: pulumi.Output<string>;
  /** Base64. */
  declare readonly publicKey: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<NetworkKeyInputs>, opts?: pulumi.CustomResourceOptions) {
    super(networkKey, name, args, opts);
  }
}
