import * as pulumi from "@pulumi/pulumi";
import {
  type ManagedObject,
  planResource,
  type PlannedResource,
} from "../../model/artifact/managed/resource.js";
import type { ParameterValue } from "../../model/artifact/managed/substitute.js";
import { DEFAULT_NAMESPACE } from "../../model/artifact/names.js";
import { poolSettings } from "../../model/artifact/settings.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import type { AccessArgs } from "./access.js";
import { ArtifactPool } from "./artifact-pool.js";
import { declareOwned, type PlainObject } from "./owned-objects.js";
import { placeFor, type PlaceArgs } from "./place.js";
import { StandIns } from "./stand-ins.js";
import { stackTeam } from "./team.js";

/** What a {@link ManagedResource} is made from. */
export interface ManagedResourceArgs extends PlaceArgs, AccessArgs {
  /** Values for `$(params.<name>)` in the manifests; borrowers get them as results. @default none */
  readonly params?: Readonly<Record<string, pulumi.Input<string> | number | boolean>>;
  /**
   * Objects. Those without a namespace get the resource's own; an empty one stands for objects that lie in none.
   * @default none
   */
  readonly manifests?: readonly unknown[];
  /** More results for borrowers: texts with `$(params.<name>)` in them. @default none */
  readonly results?: Readonly<Record<string, string>>;
  /** How many may borrow it at the same time. @default 1 */
  readonly borrowers?: number;
  /** Names of results that are no secret: shown in outputs. @default none */
  readonly publicResults?: readonly string[];
  /** Whether the stack acts as an administrator. @default false */
  readonly admin?: boolean;
  /** Take over objects, and a pool, that another stack made. @default false */
  readonly adopt?: boolean;
  /** What deletion does when the cluster does not answer. @default fail */
  readonly onUnreachable?: "fail" | "abandon";
}

/**
 * Objects that stand for something to borrow, such as a database. They are there as long as the resource is; a lease
 * gives its results to one borrower at a time.
 *
 * @example
 * const db = new ManagedResource("db", { cluster: "lab", params: { host: "db.example.com", port: 5432 } });
 * const mine = new ArtifactLease("my-db", { artifact: db });
 */
export class ManagedResource extends pulumi.ComponentResource {
  /** Name that leases use. */
  readonly artifact: string;
  /** Name of the cluster. */
  readonly cluster: string;
  readonly namespace: string;
  /** Names of what borrowers get. */
  readonly resultNames: readonly string[];
  /** Those that are no secret. */
  readonly publicResults: readonly string[];
  /** Who has it. */
  readonly pool: ArtifactPool;
  readonly phase: ArtifactPool["phase"];
  /** Borrowers by state, with `total` and `target`. */
  readonly counts: ArtifactPool["counts"];
  readonly instances: ArtifactPool["instances"];
  /** By instance. Secret. */
  readonly results: ArtifactPool["results"];

  constructor(name: string, args: ManagedResourceArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const standIns = new StandIns();
    const { objects, provided } = soundResource(name, args, standIns);
    // A component that others depend on is done only with its children; these are what has to wait.
    const { dependsOn, ...componentOptions } = opts;
    super("groundplan:artifact:ManagedResource", name, {}, componentOptions);
    const { cluster, namespace, after } = placeFor(name, args, this);
    const { owner = stackTeam(), whitelist = [], borrowers = 1, adopt = false } = args;
    this.artifact = name;
    this.cluster = cluster.cluster;
    this.namespace = namespace;
    this.resultNames = Object.keys(provided).sort();
    this.publicResults = args.publicResults ?? [];
    const declared = declareOwned(
      name,
      objects.map((object) => filledIn(object, standIns)),
      {
        cluster: cluster.cluster,
        provider: cluster.provider,
        parent: this,
        after,
        adopt,
        ...(dependsOn === undefined ? {} : { before: dependsOn }),
      },
    );
    this.pool = new ArtifactPool(
      name,
      {
        cluster: cluster.cluster,
        namespace,
        name,
        team: owner,
        admin: args.admin,
        whitelist,
        settings: poolSettings.parse({ total: borrowers, target: borrowers, onReturn: "keep" }),
        provided: Object.fromEntries(
          Object.entries(provided).map(([result, text]) => [result, standIns.filled(text)]),
        ),
        adopt,
        onUnreachable: args.onUnreachable,
      },
      pulumi.mergeOptions(
        { parent: this, dependsOn: [...after, ...declared] },
        dependsOn === undefined ? {} : { dependsOn },
      ),
    );
    this.phase = this.pool.phase;
    this.counts = this.pool.counts;
    this.instances = this.pool.instances;
    this.results = this.pool.results;
    this.registerOutputs({});
  }
}

/** @throws pulumi.RunError with everything that is wrong, before the component is registered */
function soundResource(name: string, args: ManagedResourceArgs, standIns: StandIns): PlannedResource {
  const { params = {}, manifests = [], results = {}, namespace = DEFAULT_NAMESPACE } = args;
  const known = Object.entries(params).map(([key, value]): [string, ParameterValue] => [
    key,
    typeof value === "number" || typeof value === "boolean" ? value : standIns.text(value),
  ]);
  const planned = planResource({ params: Object.fromEntries(known), manifests, results }, namespace);
  if (planned.problems.length === 0) return planned;
  const lines = planned.problems.map(({ path, reason }) => `  ${formatPropertyPath(path)}: ${reason}`);
  throw new pulumi.RunError([`Managed resource ${name} cannot be declared:`, ...lines].join("\n"));
}

/** The object with what is known late; its name and its place are known already. */
function filledIn({ apiVersion, kind, metadata, ...fields }: ManagedObject, standIns: StandIns): PlainObject {
  const { name, namespace, labels, annotations, ...more } = metadata;
  const filled = Object.entries({ ...annotations }).map(
    ([key, text]) => [key, standIns.filled(text)] as const,
  );
  return {
    ...mapped(fields, (value) => standIns.filledIn(value)),
    apiVersion,
    kind,
    metadata: {
      ...mapped(more, (value) => standIns.filledIn(value)),
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      annotations: Object.fromEntries(filled),
    },
  };
}

function mapped(
  record: Readonly<Record<string, unknown>>,
  map: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
