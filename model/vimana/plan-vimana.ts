import type { Problem } from "../shared/problem.js";
import { LIMITS } from "./limits.js";
import { gatewayName } from "./names.js";
import { planDomain, type DomainPlan } from "./plan-domain.js";
import type { PlannedVimana } from "./planned.js";
import { INERT_FIELDS, inertProblems } from "./rules/inert-fields.js";
import type { Place } from "./rules/report.js";
import { listenerProblems, vimanaProblems, type Listeners } from "./rules/vimana-rules.js";
import type { VimanaSpec } from "./schema.js";
import {
  inOrder,
  runtimeClassOf,
  scopeOf,
  sortedEntries,
  type PlanContext,
  type VimanaScope,
} from "./scope.js";

/** A Vimana by itself: what it becomes if nothing is wrong in it or next to it. */
export interface VimanaDraft {
  readonly planned: PlannedVimana;
  readonly place: Place;
  readonly domains: readonly DomainPlan[];
  /** All but what clashes with another object of the stack. */
  readonly problems: readonly Problem[];
}

/** Derives a Vimana with all that is in it, and checks the rules of each object alone. */
export function draftVimana(key: string, spec: VimanaSpec, context: PlanContext): VimanaDraft {
  const scope = scopeOf(key, spec, context);
  const place = { path: context.path, name: `Vimana ${scope.name}` };
  const { domains: declared, ...own } = spec;
  const domains = sortedEntries(declared)
    .map(([domainKey, domain]) => planDomain(domainKey, domain, place, scope))
    .sort((a, b) => inOrder(a.planned.id, b.planned.id));
  const listeners = countListeners(domains, scope);
  return {
    planned: plannedVimana(key, own, scope, domains, listeners),
    place,
    domains,
    problems: [
      ...vimanaProblems(scope, listeners, place),
      ...inertProblems(INERT_FIELDS.vimana, spec, scope.operator, place),
      ...listenerProblems(domains, listeners, scope, place),
      ...domains.flatMap(({ problems }) => problems),
    ],
  };
}

function countListeners(domains: readonly DomainPlan[], { spec, operator }: VimanaScope): Listeners {
  const { http01, listenerSets } = spec.gateway;
  const hosts = domains.reduce((sum, { planned }) => sum + planned.hosts.length, 0);
  const count = hosts + (http01 ? 1 : 0);
  const wanted = listenerSets === "always" || (listenerSets === "auto" && count > LIMITS.listeners);
  return { count, listenerSets: wanted && !operator };
}

function plannedVimana(
  key: string,
  spec: PlannedVimana["spec"],
  scope: VimanaScope,
  domains: readonly DomainPlan[],
  { count, listenerSets }: Listeners,
): PlannedVimana {
  const runtimeClass = runtimeClassOf(scope);
  // With ListenerSets the Gateway itself keeps one listener, because it must have one.
  const used = listenerSets ? 1 : count;
  return {
    key,
    spec,
    name: scope.name,
    namespace: scope.namespace,
    mode: spec.mode,
    canonicalSuffix: scope.suffix,
    ...(runtimeClass === undefined ? {} : { runtimeClass }),
    wasm: scope.wasm,
    gatewayName: gatewayName(scope.name),
    gateway: spec.gateway,
    listenerSets,
    domains: domains.map(({ planned }) => planned),
    limits: { listeners: { used, max: LIMITS.listeners } },
  };
}
