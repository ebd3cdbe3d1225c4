import type * as pulumi from "@pulumi/pulumi";
import {
  gatewayRouter,
  type GatewayRouterInputs,
  type GatewayRouterOutputs,
} from "../../providers/gateway/router.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/**
 * The program of a node that looks at server names and hosts and forwards connections: one of a node.
 *
 * @example
 * const router = new GatewayRouter("edge", { node: "edge1" });
 */
export class GatewayRouter extends KindResource<GatewayRouterInputs, GatewayRouterOutputs> {
  declare readonly workloadId: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<GatewayRouterInputs>, opts?: pulumi.CustomResourceOptions) {
    super(gatewayRouter, name, args, opts);
  }
}
