import type * as pulumi from "@pulumi/pulumi";
import {
  container,
  type ContainerInputs,
  type ContainerOutputs,
} from "../../providers/reservation/container.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/** A container on a node. */
export class Container extends KindResource<ContainerInputs, ContainerOutputs> {
  declare readonly workloadId: pulumi.Output<string>;
  /** Address in its network; empty without one. */
  declare readonly ip: pulumi.Output<string>;
  /** `sha256:…` of what runs. */
  declare readonly imageDigest: pulumi.Output<string>;

  constructor(name: string, args: KindArgs<ContainerInputs>, opts?: pulumi.CustomResourceOptions) {
    super(container, name, args, opts);
  }
}
