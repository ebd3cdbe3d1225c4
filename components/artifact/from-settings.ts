import * as pulumi from "@pulumi/pulumi";
import type { PoolDefinition } from "../../model/artifact/pool-definition.js";
import { isObject } from "../../model/shared/json.js";
import { Account, type AccountArgs } from "./account.js";
import type { ArtifactArgs, ArtifactRequestArgs } from "./args.js";
import { Artifact } from "./artifact.js";
import { ArtifactLease, type ArtifactLeaseArgs } from "./artifact-lease.js";
import { ArtifactCluster } from "./cluster.js";
import { ManagedResource, type ManagedResourceArgs } from "./managed-resource.js";
import { SharedSecret, type SharedSecretArgs } from "./shared-secret.js";
import { leaseSummary, poolSummary } from "./summary.js";
import { stackTeam } from "./team.js";
import { told } from "../told.js";

/** Where something of a stack file lies. */
interface InStack {
  readonly cluster: string;
  readonly namespace: string;
  readonly createNamespace: boolean;
}

/** A pool of a stack file: its request with outputs in it, and what the same request was found to be. */
export interface PoolSettings
  extends Omit<ArtifactArgs, keyof InStack | "request" | "admin" | "quiet">, InStack {
  readonly request: unknown;
  readonly definition: PoolDefinition;
}

/** A lease of a stack file. */
export interface LeaseSettings extends Omit<
  ArtifactLeaseArgs,
  "artifact" | "cluster" | "namespace" | "team" | "admin"
> {
  readonly of:
    | { readonly pool: string }
    | { readonly artifact: string; readonly cluster: string; readonly namespace: string };
  readonly expects: readonly string[];
  readonly publicResults: readonly string[];
}

/** The artifacts of a stack file, each group by id. */
export interface ArtifactsSettings {
  /** Who the stack acts as. @default `<project>/<stack>` */
  readonly team: string | undefined;
  readonly admin: boolean;
  readonly pools: Readonly<Record<string, PoolSettings>>;
  readonly leases: Readonly<Record<string, LeaseSettings>>;
  readonly accounts: Readonly<Record<string, Omit<AccountArgs, keyof InStack> & InStack>>;
  readonly secrets: Readonly<Record<string, Omit<SharedSecretArgs, keyof InStack> & InStack>>;
  readonly resources: Readonly<Record<string, Omit<ManagedResourceArgs, keyof InStack | "admin"> & InStack>>;
}

/** Artifacts that have been declared. */
export interface DeclaredArtifacts {
  /** Pools and managed resources. */
  readonly pools: ReadonlyMap<string, Artifact | ManagedResource>;
  readonly leases: ReadonlyMap<string, ArtifactLease>;
  /** For references of a stack file, then by output: pools, resources and leases by id, and `<lease>.results`. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, pulumi.Input<unknown>>>>>;
  /** What a person wants to see, by id. */
  readonly summary: Readonly<Record<string, pulumi.Output<Readonly<Record<string, unknown>>>>>;
}

/**
 * Declares artifacts: accounts and secrets, then what uses them, then what is borrowed. Each component is named as the
 * thing itself.
 *
 * @param settings without faults and circles
 */
