import type * as pulumi from "@pulumi/pulumi";
import { workspaceSync, type SyncInputs, type SyncOutputs } from "../../providers/workspace/sync.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";

/** What a {@link Sync} is made from: the rendered objects, and how they are synchronised. */
export type SyncArgs = KindArgs<SyncInputs> & { readonly cluster: string; readonly name: string };

/**
 * All objects of one workspace as one resource: applied by phases and waves, pruned, watched for health. Programs
 * declare a {@link WorkSpace}, which renders them.
 */
export class Sync extends KindResource<SyncInputs, SyncOutputs> {
  /** Commit that the objects were rendered from. */
  declare readonly revision: pulumi.Output<string>;
  /** `v1alphaWorkSpaceStatus` without `resources`. */
  declare readonly status: pulumi.Output<Record<string, unknown>>;
  /** Status, health and wave of every object, packed. */
  declare readonly resources: pulumi.Output<string>;

  constructor(name: string, args: SyncArgs, opts?: pulumi.CustomResourceOptions) {
    super(workspaceSync, name, args, opts);
  }
}
