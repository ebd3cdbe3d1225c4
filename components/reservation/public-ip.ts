import type * as pulumi from "@pulumi/pulumi";
import {
  publicIp,
  type PublicIpInputs,
  type PublicIpOutputs,
} from "../../providers/reservation/public-ip.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/**
 * A public address for a workload on a node.
 *
 * @example
 * new PublicIp("web", {
 *   node: "node1",
 *   address: "185.69.166.10/24",
 *   target: { network: net.networkIds["node1"], ip: "10.10.1.2" },
 * });
 */
export class PublicIp extends KindResource<PublicIpInputs, PublicIpOutputs> {
  declare readonly workloadId: pulumi.Output<string>;
  /** The address without its prefix. */
  declare readonly ip: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<PublicIpInputs>, opts?: pulumi.CustomResourceOptions) {
    super(publicIp, name, args, opts);
  }
}
