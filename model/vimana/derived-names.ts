import type { Problem } from "../shared/problem.js";
import { aliasFault, domainIdFault, plannedHost, suffixFault } from "./hosts.js";
import * as names from "./names.js";
import { routesOf } from "./plan-server.js";
import type { PlannedHost } from "./planned.js";
import { serverIdFault } from "./rules/server-rules.js";
import { versionFault } from "./versions.js";

/** What names are derived from. */
export interface NamedParts {
  readonly domain: string;
  readonly suffix: string;
  readonly aliases: readonly string[];
  readonly server?: string;
  /** Only with a server. */
  readonly version?: string;
}

/** Every name that follows from an id, for objects of either mode. */
export interface DerivedNames {
  readonly domain: {
    readonly id: string;
    readonly canonicalHost: string;
    readonly hosts: readonly PlannedHost[];
    readonly listenerSet: string;
    /** Domain and GRPCRoute of operator mode. */
    readonly object: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly server?: {
    readonly id: string;
    readonly fullName: string;
    /** GRPCRoutes of direct mode. */
    readonly routes: readonly string[];
    readonly securityPolicy: string;
    readonly trafficPolicies: readonly string[];
    readonly ledger: string;
    /** Server of operator mode. */
    readonly object: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly version?: {
    readonly version: string;
    readonly fullName: string;
    readonly deployment: string;
    readonly service: string;
    readonly pinRoute: string;
    /** Component of operator mode. */
    readonly object: string;
    readonly labels: Readonly<Record<string, string>>;
  };
}

/** Names, or what is wrong with the parts. */
export type DerivedNamesOrFaults =
  | { readonly ok: true; readonly names: DerivedNames }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Derives all names from ids, without a declaration. Paths of problems are the parts' names. */
export function derivedNames(parts: NamedParts): DerivedNamesOrFaults {
  const problems = faultsOf(parts);
  if (problems.length > 0) return { ok: false, problems };
  const { domain, suffix, aliases, server, version } = parts;
  const canonicalHost = names.canonicalHost(domain, suffix);
  const hosts = [plannedHost(canonicalHost, true), ...aliases.map((alias) => plannedHost(alias, false))];
  return {
    ok: true,
    names: {
      domain: {
        id: domain,
        canonicalHost,
        hosts,
        listenerSet: names.listenerSetName(domain),
        object: domain,
        labels: names.labelsOf({ domain }),
      },
      ...(server === undefined ? {} : { server: namesOfServer(domain, server, hosts) }),
      ...(server === undefined || version === undefined
        ? {}
        : { version: namesOfVersion(domain, server, version) }),
    },
  };
}

function namesOfServer(
  domain: string,
  server: string,
  hosts: readonly PlannedHost[],
): NonNullable<DerivedNames["server"]> {
  const fullName = names.serverName(domain, server);
  const routes = routesOf(fullName, hosts).map(({ name }) => name);
  return {
    id: server,
    fullName,
    routes,
    securityPolicy: names.securityPolicyName(fullName),
    trafficPolicies: routes.map((_, index) => names.trafficPolicyName(fullName, index + 1)),
    ledger: names.ledgerName(fullName),
    object: names.serverObjectName(fullName),
    labels: names.labelsOf({ domain, server }),
  };
}

function namesOfVersion(
  domain: string,
  server: string,
  version: string,
): NonNullable<DerivedNames["version"]> {
  const fullName = names.componentName(domain, server, version);
  return {
    version,
    fullName,
    deployment: names.deploymentName(fullName),
    service: names.serviceName(fullName),
    pinRoute: names.pinRouteName(fullName),
    object: names.versionObjectName(fullName),
    labels: names.labelsOf({ domain, server, version }),
  };
}

function faultsOf({ domain, suffix, aliases, server, version }: NamedParts): readonly Problem[] {
  const rows = [
    { path: "domain", text: domain, fault: domainIdFault(domain) },
    { path: "suffix", text: suffix, fault: suffixFault(suffix) },
    ...aliases.map((alias) => ({ path: "alias", text: alias, fault: aliasFault(alias, suffix) })),
    ...(server === undefined ? [] : [{ path: "server", text: server, fault: serverIdFault(server) }]),
    ...(version === undefined ? [] : [{ path: "version", text: version, fault: versionFault(version) }]),
  ];
  return rows.flatMap(({ path, text, fault }) =>
    fault === undefined ? [] : [{ path, reason: `"${text}" ${fault}` }],
  );
}
