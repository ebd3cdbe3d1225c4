import type { Provider } from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { USER_NAMESPACE } from "../../model/imagehub/constants.js";
import type { GuardedObject } from "../../providers/kubernetes/object-guard.js";
import { clusterProvider } from "../kubernetes/cluster-provider.js";
import { DefinitionGuard } from "../kubernetes/definition-guard.js";
import { ObjectGuard } from "../kubernetes/object-guard.js";
import type { ObjectMetadata, OwnedMetadata } from "../kubernetes/owned-metadata.js";
import { ownedMetadata } from "../kubernetes/owned-metadata.js";
import { declarePolicy, guardedPolicy } from "./admission.js";
import { declareController, guardedController } from "./controller.js";
import { catalogueKinds, declareCrds, guardedCrds } from "./crds.js";
import type { ControllerArgs, LookupSettings } from "./hub-settings.js";
import { neededAccess } from "./needed-access.js";

/** What an {@link ImageHub} is made from. */
export interface ImageHubArgs extends LookupSettings {
  /** Name of the cluster, from `groundplan:clusters`. */
  readonly cluster: string;
  /**
   * Who keeps statuses in step: `direct` is groundplan itself, `controller` the imagehub controller. Changing it
   * replaces nothing.
   * @default direct
   */
  readonly mode?: "direct" | "controller";
  /** Provider for the declared objects. @default one for `cluster`, which may take over what is this stack's */
  readonly provider?: Provider;
  /** Whether this stack keeps the CRDs. Leave them to one of several stacks on a cluster. @default true */
  readonly installCrds?: boolean;
  /** Whether destroying leaves the CRDs, and with them everybody's objects, in place. @default true */
  readonly retainCrds?: boolean;
  /** Namespace of the managers' service accounts. @default user-system */
  readonly userNamespace?: string;
  /** Deploys the controller; only with `mode: controller`. @default it is there already */
  readonly controller?: ControllerArgs;
  /**
   * Lets only an organization's managers write its repositories and images, by a policy of the API server; only with
   * `mode: direct`. Kubernetes 1.30 or later. One stack on a cluster keeps the policy, for all.
   * @default false
   */
  readonly protectObjects?: boolean;
  /** Take over objects that exist without this stack's mark. @default false */
  readonly adopt?: boolean;
  /**
   * Objects that components of this hub will declare. The hub then looks for all of them at once; each other object
   * gets a look of its own.
   * @default none
   */
  readonly objects?: readonly GuardedObject[];
  /**
   * Goes before the logical names of the declared objects, which are otherwise those of the objects. Needed when a
   * program has two hubs that declare the same; a later change deletes objects unless they get aliases.
   * @default none
   */
  readonly namePrefix?: string;
}

/**
 * An image catalogue on a cluster: the CRDs, optionally the controller, and what organizations, repositories, images
 * and data packs of the catalogue have in common.
 *
 * @example
 * const hub = new ImageHub("hub", { cluster: "lab", registry: "lab" });
 * const labring = new Organization("labring", { hub, managers: ["ada"] });
 * const mysql = new Repository("labring/mysql", { hub, organization: labring });
 * const image = new Image("labring/mysql:v8.0.25", { hub, repository: mysql });
 * new HubSync("sync", { hub, repositories: [mysql], images: [image] });
 */
export class ImageHub extends pulumi.ComponentResource {
  readonly cluster: string;
  readonly mode: "direct" | "controller";
  readonly userNamespace: string;
  readonly lookup: LookupSettings;
  /** Provider of the declared objects. */
  readonly provider: pulumi.ProviderResource;
  /** What every object of the catalogue depends on: the look at what exists, the CRDs, the controller. */
  readonly foundation: readonly pulumi.Resource[];
  readonly #guard: ObjectGuard;
  readonly #covered: ReadonlySet<string>;
  readonly #adopt: boolean;
  readonly #prefix: string;

