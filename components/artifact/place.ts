import type * as pulumi from "@pulumi/pulumi";
import { DEFAULT_NAMESPACE } from "../../model/artifact/names.js";
import { ArtifactCluster } from "./cluster.js";

/** Where something of an artifact lies. */
export interface PlaceArgs {
  /** Name of the cluster, from `groundplan:clusters`, or what several artifacts of a cluster share. */
  readonly cluster: string | ArtifactCluster;
  /** Everything that works together lies in one. @default train */
  readonly namespace?: string;
  /**
   * Declare the namespace. Of what shares an {@link ArtifactCluster} all say the same.
   * @default true
   */
  readonly createNamespace?: boolean;
}

/** A place that things can be declared in. */
export interface Place {
  readonly cluster: ArtifactCluster;
  readonly namespace: string;
  /** What everything there comes after. */
  readonly after: readonly pulumi.Resource[];
}

/** The place that a component's arguments name. */
export function placeFor(
  name: string,
  { cluster, namespace = DEFAULT_NAMESPACE, createNamespace = true }: PlaceArgs,
  parent: pulumi.Resource,
): Place {
  const shared = typeof cluster === "string" ? new ArtifactCluster(name, { cluster }, { parent }) : cluster;
  return { cluster: shared, namespace, after: createNamespace ? shared.namespace(namespace) : [] };
}
