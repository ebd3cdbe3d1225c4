import * as pulumi from "@pulumi/pulumi";
import { DEFAULT_NAMESPACE } from "../../model/artifact/names.js";
import {
  artifactLease,
  type ArtifactLeaseInputs,
  type ArtifactLeaseOutputs,
} from "../../providers/artifact/artifact-lease.js";
import { KindResource, type KindArgs } from "../../providers/runtime/resource.js";
import type { Artifact } from "./artifact.js";
import type { ManagedResource } from "./managed-resource.js";
import { stackTeam } from "./team.js";

/** What an {@link ArtifactLease} is made from. */
export interface ArtifactLeaseArgs {
  /** What to borrow an instance of: something of this program, or an artifact by its name. */
  readonly artifact: Artifact | ManagedResource | string;
  /** Name of the cluster, for an artifact by its name. @default the artifact's */
  readonly cluster?: string;
  /** For an artifact by its name. @default train */
  readonly namespace?: string;
  /** Who borrows. @default `<project>/<stack>` */
  readonly team?: string;
  /** Whether the stack acts as an administrator. @default false */
  readonly admin?: boolean;
  /** Longest wait for an instance, in seconds. @default 600 */
  readonly waitSeconds?: number;
  /** Take an instance of the newest spec, the youngest first, or the oldest one. @default fresh */
  readonly prefer?: "fresh" | "oldest";
  /** Names of results that the instance must have. @default those that the artifact of this program declares */
  readonly expects?: readonly string[];
  /** Bring the pool back to its target after the instance was taken. @default true */
  readonly replenish?: boolean;
  /** Clean the instance when it is given back, and leave that not to the pool's next update. @default true */
  readonly cleanOnReturn?: boolean;
  /** What deletion does when the cluster does not answer. @default fail */
  readonly onUnreachable?: "fail" | "abandon";
  /** Seconds each operation may take. @default the wait, and as long as runs may take */
  readonly timeouts?: { readonly create?: number; readonly delete?: number };
}

/**
 * One instance of a pool, borrowed as long as the resource exists. When it goes, the instance is given back and cleaned.
 *
 * @example
 * const mine = new ArtifactLease("web", { artifact: "carv01", cluster: "lab", expects: ["endpoint"] });
 * export const instance = mine.instance;
 */
export class ArtifactLease extends KindResource<ArtifactLeaseInputs, ArtifactLeaseOutputs> {
  declare readonly artifact: pulumi.Output<string>;
  /** Id of the instance. */
  declare readonly instance: pulumi.Output<string>;
  /** RFC 3339. */
  declare readonly builtAt: pulumi.Output<string>;
  /** What its build gave, by name. Secret. */
  declare readonly results: pulumi.Output<Readonly<Record<string, string>>>;

  constructor(name: string, args: ArtifactLeaseArgs, opts: pulumi.CustomResourceOptions = {}) {
    const { artifact, cluster, namespace = DEFAULT_NAMESPACE, team = stackTeam(), ...rest } = args;
    const found =
      typeof artifact === "string"
        ? { cluster, namespace, artifact }
        : {
            cluster: artifact.cluster,
            namespace: artifact.namespace,
            artifact: artifact.artifact,
            expects: artifact.resultNames,
          };
    // Given back before the pool is drained.
    const pool = typeof artifact === "string" ? {} : { dependsOn: artifact.pool };
    const inputs: KindArgs<ArtifactLeaseInputs> = { ...found, ...rest, team };
    super(artifactLease, name, inputs, pulumi.mergeOptions(opts, pool));
  }
}
