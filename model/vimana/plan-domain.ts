import type { Problem } from "../shared/problem.js";
import { deriveDomainId } from "./domain-id.js";
import { aliasFault, domainIdFault, plannedHost } from "./hosts.js";
import { canonicalHost } from "./names.js";
import { planServer } from "./plan-server.js";
import type { PlannedDomain, PlannedHost } from "./planned.js";
import { domainProblems, serversProblems } from "./rules/domain-rules.js";
import { INERT_FIELDS, inertProblems } from "./rules/inert-fields.js";
import { placeBelow, type Place } from "./rules/report.js";
import type { DomainSpec } from "./schema.js";
import { inOrder, sortedEntries, type VimanaScope } from "./scope.js";

/** A domain with what is wrong in it. */
export interface DomainPlan {
  readonly planned: PlannedDomain;
  readonly place: Place;
  readonly problems: readonly Problem[];
}

/** Derives a domain's id and hosts, plans its servers and checks its rules. */
export function planDomain(key: string, domain: DomainSpec, vimana: Place, scope: VimanaScope): DomainPlan {
  const { organization, project, stack } = scope.context;
  const id = domain.id ?? deriveDomainId({ organization, project, stack, key });
  const place = placeBelow(vimana, ["domains", key], `domain ${id}`);
  const reflection = domain.reflection ?? domain.grpc?.reflection;
  const shared = {
    id,
    hosts: hostsOf(id, domain, scope),
    tls: domain.tls ?? scope.spec.tls,
    ...(reflection === undefined ? {} : { reflection }),
  };
  const servers = sortedEntries(domain.servers)
    .map(([serverKey, server]) => planServer(serverKey, server, { ...shared, place }, scope))
    .sort((a, b) => inOrder(a.planned.id, b.planned.id));
  const regions = regionsOf(domain, scope);
  return {
    place,
    planned: {
      ...shared,
      key,
      canonicalHost: canonicalHost(id, scope.suffix),
      regions,
      nodeLabels: regions.flatMap((region) => nodesOf(region, scope)),
      failover: domain.failover,
      ...(domain.openApi === undefined ? {} : { openApi: domain.openApi }),
      aliases: domain.aliases,
      declaredRegions: domain.regions,
      servers: servers.map(({ planned }) => planned),
    },
    problems: [
      ...domainProblems(domain, shared, scope, place),
      ...inertProblems(INERT_FIELDS.domain, domain, scope.operator, place),
      ...serversProblems(
        servers.map(({ inDomain }) => inDomain),
        scope,
        place,
      ),
      ...servers.flatMap(({ problems }) => problems),
    ],
  };
}

/** Hosts without the faulty ones, of which nothing further is to be said. */
function hostsOf(id: string, { aliases }: DomainSpec, { suffix }: VimanaScope): readonly PlannedHost[] {
  return [
    ...(domainIdFault(id) === undefined ? [plannedHost(canonicalHost(id, suffix), true)] : []),
    ...aliases
      .filter((alias) => aliasFault(alias, suffix) === undefined)
      .map((alias) => plannedHost(alias, false)),
  ];
}

/** Where pods may run: a cluster runs only what is cleared for one of its own regions. */
function regionsOf({ regions }: DomainSpec, { spec }: VimanaScope): readonly string[] {
  if (regions.length === 0) return spec.regions;
  return spec.regions.length === 0 ? regions : regions.filter((region) => spec.regions.includes(region));
}

function nodesOf(region: string, { spec }: VimanaScope): readonly Readonly<Record<string, string>>[] {
  const labels = spec.regionNodes[region];
  return labels === undefined ? [] : [labels];
}
