import { componentName, listenerSetName, pinRouteName, serviceName } from "../names.js";
import type { PlannedDomain, PlannedServer, PlannedVersion, PlannedVimana } from "../planned.js";
import { KINDS, referenceTo } from "./kinds.js";
import { namespacedObject, type ObjectHead, type VimanaObject } from "./object.js";
import { backendReference } from "./service.js";
import { ROUTE_TAKEN } from "./waits.js";

/** Most matches of one rule. */
const MAX_MATCHES = 64;
/** Header that asks for one version. */
const PIN_HEADER = "vimana-version";

/**
 * The routes of a server, one for each part of its hosts. Rules are without `backendRefs`: who moves weights writes
 * them, the same in every rule.
 */
export function routeObjects(
  vimana: PlannedVimana,
  domain: PlannedDomain,
  server: PlannedServer,
): VimanaObject[] {
  const filters = mirrorFilters(domain, server);
  return server.routes.map(({ name, hosts }) =>
    route(
      vimana,
      domain,
      { name, of: { domain: domain.id, server: server.id } },
      hosts,
      matchLists(server).map((matches) => ({ ...matches, ...filters })),
    ),
  );
}

/**
 * The routes by which a pinned version is reached alone, with the header `vimana-version`; none when it is not pinned.
 * A match with a header goes before the same match without one, so they need no order.
 */
export function pinRouteObjects(
  vimana: PlannedVimana,
  domain: PlannedDomain,
  server: PlannedServer,
  version: PlannedVersion,
): VimanaObject[] {
  const backendRefs = [{ ...backendReference(version.service), weight: 1 }];
  const headers = [{ type: "Exact", name: PIN_HEADER, value: version.version }];
  return pinRouteNames(server, version).map((name, part) =>
    route(
      vimana,
      domain,
      {
        name,
        of: { domain: domain.id, server: server.id, version: version.version },
        annotations: ROUTE_TAKEN,
      },
      server.routes[part]?.hosts ?? [],
      matchLists(server, { headers }).map((matches) => ({ ...matches, backendRefs })),
    ),
  );
}

/** Names of all routes on which calls reach a server: policies that leave one out can be got around. */
export function allRouteNames(server: PlannedServer): string[] {
  return [
    ...server.routes.map(({ name }) => name),
    ...server.versions.flatMap((version) => pinRouteNames(server, version)),
  ];
}

function pinRouteNames(server: PlannedServer, version: PlannedVersion): string[] {
  if (!version.spec.pinned) return [];
  const name = pinRouteName(version.fullName);
  return server.routes.map((_, index) => (index === 0 ? name : `${name}-${index + 1}`));
}

function route(
  vimana: PlannedVimana,
  domain: PlannedDomain,
  head: ObjectHead,
  hostnames: readonly string[],
  rules: readonly Readonly<Record<string, unknown>>[],
): VimanaObject {
  const parent = vimana.listenerSets
    ? referenceTo(KINDS.listenerSet, listenerSetName(domain.id))
    : referenceTo(KINDS.gateway, vimana.gatewayName);
  return namespacedObject(KINDS.grpcRoute, vimana, head, {
    spec: { parentRefs: [parent], hostnames: [...hostnames], rules: [...rules] },
  });
}

/** One entry a rule. A server without services takes all calls, which is said by no matches at all. */
function matchLists(
  { spec: { services } }: PlannedServer,
  also: Readonly<Record<string, unknown>> = {},
): { matches?: Record<string, unknown>[] }[] {
  if (services.length === 0) return Object.keys(also).length === 0 ? [{}] : [{ matches: [{ ...also }] }];
  const matches = services.map((service) => ({ method: { type: "Exact", service }, ...also }));
  return Array.from({ length: Math.ceil(matches.length / MAX_MATCHES) }, (_, rule) => ({
    matches: matches.slice(rule * MAX_MATCHES, (rule + 1) * MAX_MATCHES),
  }));
}

function mirrorFilters(domain: PlannedDomain, server: PlannedServer): { filters?: unknown[] } {
  const { mirror } = server.spec;
  if (mirror === undefined) return {};
  const service = serviceName(componentName(domain.id, server.id, mirror.version));
  const requestMirror = { backendRef: backendReference(service), percent: mirror.percent };
  return { filters: [{ type: "RequestMirror", requestMirror }] };
}
