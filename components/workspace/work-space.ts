import * as pulumi from "@pulumi/pulumi";
import { canonicalJson } from "../../model/shared/json.js";
import { asJson } from "../../model/workspace/compare/as-json.js";
import type { IgnoreRule } from "../../model/workspace/compare/ignore-rules.js";
import { parseSyncOptions } from "../../model/workspace/sync/options.js";
import { HealthGate } from "./health-gate.js";
import { healthTree, objectStates } from "./health-tree.js";
import { objectTexts, type Fill } from "./object-texts.js";
import type { RenderedWorkSpace } from "./rendered.js";
import { healthIn, resourcesIn, syncStatusIn } from "./status.js";
import { Sync } from "./sync.js";

/** How a {@link WorkSpace} is synchronised. */
export interface SyncSettings {
  /** Name of the cluster, from `groundplan:clusters`. */
  readonly cluster: string;
  /** Namespace of namespaced objects that name none. @default none */
  readonly namespace?: string;
  /** `Name=value`, as `PruneLast=true`. @default none */
  readonly syncOptions?: readonly string[];
  /** Labels and annotations of the namespace that `CreateNamespace=true` makes. @default none */
  readonly namespaceMetadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  /** Differences that do not count. @default none */
  readonly ignoreDifferences?: readonly IgnoreRule[];
  /** Remove objects that are not declared any more. @default false: they stay, and the preview says so */
  readonly prune?: boolean;
  /** Keys, `<group>/<kind>/<namespace>/<name>`, of objects whose removal asks for a confirmation. @default none */
  readonly approvePrune?: readonly string[];
  /** Permits a rendering without any object. @default false */
  readonly allowEmpty?: boolean;
  /** Take over objects that exist and were not made by this workspace. @default false: they are an error */
  readonly adopt?: boolean;
  /** Take fields from other field managers. @default false: a conflict stops the preview */
  readonly force?: boolean;
  /** Wait until the objects of the last wave are healthy, too. @default true */
  readonly waitForHealth?: boolean;
  /** Go duration that one wave may take to become healthy. @default 10m */
  readonly healthTimeout?: string;
  /** How many past syncs the history keeps. @default 10 */
  readonly revisionHistoryLimit?: number;
  /** `offline` previews without asking the cluster, and says what was not compared. @default server */
  readonly preview?: "server" | "offline";
  /** The only commit that may be applied. @default whatever was rendered */
  readonly revisionLock?: string;
}

/** What a {@link WorkSpace} is made from. */
export interface WorkSpaceArgs extends SyncSettings {
  /** What {@link renderWorkSpaces} made of its source. */
  readonly rendered: RenderedWorkSpace;
  /** Workspaces that have to be healthy before this one is synchronised. @default none */
  readonly healthy?: readonly WorkSpace[];
  /** Puts values in place of what stands for them in the objects. @default nothing stands for anything */
  readonly fill?: Fill;
}

/**
 * Objects from a git revision, synchronised with a cluster: by phases and waves, with hooks, pruned and watched for
 * health.
 *
 * @example
 * const [rendered] = await renderWorkSpaces([{ name: "shop", repository: { name: "shop" }, source: { path: "deploy" } }]);
 * const shop = new WorkSpace("shop", { rendered, cluster: "lab", namespace: "shop", prune: true });
 * export const health = shop.health;
 */
export class WorkSpace extends pulumi.ComponentResource {
  /** Name of the workspace; the component may be called otherwise. */
  readonly workspaceName: string;
  /** The objects as one resource. */
  readonly sync: Sync;
  /** Commit that the objects were rendered from. */
  readonly revision: pulumi.Output<string>;
  /** `v1alphaWorkSpaceStatus`. */
  readonly status: pulumi.Output<Readonly<Record<string, unknown>>>;
  /** Health of the worst object: `Healthy`, `Progressing`, `Degraded`, … */
  readonly health: pulumi.Output<string>;
  /** Whether live and target agree: `Synced`, `OutOfSync` or `Unknown`. */
  readonly syncStatus: pulumi.Output<string>;
  /** What a person wants to see: revision, state, and each object by wave with its health. */
  readonly summary: pulumi.Output<Readonly<Record<string, unknown>>>;

  constructor(name: string, args: WorkSpaceArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const { rendered, healthy = [], fill = asItIs, syncOptions = [], ...settings } = args;
    // A component that others depend on is done only with its children; the order is the sync's own.
    const { dependsOn, ...componentOptions } = opts;
    super("groundplan:workspace:WorkSpace", name, {}, componentOptions);
    this.workspaceName = rendered.name;
    const { objects, secrets, repeated } = objectTexts(rendered.objects, fill);
    this.tell(rendered, repeated);
    const gate =
      healthy.length === 0
        ? []
        : [new HealthGate(name, { workspace: rendered.name, on: healthy }, { parent: this })];
    this.sync = new Sync(
      name,
      {
        ...settings,
        name: rendered.name,
        objects,
        secrets,
        syncOptions: [...syncOptions],
        createNamespace: parseSyncOptions(syncOptions).options.createNamespace,
        revision: rendered.revision,
        source: canonicalJson(asJson(rendered.source)),
        sourceType: rendered.sourceType,
      },
      pulumi.mergeOptions(
        { parent: this, dependsOn: [...gate, ...healthy.map(({ sync }) => sync)] },
        dependsOn === undefined ? {} : { dependsOn },
      ),
    );
    this.revision = this.sync.revision;
    const { status, resources } = this.sync;
    this.status = pulumi
      .all([status, resources])
      .apply(([told, packed]): Readonly<Record<string, unknown>> => ({
        ...told,
        resources: resourcesIn(packed),
      }));
    this.health = status.apply((told) => healthIn(told).status);
    this.syncStatus = status.apply(syncStatusIn);
    this.summary = pulumi
      .all([this.revision, this.status])
      .apply(([revision, told]): Readonly<Record<string, unknown>> => ({
        revision,
        sync: syncStatusIn(told),
        health: healthIn(told).status,
        objects: healthTree(objectStates(told["resources"])),
      }));
    this.registerOutputs({ revision: this.revision, health: this.health, sync: this.syncStatus });
  }

  private tell({ resolution, warnings }: RenderedWorkSpace, repeated: readonly string[]): void {
    void pulumi.log.info(resolution, this);
    const twice = repeated.map((key) => `${key} is there more than once; the last one counts`);
    for (const warning of [...warnings, ...twice]) void pulumi.log.warn(warning, this);
  }
}

function asItIs(text: string): string {
  return text;
}
