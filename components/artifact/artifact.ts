import * as pulumi from "@pulumi/pulumi";
import { definePool, POOL_SETTING_KEYS, type PoolDefinition } from "../../model/artifact/pool-definition.js";
import type { Unit } from "../../model/artifact/unit.js";
import { canonicalJson } from "../../model/shared/json.js";
import { formatProblem, type Problem } from "../../model/shared/problem.js";
import type { ArtifactArgs, WhitelistEntry } from "./args.js";
import { ArtifactPool } from "./artifact-pool.js";
import { borrowerRole } from "./borrower-role.js";
import { declareOwned } from "./owned-objects.js";
import { placeFor } from "./place.js";
import { insideJson, StandIns } from "./stand-ins.js";
import { stackTeam } from "./team.js";

/**
 * A warm pool of instances that pipelines build and clean. `total` bounds how many there are, `target` says how many
 * wait for a borrower.
 *
 * @example
 * const args: ArtifactArgs = {
 *   cluster: "lab",
 *   total: 3,
 *   target: 2,
 *   request: {
 *     build: {
 *       tasks: [{
 *         name: "make",
 *         spec: {
 *           results: [{ name: "endpoint" }],
 *           steps: [{ name: "go", image: ubuntu.pinned, script: "printf https://x > $(results.endpoint.path)" }],
 *         },
 *       }],
 *       results: [{ name: "endpoint", value: "$(tasks.make.results.endpoint)" }],
 *     },
 *     clean: { tasks: [{ name: "drop", spec: { steps: [{ name: "go", image: "ubuntu", script: "true" }] } }] },
 *   },
 * };
 * const carv01 = new Artifact("carv01", args);
 * const mine = new ArtifactLease("web", { artifact: carv01 });
 * export const endpoint = mine.results.apply(({ endpoint }) => endpoint);
 */
export class Artifact extends pulumi.ComponentResource {
  /** Name of the artifact. */
  readonly artifact: string;
  /** Name of the cluster. */
  readonly cluster: string;
  readonly namespace: string;
  /** Names of the results of an instance. */
  readonly resultNames: readonly string[];
  /** Those that are no secret. */
  readonly publicResults: readonly string[];
  readonly pool: ArtifactPool;
  readonly phase: ArtifactPool["phase"];
  /** Instances by state, with `total` and `target`. */
  readonly counts: ArtifactPool["counts"];
  readonly instances: ArtifactPool["instances"];
  /** By instance. Secret. */
  readonly results: ArtifactPool["results"];

  constructor(name: string, args: ArtifactArgs, opts: pulumi.ComponentResourceOptions = {}) {
    const standIns = new StandIns();
    const { definition, warnings } = soundDefinition(name, args, standIns);
    // A component that others depend on is done only with its children; the pool is what has to wait.
    const { dependsOn, ...componentOptions } = opts;
    super("groundplan:artifact:Artifact", name, {}, componentOptions);
    for (const warning of args.quiet === true ? [] : warnings) void pulumi.log.warn(warning, this);
    const { whitelist = [], owner = stackTeam(), adopt = false } = args;
    const { cluster, namespace, after } = placeFor(name, args, this);
    const text = (unit: Unit) => standIns.filled(canonicalJson(unit), insideJson);

    this.artifact = definition.name;
    this.cluster = cluster.cluster;
    this.namespace = namespace;
    this.resultNames = definition.results;
    this.publicResults = args.publicResults ?? [];
    this.pool = new ArtifactPool(
      name,
      {
        cluster: cluster.cluster,
        namespace,
        name: definition.name,
        team: owner,
        admin: args.admin,
        whitelist: whitelist.map(teamOf),
        settings: definition.settings,
        build: text(definition.build),
        clean: text(definition.clean),
        refs: definition.refs,
        accounts: definition.accounts,
        secrets: definition.secrets,
        labels: args.labels,
        adopt,
        onUnreachable: args.onUnreachable,
        timeouts: args.timeouts,
      },
      pulumi.mergeOptions(
        { parent: this, dependsOn: [...after, cluster.tekton] },
        dependsOn === undefined ? {} : { dependsOn },
      ),
    );
    const roles = whitelist.flatMap((entry) =>
      typeof entry === "string"
        ? []
        : borrowerRole({
            artifact: definition.name,
            namespace,
            total: definition.settings.total,
            ...entry,
          }),
    );
    declareOwned(name, roles, {
      cluster: cluster.cluster,
      provider: cluster.provider,
      parent: this,
      after,
      adopt,
    });
    this.phase = this.pool.phase;
    this.counts = this.pool.counts;
    this.instances = this.pool.instances;
    this.results = this.pool.results;
    this.registerOutputs({});
  }
}

/** @throws pulumi.RunError with everything that is wrong, before the component is registered */
function soundDefinition(
  name: string,
  args: ArtifactArgs,
  standIns: StandIns,
): { readonly definition: PoolDefinition; readonly warnings: readonly string[] } {
  const settings = Object.fromEntries(
    Object.entries(args).filter(([key, value]) => POOL_SETTING_KEYS.includes(key) && value !== undefined),
  );
  const { definition, problems } = definePool(standIns.plain(args.request), settings, name);
  const lines = (wanted: boolean): readonly string[] =>
    problems.filter(({ severity }) => (severity === "warning") === wanted).map(told(name));
  if (definition !== undefined) return { definition, warnings: lines(true) };
  throw new pulumi.RunError(
    [`Artifact ${name} cannot be declared:`, ...lines(false).map((line) => `  ${line}`)].join("\n"),
  );
}

function told(name: string): (problem: Problem) => string {
  return (problem) =>
    formatProblem({ ...problem, path: problem.path === "" ? name : `${name}: ${problem.path}` });
}

function teamOf(entry: WhitelistEntry): string {
  return typeof entry === "string" ? entry : entry.team;
}
