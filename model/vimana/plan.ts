import type { Problem } from "../shared/problem.js";
import { pathBelow } from "../shared/property-path.js";
import { draftVimana } from "./plan-vimana.js";
import type { PlannedVimana } from "./planned.js";
import { clashProblems } from "./rules/clashes.js";
import type { VimanaSpec } from "./schema.js";
import { sortedEntries, type PlanContext } from "./scope.js";

export type { PlanContext } from "./scope.js";

/** A planned Vimana and what is wrong with it. */
export interface VimanaPlan {
  /** Absent when one of the problems is an error. */
  readonly planned?: PlannedVimana;
  readonly problems: readonly Problem[];
}

/** All Vimanas of a stack, by key, and what is wrong with them. */
export interface VimanaPlans {
  /** Absent when one of the problems is an error. */
  readonly planned?: Readonly<Record<string, PlannedVimana>>;
  readonly problems: readonly Problem[];
}

/**
 * Derives everything that a declared hierarchy becomes and checks every rule that needs nothing but the declaration,
 * all faults at once. The same for any order of the declaration's keys.
 *
 * @param key Key in the stack file, or the component's name.
 */
export function planVimana(key: string, spec: VimanaSpec, context: PlanContext): VimanaPlan {
  const draft = draftVimana(key, spec, context);
  const problems = [...draft.problems, ...clashProblems([draft])];
  return problems.some(isError) ? { problems } : { planned: draft.planned, problems };
}

/**
 * {@link planVimana} of all Vimanas of a stack, with the rules that hold between them.
 *
 * @param context Its path is where the Vimanas stand; each one's key is added.
 */
export function planVimanas(specs: Readonly<Record<string, VimanaSpec>>, context: PlanContext): VimanaPlans {
  const drafts = sortedEntries(specs).map(([key, spec]) =>
    draftVimana(key, spec, { ...context, path: pathBelow(context.path, [key]) }),
  );
  const problems = [...drafts.flatMap((draft) => draft.problems), ...clashProblems(drafts)];
  if (problems.some(isError)) return { problems };
  return { planned: Object.fromEntries(drafts.map(({ planned }) => [planned.key, planned])), problems };
}

/** Hosts whose certificates the stack's secrets must hold (`tls.mode: provided`), each once, in order. */
export function hostsNeedingSecrets({ domains }: PlannedVimana): readonly string[] {
  return domains
    .filter(({ tls }) => tls.mode === "provided")
    .flatMap(({ hosts }) => hosts.map(({ host }) => host));
}

function isError({ severity }: Problem): boolean {
  return severity !== "warning";
}
