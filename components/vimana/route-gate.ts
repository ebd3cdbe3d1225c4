import type * as pulumi from "@pulumi/pulumi";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";
import { routeGate, type RouteGateInputs, type RouteGateOutputs } from "../../providers/vimana/route-gate.js";

/** Waits until the operator has written a domain's route and the gateway has taken it. */
export class RouteGate extends KindResource<RouteGateInputs, RouteGateOutputs> {
  /** Where the gateway is reached; empty while it does not say. */
  declare readonly addresses: pulumi.Output<string[]>;

  constructor(name: string, args: KindArgs<RouteGateInputs>, opts?: pulumi.CustomResourceOptions) {
    super(routeGate, name, args, opts);
  }
}
