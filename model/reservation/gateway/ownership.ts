import { splitDomain } from "./domain.js";

/** What a gateway answers for. */
export interface GatewayZones {
  /** Domains of the gateway's own, in which any user may have names. */
  readonly managed: readonly string[];
  /** Zones that users have handed over, with their owners. */
  readonly delegated: ReadonlyMap<string, string>;
  /** Names that are taken, with their owners. */
  readonly taken: ReadonlyMap<string, string>;
}

/** Why a user cannot have a name at a gateway, in upstream's words; undefined when the user can. */
export function subdomainFault(
  domain: string,
  user: string,
  { managed, delegated, taken }: GatewayZones,
): string | undefined {
  const { zone } = splitDomain(domain);
  const owner = delegated.get(zone);
  if (owner === undefined && !managed.includes(zone)) {
    return `${zone} is not managed by the gateway. delegate the domain first`;
  }
  if (owner !== undefined && owner !== user) return `unauthorized: ${zone} belongs to another user`;
  // In a zone of the gateway's own even the owner must remove a name first; in a zone of the user's own the user rules.
  return owner === undefined && taken.has(domain) ? `subdomain ${domain} already reserved` : undefined;
}

/** Why a user cannot hand a zone over to a gateway; undefined when the user can. */
export function delegationFault(
  zone: string,
  user: string,
  { managed, delegated }: Pick<GatewayZones, "managed" | "delegated">,
): string | undefined {
  if (managed.includes(zone)) return `${zone} is managed by the gateway itself`;
  const owner = delegated.get(zone);
  return owner === undefined || owner === user ? undefined : `unauthorized: ${zone} belongs to another user`;
}

/**
 * Why a user cannot have a domain forwarded; undefined when the user can.
 * @param forwarded Domains that are forwarded, with their owners.
 */
export function forwardFault(
  domain: string,
  user: string,
  forwarded: ReadonlyMap<string, string>,
): string | undefined {
  const owner = forwarded.get(domain);
  return owner === undefined || owner === user
    ? undefined
    : `unauthorized: ${domain} belongs to another user`;
}
