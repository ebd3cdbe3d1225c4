import * as pulumi from "@pulumi/pulumi";
import { sharedSecretName } from "../../model/artifact/names.js";
import { accessAnnotations, type AccessArgs } from "./access.js";
import { declareOwned } from "./owned-objects.js";
import { placeFor, type PlaceArgs } from "./place.js";
import { secretObject, SECRET_OUTPUTS, type SecretValues } from "./secret-object.js";

/** What a {@link SharedSecret} is made from. */
export interface SharedSecretArgs extends PlaceArgs, AccessArgs {
  /** Name that requests use. @default the component's name */
  readonly secret?: string;
  /** Contents, by key. */
  readonly values: SecretValues;
}

/**
 * A secret that all instances of an artifact share. Requests name it under `secrets` and mount
 * `sec-$(params.art_id)-<secret>`. Instances that were built with other contents count as stale.
 */
export class SharedSecret extends pulumi.ComponentResource {
  /** Name that requests use. */
  readonly secret: string;
  readonly namespace: string;
  /** The Secret; a pool that uses it comes after it. */
  readonly objects: readonly pulumi.Resource[];

  constructor(name: string, args: SharedSecretArgs, opts?: pulumi.ComponentResourceOptions) {
    super("groundplan:artifact:SharedSecret", name, {}, opts);
    const { secret = name, values } = args;
    const { cluster, namespace, after } = placeFor(name, args, this);
    this.secret = secret;
    this.namespace = namespace;
    const metadata = { name: sharedSecretName(secret), namespace, annotations: accessAnnotations(args) };
    this.objects = declareOwned(name, [secretObject(metadata, values)], {
      cluster: cluster.cluster,
      provider: cluster.provider,
      parent: this,
      after,
      secretOutputs: SECRET_OUTPUTS,
    });
    this.registerOutputs({});
  }
}
