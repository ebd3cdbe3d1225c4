import * as pulumi from "@pulumi/pulumi";
import type { ArtifactLease } from "./artifact-lease.js";
import type { ArtifactPool } from "./artifact-pool.js";
import { publicValues } from "./public-values.js";
import { told } from "../told.js";

/** Something with a pool: an artifact, or a managed resource. */
export interface Pooled {
  readonly pool: ArtifactPool;
  /** Names of the results of an instance. */
  readonly resultNames: readonly string[];
  /** Those that are no secret. */
  readonly publicResults: readonly string[];
}

type Summary = pulumi.Output<Readonly<Record<string, unknown>>>;

/** Instances that are shown one by one. */
const MOST_SHOWN = 10;
/** States in the order in which they are counted for a person. */
const STATES = ["clean", "borrowed", "building", "dirty", "cleaning", "failed"] as const;
const NO_COUNTS = {
  clean: 0,
  borrowed: 0,
  building: 0,
  dirty: 0,
  cleaning: 0,
  failed: 0,
  total: 0,
  target: 0,
};

/** What a person wants to see of a pool: phase, numbers and instances. Of secret results there are the names. */
export function poolSummary({ pool, resultNames, publicResults }: Pooled): Summary {
  const hidden = hiddenNames(resultNames, publicResults);
  const results = pulumi.unsecret(
    told(pool.results, {}).apply((all) =>
      Object.fromEntries(Object.entries(all).map(([id, one]) => [id, publicValues(one, publicResults)])),
    ),
  );
  return pulumi
    .all([told(pool.phase, "(not known)"), told(pool.counts, NO_COUNTS), told(pool.instances, []), results])
    .apply(([phase, counts, instances, shown]): Readonly<Record<string, unknown>> => {
      const numbers = STATES.filter((state) => counts[state] > 0).map((state) => `${counts[state]} ${state}`);
      const listed = instances.slice(0, MOST_SHOWN).map(({ instance, state, failure }) => {
        const why = failure === undefined ? {} : { failure: failureLine(failure) };
        return [instance, { state, ...why, ...shown[instance] }] as const;
      });
      return {
        phase,
        instances: numbers.length === 0 ? "none" : numbers.join(", "),
        limits: `target ${counts.target}, total ${counts.total}`,
        ...hidden,
        ...Object.fromEntries(listed),
        ...(instances.length > MOST_SHOWN ? { more: instances.length - MOST_SHOWN } : {}),
      };
    });
}

/** What a person wants to see of a lease: the instance and its results. Of secret ones there are the names. */
export function leaseSummary(
  lease: ArtifactLease,
  expects: readonly string[],
  publicResults: readonly string[],
): Summary {
  const shown = pulumi.unsecret(
    told(lease.results, {}).apply((results) => publicValues(results, publicResults)),
  );
  return pulumi
    .all([lease.artifact, told(lease.instance, "(none)"), shown])
    .apply(([artifact, instance, results]): Readonly<Record<string, unknown>> => ({
      borrowed: `${artifact}/${instance}`,
      ...results,
      ...hiddenNames(expects, publicResults),
    }));
}

type Failure = NonNullable<Awaited<InstanceOf<ArtifactPool["instances"]>>["failure"]>;
type InstanceOf<T> = T extends pulumi.Output<infer V> ? (V extends readonly (infer I)[] ? I : never) : never;

function failureLine({ phase, task, step, exitCode, reason }: Failure): string {
  const where = [task, step].filter((part) => part !== undefined).join("/");
  const code = exitCode === undefined ? "" : ` (exit code ${exitCode})`;
  return `${phase}${where === "" ? "" : ` ${where}`}: ${reason}${code}`;
}

function hiddenNames(
  names: readonly string[],
  publicResults: readonly string[],
): { readonly hidden?: readonly string[] } {
  const hidden = names.filter((name) => !publicResults.includes(name));
  return hidden.length === 0 ? {} : { hidden };
}
