import type { Provider } from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { gatewayClassObject, runtimeClassObject } from "../../model/vimana/objects/classes.js";
import { CRDS } from "../../model/vimana/objects/crds.js";
import { KINDS, VIMANA_GROUP, VIMANA_VERSION } from "../../model/vimana/objects/kinds.js";
import type { PlannedVimana } from "../../model/vimana/planned.js";
import { clusterProvider } from "../kubernetes/cluster-provider.js";
import { DefinitionGuard } from "../kubernetes/definition-guard.js";
import { ObjectGuard } from "../kubernetes/object-guard.js";
import { declareObject, type PlainObject } from "./declare-object.js";

/** What a {@link Cluster} is made from. */
export interface ClusterArgs {
  /** Name of the cluster, from `groundplan:clusters`. @default the component's name */
  readonly cluster?: string;
  /** Provider for the declared objects. @default one for the cluster, which may take over what is this stack's */
  readonly provider?: Provider;
}

/**
 * What the Vimanas of one cluster share: the provider, and the objects without a namespace that they ask for. A Vimana
 * that is given a cluster's name has one of its own.
 *
 * @example
 * const cluster = new Cluster("lab");
 * new Vimana("apps", { cluster, gateway: { installClass: true } });
 * new Vimana("tools", { cluster });
 */
export class Cluster extends pulumi.ComponentResource {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Provider of the declared objects. */
  readonly provider: pulumi.ProviderResource;
  readonly #installed = new Map<string, pulumi.Resource>();
  readonly #namespaces = new Map<string, pulumi.Resource>();
  readonly #name: string;

  constructor(name: string, args: ClusterArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { cluster = name } = args;
    super("groundplan:vimana:Cluster", name, {}, opts);
    this.#name = name;
    this.cluster = cluster;
    this.provider = args.provider ?? clusterProvider(name, cluster, { parent: this });
    this.registerOutputs({});
  }

  /**
   * Declares the classes and definitions that a Vimana asks for and no other has asked for before.
   *
   * @returns what the Vimana's objects come after
   */
  install(vimana: PlannedVimana): pulumi.Resource[] {
    const missing = [...classes(vimana), ...definitions(vimana)].filter(
      ({ metadata }) => !this.#installed.has(metadata.name),
    );
    if (missing.length > 0) {
      const guard = new ObjectGuard(
        `${this.#name}/${vimana.key}`,
        { cluster: this.cluster, objects: missing.map(named), adopt: vimana.spec.adopt },
        { parent: this },
      );
      for (const object of missing) this.#declare(object, guard);
    }
    if (definitions(vimana).length > 0) this.#guardDefinitions();
    return [...this.#installed.values()];
  }

  /** The namespace of that name, if a Vimana of this cluster has declared it. */
  namespace(name: string): pulumi.Resource | undefined {
    return this.#namespaces.get(name);
  }

  /** Lets Vimanas that share a namespace come after it. */
  shareNamespace(name: string, namespace: pulumi.Resource): void {
    this.#namespaces.set(name, namespace);
  }

  #declare(object: PlainObject, guard: pulumi.Resource): void {
    const { name } = object.metadata;
    const options = { parent: this, provider: this.provider, dependsOn: [guard] };
    this.#installed.set(name, declareObject(name, object, options));
  }

  /** Objects of Vimana's kinds come after it, so that they are gone before the definitions may go. */
  #guardDefinitions(): void {
    if (this.#installed.has(DEFINITIONS)) return;
    const kinds = [KINDS.vimana, KINDS.domain, KINDS.server, KINDS.component].map(({ kind }) => ({
      group: VIMANA_GROUP,
      version: VIMANA_VERSION,
      kind,
    }));
    const dependsOn = [...this.#installed.values()];
    const guard = new DefinitionGuard(
      this.#name,
      { cluster: this.cluster, kinds },
      { parent: this, dependsOn },
    );
    this.#installed.set(DEFINITIONS, guard);
  }
}

/** No object's name. */
const DEFINITIONS = "(definitions)";
const ESTABLISHED = { "pulumi.com/waitFor": "condition=Established" };

function classes(vimana: PlannedVimana): readonly PlainObject[] {
  if (vimana.mode === "operator" || !vimana.gateway.installClass) return [];
  const runtime = runtimeClassObject(vimana);
  return [gatewayClassObject(vimana), ...(runtime === undefined ? [] : [runtime])];
}

function definitions({ mode, spec }: PlannedVimana): readonly PlainObject[] {
  if (mode === "direct" || !spec.installCrds) return [];
  return CRDS.map((crd) => ({ ...crd, metadata: { ...crd.metadata, annotations: ESTABLISHED } }));
}

function named({ apiVersion, kind, metadata }: PlainObject) {
  return { apiVersion, kind, name: metadata.name };
}
