import type { Problem } from "../shared/problem.js";
import { LIMITS } from "./limits.js";
import { componentName, routeName, serverName, serviceName } from "./names.js";
import { planVersion } from "./plan-version.js";
import type { PlannedDomain, PlannedHost, PlannedServer } from "./planned.js";
import type { ServerInDomain } from "./rules/domain-rules.js";
import { reflects } from "./rules/domain-rules.js";
import { INERT_FIELDS, inertProblems } from "./rules/inert-fields.js";
import { placeBelow, type Place } from "./rules/report.js";
import { rolloutProblems } from "./rules/rollout-rules.js";
import { serverProblems } from "./rules/server-rules.js";
import { trafficProblems } from "./rules/traffic-rules.js";
import { planWeights, type WeightPlan } from "./rules/weight-rules.js";
import type { ServerSpec } from "./schema.js";
import { sortedEntries, type VimanaScope } from "./scope.js";
import { compareVersions, versionFault } from "./versions.js";

/** A server with what is wrong in it, and what its domain's rules look at. */
export interface ServerPlan {
  readonly planned: PlannedServer;
  readonly inDomain: ServerInDomain;
  readonly problems: readonly Problem[];
}

/** Derives a server's names, routes and weights and checks its rules. */
export function planServer(
  key: string,
  server: ServerSpec,
  domain: Pick<PlannedDomain, "id" | "hosts" | "reflection"> & { readonly place: Place },
  scope: VimanaScope,
): ServerPlan {
  const id = server.id ?? key;
  const fullName = serverName(domain.id, id);
  const place = placeBelow(domain.place, ["servers", key], `server ${fullName}`);
  const owner = { domainId: domain.id, serverId: id, place };
  const { components, rollout, weights, versionWeights, ...spec } = server;
  const versions = sortedEntries(components).map(([version, spec]) =>
    planVersion(version, spec, owner, scope),
  );
  const shares = rollout === undefined ? planWeights({ weights, versionWeights }, server, place) : NO_WEIGHTS;
  return {
    planned: {
      key,
      id,
      fullName,
      spec,
      routes: scope.operator
        ? [{ name: domain.id, hosts: domain.hosts.map(({ host }) => host) }]
        : routesOf(fullName, domain.hosts),
      versions: versions
        .map(({ planned }) => planned)
        .filter(({ version }) => versionFault(version) === undefined)
        .sort((a, b) => compareVersions(a.version, b.version)),
      weights: shares.weights.map(({ version, weight, percent }) => ({
        version,
        service: serviceName(componentName(domain.id, id, version)),
        weight,
        percent,
      })),
      ...(rollout === undefined ? {} : { rollout }),
    },
    inDomain: { id, place, services: server.services, catchAll: server.catchAll },
    problems: [
      ...serverProblems(server, id, reflects(domain.reflection), scope, place),
      ...trafficProblems(server, place),
      ...shares.problems,
      ...(rollout === undefined ? [] : rolloutProblems(rollout, server, place)),
      ...inertProblems(INERT_FIELDS.server, server, scope.operator, place),
      ...versions.flatMap(({ problems }) => problems),
    ],
  };
}

const NO_WEIGHTS: WeightPlan = { weights: [], problems: [] };

/** Names of a server's routes in direct mode with the hosts of each. */
export function routesOf(
  server: string,
  hosts: readonly Pick<PlannedHost, "host">[],
): PlannedServer["routes"] {
  const parts = Math.ceil(hosts.length / LIMITS.routeHosts);
  return Array.from({ length: parts }, (_, index) => ({
    name: routeName(server, index + 1),
    hosts: hosts.slice(index * LIMITS.routeHosts, (index + 1) * LIMITS.routeHosts).map(({ host }) => host),
  }));
}
