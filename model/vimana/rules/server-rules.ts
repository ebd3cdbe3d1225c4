import { MAX_LABEL } from "../../shared/names.js";
import type { Problem } from "../../shared/problem.js";
import { LIMITS } from "../limits.js";
import type { ServerSpec } from "../schema.js";
import type { VimanaScope } from "../scope.js";
import { versionFault } from "../versions.js";
import { faultAt, faultIf, repeated, type Place } from "./report.js";

const ID = /^[a-z]([0-9a-z-]{0,61}[0-9a-z])?$/;
const SERVICE = /^[A-Za-z_][A-Za-z_0-9]*(\.[A-Za-z_][A-Za-z_0-9]*)*$/;
const REFLECTION = ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"];

/** What is wrong with a server's id (SRV-1), as the end of a sentence. */
export function serverIdFault(id: string): string | undefined {
  if (id.length > MAX_LABEL) return `must have at most ${MAX_LABEL} characters and has ${id.length} (SRV-1)`;
  if (ID.test(id)) return undefined;
  return "must consist of lower-case letters, digits and dashes, begin with a letter and not end with a dash (SRV-1)";
}

/** Rules of a server's own fields but weights. */
export function serverProblems(
  server: ServerSpec,
  id: string,
  domainReflects: boolean,
  scope: VimanaScope,
  place: Place,
): readonly Problem[] {
  return [
    ...faultIf(place, ["id"], `id "${id}"`, serverIdFault(id)),
    ...serviceProblems(server, domainReflects, place),
    ...routingProblems(server, scope, place),
    ...authProblems(server, place),
    ...versionProblems(server, place),
  ];
}

function serviceProblems(
  { services }: ServerSpec,
  domainReflects: boolean,
  place: Place,
): readonly Problem[] {
  const named = services.map((service, index) => ({ service, index }));
  return [
    ...named.flatMap(({ service, index }) =>
      faultIf(place, ["services", index], `service "${service.slice(0, 80)}"`, serviceFault(service)),
    ),
    ...repeated(
      named,
      ({ service }) => service,
      ({ service, index }) =>
        faultAt(place, ["services", index], `service "${service}" is there twice (SRV-4)`, "remove one"),
    ),
    ...named
      .filter(({ service }) => domainReflects && REFLECTION.includes(service))
      .map(({ service, index }) =>
        faultAt(
          place,
          ["services", index],
          `service "${service}" is reserved while the domain's reflection is on (SRV-6)`,
          "remove it here, or turn the domain's reflection off",
        ),
      ),
  ];
}

function serviceFault(service: string): string | undefined {
  if (service.length > LIMITS.serviceName)
    return `must have at most ${LIMITS.serviceName} characters and has ${service.length} (SRV-4)`;
  if (SERVICE.test(service)) return undefined;
  return "must be the full name of a gRPC service, as example.shop.Cart, without a slash or method (SRV-4)";
}

/** SRV-3 and the sizes of SRV-7 that concern one server. */
function routingProblems(
  { services, catchAll }: ServerSpec,
  { operator }: VimanaScope,
  place: Place,
): readonly Problem[] {
  const most = operator ? LIMITS.ruleMatches : LIMITS.routeMatches;
  if (services.length > most) {
    const reason = `has ${services.length} services; a server takes ${most} (SRV-7)`;
    return [faultAt(place, ["services"], reason, "share them out among servers")];
  }
  if (catchAll && operator) {
    const reason = "catchAll is for direct mode only (SRV-3)";
    return [faultAt(place, ["catchAll"], reason, "name the server's services")];
  }
  if (catchAll && services.length > 0) {
    const reason = "has both services and catchAll (SRV-3)";
    return [faultAt(place, ["catchAll"], reason, "keep one of the two")];
  }
  if (catchAll || services.length > 0) return [];
  const reason = "names no services, and without any it would take all calls of its domain (SRV-3)";
  const fix = operator
    ? "name the server's services"
    : 'name the server\'s services, or set "catchAll: true" if that is meant';
  return [faultAt(place, ["services"], reason, fix)];
}

function authProblems({ auth }: ServerSpec, place: Place): readonly Problem[] {
  if (auth === undefined) return [];
  const { jwks } = auth;
  return [
    ...(jwks.length > LIMITS.jwks
      ? [
          faultAt(
            place,
            ["auth", "jwks"],
            `has ${jwks.length} key sets; a server takes ${LIMITS.jwks} (SRV-8)`,
            "remove some",
          ),
        ]
      : []),
    ...jwks.flatMap((address, index) =>
      faultIf(place, ["auth", "jwks", index], "key set", jwksFault(address)),
    ),
  ];
}

function jwksFault(address: string): string | undefined {
  if (address.length > LIMITS.jwksAddress)
    return `must have an address of at most ${LIMITS.jwksAddress} characters; this has ${address.length} (SRV-8)`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === "https:" && address.startsWith("https://")) return undefined;
  return "must have an absolute address that begins with https:// (SRV-8)";
}

/** Versions that a server names besides those it declares. */
function versionProblems(server: ServerSpec, place: Place): readonly Problem[] {
  const { externalVersions, forgive, mirror, components } = server;
  return [
    ...externalVersions.flatMap((version, index) => [
      ...faultIf(place, ["externalVersions", index], `version "${version}"`, versionFault(version)),
      ...(Object.hasOwn(components, version)
        ? [
            faultAt(
              place,
              ["externalVersions", index],
              `version "${version}" is declared here as well (WGT-3)`,
              "remove it from externalVersions or from components",
            ),
          ]
        : []),
    ]),
    ...forgive.flatMap(({ version }, index) =>
      faultIf(place, ["forgive", index, "version"], `version "${version}"`, versionFault(version)),
    ),
    ...(mirror === undefined || knownVersions(server).includes(mirror.version)
      ? []
      : [
          faultAt(
            place,
            ["mirror", "version"],
            `${unknownVersion(mirror.version, server)} (WGT-3)`,
            "name a version that is declared",
          ),
        ]),
  ];
}

/** Versions that calls may go to: those declared here, and those that other stacks declare. */
export function knownVersions({ components, externalVersions }: ServerSpec): readonly string[] {
  return [...Object.keys(components), ...externalVersions];
}

/** What to say of a version that is none of {@link knownVersions}. */
export function unknownVersion(version: string, server: ServerSpec): string {
  const known = [...knownVersions(server)].sort().join(", ");
  return `version "${version}" is not declared; declared are: ${known === "" ? "none" : known}`;
}
