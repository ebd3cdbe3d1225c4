import { DEFAULT_NAMESPACE } from "../../model/artifact/names.js";
import type { Problem } from "../../model/shared/problem.js";
import { formatPropertyPath } from "../../model/shared/property-path.js";
import { removeCommand, setCommand } from "../commands.js";
import { suggestion } from "../../model/shared/did-you-mean.js";
import type { SectionContext } from "../section.js";
import { undeclaredTarget } from "../target-names.js";
import { unknownResults } from "./result-names.js";
import type { LeaseMember } from "./schema.js";

/** Something of the stack that can be borrowed. */
export interface Borrowable {
  readonly results: readonly string[];
  readonly publicResults: readonly string[];
}

/** A lease of a stack file, checked. */
export interface DeclaredLease extends Omit<LeaseMember, "results" | "publicResults" | "pool" | "artifact"> {
  /** A pool or resource of the stack by its id, or an artifact by its name. */
  readonly of:
    | { readonly pool: string }
    | { readonly artifact: string; readonly cluster: string; readonly namespace: string };
  readonly expects: readonly string[];
  readonly publicResults: readonly string[];
}

/** A lease, or what is wrong with it. */
export interface CheckedLease {
  /** Undefined when a problem leaves nothing to refer to. */
  readonly lease: DeclaredLease | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Checks what a lease borrows.
 *
 * @param ids of all pools and resources, those with faults among them
 * @param borrowable those without
 */
export function checkLease(
  id: string,
  { pool, artifact, cluster, namespace, results, publicResults, ...rest }: LeaseMember,
  ids: readonly string[],
  borrowable: Readonly<Record<string, Borrowable>>,
  context: SectionContext,
): CheckedLease {
  const at = ["artifacts", "leases", id];
  const where = (field: string): string => formatPropertyPath([...at, field]);
  const problems: Problem[] = [];
  if (pool === undefined) {
    for (const [field, value] of Object.entries({ artifact, cluster })) {
      if (value !== undefined) continue;
      const reason = `is missing: a lease names a pool of this stack, or an artifact and its cluster`;
      problems.push({ path: where(field), reason, fix: setCommand(where(field)) });
    }
    if (cluster !== undefined) {
      problems.push(...undeclaredTarget([...at, "cluster"], "clusters", cluster, context));
    }
    if (artifact === undefined || cluster === undefined) return { lease: undefined, problems };
    const of = { artifact, cluster, namespace: namespace ?? DEFAULT_NAMESPACE };
    const expects = results ?? [];
    problems.push(...unknownResults([...at, "publicResults"], publicResults ?? [], artifact, expects));
    return { lease: { ...rest, of, expects, publicResults: publicResults ?? [] }, problems };
  }
  for (const [field, value] of Object.entries({ artifact, cluster, namespace })) {
    if (value === undefined) continue;
    const reason = "stands beside pool, which says it already";
    problems.push({ path: where(field), reason, fix: removeCommand(where(field)) });
  }
  const found = borrowable[pool];
  if (!ids.includes(pool)) {
    const reason = `there is no pool or resource "${pool}" in this stack${suggestion(pool, ids)}`;
    problems.push({ path: where("pool"), reason, fix: setCommand(where("pool")) });
  }
  if (found === undefined) return { lease: undefined, problems };
  problems.push(...unknownResults([...at, "results"], results ?? [], pool, found.results));
  const expects = results ?? found.results;
  problems.push(...unknownResults([...at, "publicResults"], publicResults ?? [], pool, found.results));
  return {
    lease: { ...rest, of: { pool }, expects, publicResults: publicResults ?? found.publicResults },
    problems,
  };
}
