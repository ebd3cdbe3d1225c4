import { createHash } from "node:crypto";

/**
 * Every name that follows from a hierarchy. They are facts of Vimana's wire format: its operator and its node runtime
 * compute the same ones, so both modes make and find the same objects.
 *
 * `component` stands for a version's full name, `server` for a server's: see {@link componentName} and
 * {@link serverName}.
 */

/** Keys of the labels by which Vimana finds what belongs together. */
export const LABELS = {
  domain: "vimana.host/domain",
  server: "vimana.host/server",
  version: "vimana.host/version",
} as const;

/** What canonical hosts end with unless told. The operator has its suffix built in. */
export const DEFAULT_SUFFIX = { direct: "vimana.host", operator: "app.vimana.host" } as const;

/** Lower-case hex SHA-224 of the UTF-8 text: 56 characters, so that a letter and a dash still fit a DNS label. */
export function sha224(text: string): string {
  return createHash("sha224").update(text).digest("hex");
}

/** Full name of a version: `<domain id>:<server id>@<version>`. */
export function componentName(domainId: string, serverId: string, version: string): string {
  return `${serverName(domainId, serverId)}@${version}`;
}

/** Full name of a server: `<domain id>:<server id>`. */
export function serverName(domainId: string, serverId: string): string {
  return `${domainId}:${serverId}`;
}

/** The host that every domain has: `<domain id>.<suffix>`. */
export function canonicalHost(domainId: string, suffix: string): string {
  return `${domainId}.${suffix}`;
}

/** Gateway of a Vimana, and the Service that Envoy Gateway makes for it. */
export function gatewayName(vimana: string): string {
  return `${vimana}-gateway`;
}

/** Deployment of a version. */
export function deploymentName(component: string): string {
  return `d-${sha224(component)}`;
}

/** Service of a version; what weights refer to. */
export function serviceName(component: string): string {
  return `s-${sha224(component)}`;
}

/** Listener of a host. */
export function listenerName(host: string): string {
  return `l-${sha224(host)}`;
}

/** TLS Secret of a host, and its Certificate. */
export function secretName(host: string): string {
  return `c-${sha224(host)}`;
}

/**
 * GRPCRoute of a server in direct mode.
 * @param part From 1. Hosts beyond what one route takes are in further parts.
 */
export function routeName(server: string, part = 1): string {
  return numbered(`r-${sha224(server)}`, part);
}

/** GRPCRoute that reaches one version alone. */
export function pinRouteName(component: string): string {
  return `t-${sha224(component)}`;
}

/** Component, the custom resource of a version, in operator mode. */
export function versionObjectName(component: string): string {
  return `v-${sha224(component)}`;
}

/** Server, the custom resource, in operator mode; ids alone are unique per domain only. */
export function serverObjectName(server: string): string {
  return `sv-${sha224(server)}`;
}

/** ListenerSet of a domain. */
export function listenerSetName(domainId: string): string {
  return `ls-${domainId}`;
}

/** SecurityPolicy of a server. */
export function securityPolicyName(server: string): string {
  return `sp-${sha224(server)}`;
}

/** BackendTrafficPolicy of one part of a server's routes, see {@link routeName}. */
export function trafficPolicyName(server: string, part = 1): string {
  return numbered(`bt-${sha224(server)}`, part);
}

/** ConfigMap that records the versions that a server has used. One a server, so that none outgrows its limit. */
export function ledgerName(server: string): string {
  return `vimana-ledger-${sha224(server)}`;
}

/** Labels of what belongs to a domain, a server of it, or a version of that. */
export function labelsOf(of: {
  readonly domain?: string;
  readonly server?: string;
  readonly version?: string;
}): Record<string, string> {
  return {
    ...(of.domain === undefined ? {} : { [LABELS.domain]: of.domain }),
    ...(of.server === undefined ? {} : { [LABELS.server]: of.server }),
    ...(of.version === undefined ? {} : { [LABELS.version]: of.version }),
  };
}

function numbered(name: string, part: number): string {
  return part === 1 ? name : `${name}-${part}`;
}