export function declareArtifacts(settings: ArtifactsSettings): DeclaredArtifacts {
  const { admin, team = stackTeam() } = settings;
  const places = new Places(settings);
  const used = new Map<string, readonly pulumi.Resource[]>();
  for (const [id, args] of Object.entries(settings.accounts)) {
    const account = new Account(id, { owner: team, ...args, ...places.of(args) });
    used.set(keyOf("account", args, id), account.objects);
  }
  for (const [id, args] of Object.entries(settings.secrets)) {
    const secret = new SharedSecret(id, { owner: team, ...args, ...places.of(args) });
    used.set(keyOf("secret", args, id), secret.objects);
  }
  const pools = new Map<string, Artifact | ManagedResource>();
  for (const [id, args] of Object.entries(settings.resources)) {
    const resource = new ManagedResource(id, { owner: team, ...args, admin, ...places.of(args) });
    pools.set(id, resource);
    used.set(keyOf("artifact", args, id), [resource.pool]);
  }
  const byName = new Map(
    Object.entries(settings.pools).map(([id, args]) => [keyOf("artifact", args, args.definition.name), id]),
  );
  const declare = (id: string): void => {
    const args = settings.pools[id];
    if (args === undefined || pools.has(id)) return;
    const { definition, request, ...rest } = args;
    const refs = definition.refs.map((name) => keyOf("artifact", args, name));
    for (const ref of refs) declare(byName.get(ref) ?? "");
    const needs = [
      ...refs,
      ...definition.accounts.map((name) => keyOf("account", args, name)),
      ...definition.secrets.map((name) => keyOf("secret", args, name)),
    ];
    const artifact = new Artifact(
      id,
      {
        owner: team,
        ...rest,
        ...definition.settings,
        request: requestOf(id, request),
        admin,
        quiet: true,
        ...places.of(args),
      },
      { dependsOn: needs.flatMap((need) => used.get(need) ?? []) },
    );
    pools.set(id, artifact);
    used.set(keyOf("artifact", args, definition.name), [artifact.pool]);
  };
  for (const id of Object.keys(settings.pools)) declare(id);

  const leases = new Map<string, ArtifactLease>();
  for (const [id, lease] of Object.entries(settings.leases)) {
    const { of } = lease;
    const where = "pool" in of ? { artifact: pooled(id, pools.get(of.pool)) } : of;
    leases.set(id, new ArtifactLease(id, { ...leaseArgs(lease), ...where, team, admin }));
  }
  return { pools, leases, ...toldOf(settings, pools, leases) };
}

/** Where things lie: clusters once each, namespaces unless one thing in them says that somebody else makes them. */
class Places {
  readonly #clusters = new Map<string, ArtifactCluster>();
  readonly #elsewhere: ReadonlySet<string>;

  constructor({ pools, accounts, secrets, resources }: ArtifactsSettings) {
    const all: readonly InStack[] = [pools, accounts, secrets, resources].flatMap((group) =>
      Object.values<InStack>(group),
    );
    this.#elsewhere = new Set(
      all
        .filter(({ createNamespace }) => !createNamespace)
        .map(({ cluster, namespace }) => `${cluster}/${namespace}`),
    );
  }

  of({ cluster, namespace }: InStack) {
    const shared = this.#clusters.get(cluster) ?? new ArtifactCluster(cluster);
    this.#clusters.set(cluster, shared);
    return { cluster: shared, namespace, createNamespace: !this.#elsewhere.has(`${cluster}/${namespace}`) };
  }
}

function toldOf(
  { leases: settings }: ArtifactsSettings,
  pools: DeclaredArtifacts["pools"],
  leases: DeclaredArtifacts["leases"],
): Pick<DeclaredArtifacts, "outputs" | "summary"> {
  const outputs: Record<string, Record<string, pulumi.Input<unknown>>> = {};
  const summary: Record<string, pulumi.Output<Readonly<Record<string, unknown>>>> = {};
  for (const [id, pool] of pools) {
    outputs[id] = { phase: told(pool.phase, "") };
    summary[id] = poolSummary(pool);
  }
  for (const [id, lease] of leases) {
    const { expects = [], publicResults = [] } = settings[id] ?? {};
    outputs[id] = { instance: told(lease.instance, "") };
    outputs[`${id}.results`] = Object.fromEntries(
      expects.map((name) => {
        const result = told(lease.results, {}).apply(
          (results: Readonly<Record<string, string>>) => results[name] ?? "",
        );
        return [name, publicResults.includes(name) ? pulumi.unsecret(result) : result];
      }),
    );
    summary[id] = leaseSummary(lease, expects, publicResults);
  }
  return { outputs, summary };
}

/** Of one kind of thing, what tells it from others on all clusters. */
function keyOf(kind: string, { cluster, namespace }: InStack, name: string): string {
  return [kind, cluster, namespace, name].join("/");
}

function requestOf(id: string, request: unknown): ArtifactRequestArgs {
  if (isRequest(request)) return request;
  throw new pulumi.RunError(`the request of artifact ${id} is no request`);
}

function isRequest(value: unknown): value is ArtifactRequestArgs {
  return isObject(value) && isObject(value["build"]) && isObject(value["clean"]);
}

function leaseArgs({ of: _of, publicResults: _publicResults, ...args }: LeaseSettings) {
  return args;
}

function pooled(id: string, pool: Artifact | ManagedResource | undefined): Artifact | ManagedResource {
  if (pool !== undefined) return pool;
  throw new pulumi.RunError(`the pool of lease ${id} is not declared`);
}
