import type * as pulumi from "@pulumi/pulumi";
import {
  gatewayTunnels,
  type GatewayTunnelsInputs,
  type GatewayTunnelsOutputs,
} from "../../providers/gateway/tunnels.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/**
 * Where clients of reverse proxies dial in: an SSH server that can forward ports and nothing else, one of a node.
 *
 * @example
 * const tunnels = new GatewayTunnels("edge", { node: "edge1" });
 */
export class GatewayTunnels extends KindResource<GatewayTunnelsInputs, GatewayTunnelsOutputs> {
  declare readonly workloadId: pulumi.Output<string>;
  /** What it shows to clients: `ssh-ed25519 AAAA…`. */
  declare readonly hostKey: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<GatewayTunnelsInputs>, opts?: pulumi.CustomResourceOptions) {
    super(gatewayTunnels, name, args, opts);
  }
}
