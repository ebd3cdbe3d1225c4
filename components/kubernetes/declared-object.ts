import { getVersion } from "@pulumi/kubernetes/utilities.js";
import * as pulumi from "@pulumi/pulumi";
import type { OwnedMetadata } from "./owned-metadata.js";

/** An object with marks of ownership; every field but the metadata may hold outputs. */
export interface DeclaredObjectArgs {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: OwnedMetadata;
  readonly [field: string]: unknown;
}

/**
 * Any Kubernetes object, as `@pulumi/kubernetes` declares it: the type token, the provider and its version are those
 * of the kind's own class. One class for all kinds loads in a fraction of the time that the classes take.
 */
export class DeclaredObject extends pulumi.CustomResource {
  /** As the cluster has it, with uid and resource version. */
  declare readonly metadata: pulumi.Output<{ readonly name: string; readonly uid?: string }>;

  constructor(name: string, args: DeclaredObjectArgs, opts: pulumi.CustomResourceOptions) {
    // The core group has no name in API versions and this one in type tokens.
    const group = args.apiVersion.includes("/") ? args.apiVersion : `core/${args.apiVersion}`;
    super(
      `kubernetes:${group}:${args.kind}`,
      name,
      { ...args },
      pulumi.mergeOptions({ version: getVersion() }, opts),
    );
  }
}
