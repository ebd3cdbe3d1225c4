import type { Provider } from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { clusterProvider } from "../kubernetes/cluster-provider.js";
import { declareOwned } from "./owned-objects.js";
import { TektonCheck } from "./tekton-check.js";

/** What an {@link ArtifactCluster} is made from. */
export interface ArtifactClusterArgs {
  /** Name of the cluster, from `groundplan:clusters`. @default the component's name */
  readonly cluster?: string;
  /** Provider for the declared objects. @default one for the cluster, which may take over what is this stack's */
  readonly provider?: Provider;
}

/**
 * What the artifacts of one cluster share: the provider, the look at Tekton, and their namespaces, each declared once.
 * An artifact that is given a cluster's name has one of its own.
 *
 * @example
 * const cluster = new ArtifactCluster("lab");
 * const accounts = new Account("gcp", { cluster, entries: { a: { key: config.requireSecret("gcp") } } });
 * new Artifact("carv01", { cluster, request: { build: {…}, clean: {…} } }, { dependsOn: accounts });
 */
export class ArtifactCluster extends pulumi.ComponentResource {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Provider of the declared objects. */
  readonly provider: pulumi.ProviderResource;
  readonly #namespaces = new Map<string, readonly pulumi.Resource[]>();
  readonly #name: string;
  #tekton: TektonCheck | undefined;

  constructor(name: string, args: ArtifactClusterArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { cluster = name } = args;
    super("groundplan:artifact:ArtifactCluster", name, {}, opts);
    this.#name = name;
    this.cluster = cluster;
    this.provider = args.provider ?? clusterProvider(name, cluster, { parent: this });
    this.registerOutputs({});
  }

  /** What pipelines come after: the look at Tekton, taken once. */
  get tekton(): pulumi.Resource {
    this.#tekton ??= new TektonCheck(this.#name, { cluster: this.cluster }, { parent: this });
    return this.#tekton;
  }

  /** What everything in a namespace comes after: the namespace itself, declared the first time it is asked for. */
  namespace(name: string): readonly pulumi.Resource[] {
    const known = this.#namespaces.get(name);
    if (known !== undefined) return known;
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name } };
    const declared = declareOwned(`${this.#name}/${name}`, [object], {
      cluster: this.cluster,
      provider: this.provider,
      parent: this,
      after: [],
    });
    this.#namespaces.set(name, declared);
    return declared;
  }
}
