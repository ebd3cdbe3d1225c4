import type * as pulumi from "@pulumi/pulumi";
import {
  gatewaySixNetwork,
  type GatewaySixNetworkInputs,
  type GatewaySixNetworkOutputs,
} from "../../providers/gateway/six-network.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/**
 * A network that machines get IPv6 addresses in, one of a node.
 *
 * @example
 * const network = new GatewaySixNetwork("edge", { node: "edge1" });
 */
export class GatewaySixNetwork extends KindResource<GatewaySixNetworkInputs, GatewaySixNetworkOutputs> {
  declare readonly workloadId: pulumi.Output<string>;
  /** The gateway's WireGuard key, base64. */
  declare readonly publicKey: pulumi.Output<string>;
  /** `host:port` that machines dial. */
  declare readonly endpoint: pulumi.Output<string>;
  /** The /64 that they get addresses in. */
  declare readonly range: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<GatewaySixNetworkInputs>, opts?: pulumi.CustomResourceOptions) {
    super(gatewaySixNetwork, name, args, opts);
  }
}