  constructor(name: string, args: ImageHubArgs, opts?: pulumi.ComponentResourceOptions) {
    const { cluster, mode = "direct", installCrds = true, retainCrds = true, adopt = false } = args;
    super("groundplan:imagehub:ImageHub", name, { cluster, mode }, opts);
    this.cluster = cluster;
    this.mode = mode;
    this.userNamespace = args.userNamespace ?? USER_NAMESPACE;
    this.lookup = args;
    this.#adopt = adopt;
    this.#prefix = args.namePrefix ?? "";
    this.provider = args.provider ?? clusterProvider(this.named(cluster), cluster, { parent: this });

    const protect = mode === "direct" && args.protectObjects === true;
    const controlled = mode === "controller" ? args.controller : undefined;
    const objects = [
      ...(installCrds ? guardedCrds : []),
      ...(protect ? guardedPolicy : []),
      ...(controlled === undefined ? [] : guardedController(controlled)),
      ...(args.objects ?? []),
    ];
    this.#covered = new Set(objects.map(keyOf));
    this.#guard = new ObjectGuard(
      `${name}-guard`,
      { cluster, objects, access: neededAccess(mode, { installCrds, retainCrds, protect }), adopt },
      { parent: this },
    );
    const crds = installCrds ? declareCrds(this, { retain: retainCrds, dependsOn: [this.#guard] }) : [];
    const controller =
      controlled === undefined ? [] : declareController(this, controlled, [this.#guard, ...crds]);
    const removal =
      installCrds && !retainCrds
        ? [
            new DefinitionGuard(
              `${name}-definitions`,
              { cluster, kinds: catalogueKinds },
              { parent: this, dependsOn: [...crds, ...controller] },
            ),
          ]
        : [];
    if (protect) declarePolicy(this, [this.#guard]);
    this.foundation = [this.#guard, ...crds, ...controller, ...removal];
    this.registerOutputs({});
  }

  /**
   * Logical name of the resource that declares an object. It follows from the object and not from the component, so
   * that renaming a component renames nothing that would then be made under its new name and deleted under the old.
   */
  named(object: string): string {
    return `${this.#prefix}${object}`;
  }

  /**
   * Options for an object of this hub: declared below a component, by the hub's provider, after a look at whether
   * somebody else has it.
   *
   * @param objects what the component declares, for the look
   * @param after what must be there before; something that itself depends on the foundation will do
   */
  below(
    component: pulumi.Resource,
    name: string,
    objects: readonly GuardedObject[],
    after: readonly pulumi.Resource[] = this.foundation,
  ): ObjectOptions {
    const uncovered = objects.filter((object) => !this.#covered.has(keyOf(object)));
    const guards =
      uncovered.length === 0
        ? []
        : [
            new ObjectGuard(
              `${name}-guard`,
              { cluster: this.cluster, objects: uncovered, adopt: this.#adopt },
              { parent: component },
            ),
          ];
    return { parent: component, provider: this.provider, dependsOn: [...after, ...guards] };
  }

  /**
   * Metadata of an object of this hub. Without a controller every object is deleted by its own resource, so nothing
   * waits for the cluster's garbage collector, which some test clusters lack.
   */
  metadata(resource: string, metadata: ObjectMetadata): OwnedMetadata {
    const annotations =
      this.mode === "direct"
        ? { ...metadata.annotations, "pulumi.com/deletionPropagationPolicy": "background" }
        : (metadata.annotations ?? {});
    return ownedMetadata(resource, { ...metadata, annotations });
  }
}

/** See {@link ImageHub.below}. */
export interface ObjectOptions {
  readonly parent: pulumi.Resource;
  readonly provider: pulumi.ProviderResource;
  readonly dependsOn: pulumi.Resource[];
}

function keyOf({ apiVersion, kind, namespace = "", name }: GuardedObject): string {
  return `${apiVersion} ${kind} ${namespace}/${name}`;
}
