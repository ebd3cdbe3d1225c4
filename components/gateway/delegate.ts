import type * as pulumi from "@pulumi/pulumi";
import {
  gatewayDelegate,
  type GatewayDelegateInputs,
  type GatewayDelegateOutputs,
} from "../../providers/gateway/delegate.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/**
 * A zone of this stack on a name server. At its registrar the domain has to point to {@link nameServers}.
 *
 * @example
 * new GatewayDelegate("mine", { node: "edge1", nameServer: "main", domain: "example.com", nameServers: ["ns1.example.net"] });
 */
export class GatewayDelegate extends KindResource<GatewayDelegateInputs, GatewayDelegateOutputs> {
  declare readonly workloadId: pulumi.Output<string>;
  /** The zone, once it is there. */
  declare readonly zone: pulumi.Output<string>;
  /** What to set at the registrar. */
  declare readonly nameServers: pulumi.Output<readonly string[]>;

  constructor(name: string, args: KindArgs<GatewayDelegateInputs>, opts?: pulumi.CustomResourceOptions) {
    super(gatewayDelegate, name, args, opts);
  }
}
