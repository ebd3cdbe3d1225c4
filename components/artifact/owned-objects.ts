import * as pulumi from "@pulumi/pulumi";
import { DeclaredObject } from "../kubernetes/declared-object.js";
import { ObjectGuard } from "../kubernetes/object-guard.js";
import { ownedMetadata, type ObjectMetadata } from "../kubernetes/owned-metadata.js";

/** An object; any field but the metadata may hold outputs. */
export interface PlainObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMetadata;
  readonly [field: string]: unknown;
}

/** Where objects belong, and what goes before them. */
export interface OwnedOptions {
  /** Name of the cluster. */
  readonly cluster: string;
  readonly provider: pulumi.ProviderResource;
  readonly parent: pulumi.Resource;
  readonly after: readonly pulumi.Resource[];
  /** What else goes before them. @default nothing */
  readonly before?: pulumi.ResourceOptions["dependsOn"];
  /** Take over objects that exist and are not this stack's. @default false */
  readonly adopt?: boolean;
  /** Outputs to keep secret. @default none */
  readonly secretOutputs?: readonly string[];
}

/**
 * Declares objects with the marks of ownership, behind one look at whether somebody else has them.
 *
 * @param name logical name of the look; an object's is the same with its own after it
 */
export function declareOwned(
  name: string,
  objects: readonly PlainObject[],
  { cluster, provider, parent, after, before, adopt = false, secretOutputs = [] }: OwnedOptions,
): readonly pulumi.Resource[] {
  if (objects.length === 0) return [];
  const looked = objects.map(({ apiVersion, kind, metadata: { name: object, namespace } }) => ({
    apiVersion,
    kind,
    name: object,
    ...(namespace === undefined ? {} : { namespace }),
  }));
  const guard = new ObjectGuard(
    name,
    { cluster, objects: looked, adopt },
    pulumi.mergeOptions({ parent, dependsOn: [...after] }, before === undefined ? {} : { dependsOn: before }),
  );
  return objects.map((object) => {
    const logical = `${name}/${object.metadata.name}`;
    return new DeclaredObject(
      logical,
      { ...object, metadata: ownedMetadata(logical, object.metadata) },
      { parent, provider, dependsOn: [guard], additionalSecretOutputs: [...secretOutputs] },
    );
  });
}
