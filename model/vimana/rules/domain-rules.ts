import type { Problem } from "../../shared/problem.js";
import { aliasFault, domainIdFault, hostFault, isWildcard } from "../hosts.js";
import { LIMITS } from "../limits.js";
import type { PlannedDomain } from "../planned.js";
import type { DomainSpec } from "../schema.js";
import type { VimanaScope } from "../scope.js";
import { faultAt, faultIf, repeated, warningAt, type Place } from "./report.js";
import { regionProblems, tlsProblems } from "./vimana-rules.js";

/** Rules of a domain's own fields. */
export function domainProblems(
  domain: DomainSpec,
  planned: Pick<PlannedDomain, "id" | "tls" | "reflection">,
  scope: VimanaScope,
  place: Place,
): readonly Problem[] {
  return [
    ...faultIf(place, ["id"], `id "${planned.id}"`, domainIdFault(planned.id)),
    ...aliasProblems(domain, scope, place),
    ...wildcardProblems(domain, planned, place),
    ...reflectionProblems(domain, planned, place),
    ...domain.failover.flatMap((host, index) =>
      faultIf(place, ["failover", index], `failover "${host}"`, hostFault(host)),
    ),
    ...(domain.tls === undefined ? [] : tlsProblems(domain.tls, ["tls"], place)),
    ...regionProblems(domain.regions, place),
    ...placementProblems(domain, scope, place),
  ];
}

/** Whether reflection is wanted at all; `noneBut: []` means never. */
export function reflects(reflection: PlannedDomain["reflection"]): boolean {
  return reflection?.allBut !== undefined || (reflection?.noneBut ?? []).length > 0;
}

function aliasProblems(
  { aliases }: DomainSpec,
  { operator, suffix }: VimanaScope,
  place: Place,
): readonly Problem[] {
  const most = LIMITS.routeHosts - 1;
  const many =
    operator && aliases.length > most
      ? [
          faultAt(
            place,
            ["aliases"],
            `has ${aliases.length} aliases; in operator mode a domain takes ${most} (DOM-7)`,
            'share them out among domains, or use "mode: direct"',
          ),
        ]
      : [];
  const single = aliases.flatMap((alias, index) =>
    faultIf(place, ["aliases", index], `alias "${alias}"`, aliasFault(alias, suffix)),
  );
  return [...many, ...single];
}

function wildcardProblems(
  { aliases }: DomainSpec,
  { tls }: Pick<PlannedDomain, "tls">,
  place: Place,
): readonly Problem[] {
  if (tls.mode !== "certManager" || tls.issuer === undefined || tls.issuer.dns01) return [];
  const issuer = tls.issuer.name;
  return aliases.flatMap((alias, index) =>
    isWildcard(alias)
      ? [
          faultAt(
            place,
            ["aliases", index],
            `alias "${alias}" needs an issuer that proves names by DNS records (DNS-01), and ${issuer} is not said to (DOM-10)`,
            'set "dns01: true" on the issuer if it does, or name the hosts one by one',
          ),
        ]
      : [],
  );
}

function reflectionProblems(
  domain: DomainSpec,
  { reflection }: Pick<PlannedDomain, "reflection">,
  place: Place,
): readonly Problem[] {
  const field = domain.reflection === undefined ? ["grpc", "reflection"] : ["reflection"];
  return [
    ...(domain.reflection !== undefined && domain.grpc?.reflection !== undefined
      ? [faultAt(place, ["grpc", "reflection"], "reflection is set twice", "keep one of the two")]
      : []),
    ...(reflection?.noneBut !== undefined && reflection.allBut !== undefined
      ? [faultAt(place, field, "noneBut and allBut exclude each other (DOM-9)", "keep one of the two")]
      : []),
  ];
}

/** Regions say where servers may run; in direct mode pods are kept there by labels of nodes. */
function placementProblems(
  { regions }: DomainSpec,
  { spec, operator }: VimanaScope,
  place: Place,
): readonly Problem[] {
  if (operator || regions.length === 0) return [];
  const here = spec.regions.filter((region) => regions.includes(region));
  if (spec.regions.length > 0 && here.length === 0) {
    const reason = `none of its regions is one of the Vimana's (${spec.regions.join(", ")}), so none of its servers may run here`;
    return [faultAt(place, ["regions"], reason, "add a region to one of the two, or remove the domain")];
  }
  const everywhere = spec.regions.length > 0 && here.length === spec.regions.length;
  if (everywhere) return [];
  return regions.flatMap((region, index) =>
    Object.hasOwn(spec.regionNodes, region) || (spec.regions.length > 0 && !here.includes(region))
      ? []
      : [
          warningAt(
            place,
            ["regions", index],
            `nothing keeps pods in region "${region}": its nodes are not known`,
            "name their labels in the Vimana's regionNodes",
          ),
        ],
  );
}

/** SRV-2, SRV-5, SRV-7: what the servers of a domain have among themselves. */
export function serversProblems(
  servers: readonly ServerInDomain[],
  { operator }: VimanaScope,
  place: Place,
): readonly Problem[] {
  const services = servers.flatMap((server) =>
    [...new Set(server.services)].map((service) => ({ service, server })),
  );
  const { routeRules, routeMatches } = LIMITS;
  return [
    ...repeated(
      servers,
      ({ id }) => id,
      ({ place: server, id }, earlier) =>
        faultAt(
          server,
          ["id"],
          `id "${id}" is also that of ${earlier.place.path} (SRV-2)`,
          "change one of them",
        ),
    ),
    ...repeated(
      services,
      ({ service }) => service,
      ({ service, server }, earlier) =>
        faultAt(
          server.place,
          ["services", server.services.indexOf(service)],
          `service "${service}" also belongs to ${earlier.server.place.name} (SRV-5)`,
          "give it to one of them",
        ),
    ),
    ...repeated(
      servers.filter(({ catchAll }) => catchAll),
      () => "",
      (server, earlier) =>
        faultAt(
          server.place,
          ["catchAll"],
          `${earlier.place.name} takes all other calls already (SRV-5)`,
          "name its services",
        ),
    ),
    ...(operator && servers.length > routeRules
      ? [
          faultAt(
            place,
            ["servers"],
            `has ${servers.length} servers; in operator mode a domain takes ${routeRules} (SRV-7)`,
            'share them out among domains, or use "mode: direct"',
          ),
        ]
      : []),
    ...(operator && services.length > routeMatches
      ? [
          faultAt(
            place,
            ["servers"],
            `has ${services.length} services; in operator mode a domain takes ${routeMatches} (SRV-7)`,
            'share them out among domains, or use "mode: direct"',
          ),
        ]
      : []),
  ];
}

/** What {@link serversProblems} needs of a server. */
export interface ServerInDomain {
  readonly id: string;
  readonly place: Place;
  readonly services: readonly string[];
  readonly catchAll: boolean;
}
