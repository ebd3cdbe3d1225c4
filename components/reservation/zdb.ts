import type * as pulumi from "@pulumi/pulumi";
import { zdb, type ZdbInputs, type ZdbOutputs } from "../../providers/reservation/zdb.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/** A namespace of a 0-db on a node. */
export class Zdb extends KindResource<ZdbInputs, ZdbOutputs> {
  declare readonly workloadId: pulumi.Output<string>;
  /** What clients select. */
  declare readonly namespace: pulumi.Output<string>;
  /** Addresses of the node at which clients reach the server. */
  declare readonly ips: pulumi.Output<readonly string[]>;
  declare readonly port: pulumi.Output<number>;

  constructor(name: string, args: KindArgs<ZdbInputs>, opts?: pulumi.CustomResourceOptions) {
    super(zdb, name, args, opts);
  }
}
