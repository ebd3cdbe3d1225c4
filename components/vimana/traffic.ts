import type * as pulumi from "@pulumi/pulumi";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";
import { traffic, type TrafficInputs, type TrafficOutputs } from "../../providers/vimana/traffic.js";

/** Where the calls of one server go: the objects that carry its weights, with or without a rollout. */
export class Traffic extends KindResource<TrafficInputs, TrafficOutputs> {
  /** By version, as they are live. */
  declare readonly liveWeights: pulumi.Output<TrafficOutputs["liveWeights"]>;
  /** Share of the calls by version: `80%`. */
  declare readonly effectiveWeights: pulumi.Output<TrafficOutputs["effectiveWeights"]>;
  /** The last 20 sets of weights, oldest first. */
  declare readonly history: pulumi.Output<TrafficOutputs["history"]>;
  /** Where the rollout stands; empty without one. */
  declare readonly rolloutStatus: pulumi.Output<TrafficOutputs["rolloutStatus"]>;

  constructor(name: string, args: KindArgs<TrafficInputs>, opts?: pulumi.CustomResourceOptions) {
    super(traffic, name, args, opts);
  }
}
