import type * as pulumi from "@pulumi/pulumi";
import {
  artifactPool,
  type ArtifactPoolInputs,
  type ArtifactPoolOutputs,
} from "../../providers/artifact/artifact-pool.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/** The instances of an artifact as one resource: brought to the target, and drained when it goes. */
export class ArtifactPool extends KindResource<ArtifactPoolInputs, ArtifactPoolOutputs> {
  declare readonly specHash: pulumi.Output<string>;
  declare readonly phase: pulumi.Output<ArtifactPoolOutputs["phase"]>;
  declare readonly counts: pulumi.Output<ArtifactPoolOutputs["counts"]>;
  declare readonly instances: pulumi.Output<ArtifactPoolOutputs["instances"]>;
  /** By instance. Secret. */
  declare readonly results: pulumi.Output<ArtifactPoolOutputs["results"]>;

  constructor(name: string, args: KindArgs<ArtifactPoolInputs>, opts?: pulumi.CustomResourceOptions) {
    super(artifactPool, name, args, opts);
  }
}
