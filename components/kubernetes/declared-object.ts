import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import type * as pulumi from "@pulumi/pulumi";
import type { OwnedMetadata } from "./owned-metadata.js";

/** An object with marks of ownership; every field but the metadata may hold outputs. */
export interface DeclaredObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: OwnedMetadata;
  readonly [field: string]: unknown;
}

/**
 * Declares any Kubernetes object as a `@pulumi/kubernetes` resource. The one generic class serves all kinds, with
 * the type token that the kind's own class has, and loads in a fraction of the time.
 */
export function declareObject(
  name: string,
  object: DeclaredObject,
  opts: pulumi.CustomResourceOptions,
): CustomResource {
  return new CustomResource(name, { ...object }, opts);
}
