import type { CallOptions } from "../../clients/dns/types.js";
import { ownerNameOf, ownerOf } from "../../model/gateway/dns/owner-record.js";
import { nameFault, type NameZone } from "../../model/gateway/dns/zone-authority.js";
import { Failure } from "../../model/shared/errors.js";
import { ownerMark } from "../../model/shared/ownership.js";
import type { KindContext } from "../runtime/context.js";
import type { OpenNameServer } from "../targets/name-server.js";

/** The zone that a name is in, with its owner where it is a delegated one. */
export async function zoneOfName(
  { client, zones }: OpenNameServer,
  domain: string,
  options: CallOptions,
): Promise<NameZone> {
  const zone = await client.zoneOf(domain, options);
  if (zone === undefined || zones.includes(zone)) return { zone, owner: undefined };
  const records = await client.query(ownerNameOf(zone), ["TXT"], options);
  return { zone, owner: records.map(ownerOf).find((owner) => owner !== undefined) };
}

/**
 * The zone in which a stack may have a name.
 * @throws Failure when it may not
 */
export async function zoneFor(server: OpenNameServer, domain: string, context: KindContext): Promise<string> {
  const found = await zoneOfName(server, domain, { signal: context.signal });
  const fault = nameFault(domain, found, server.zones, ownerMark(context.scope, ""));
  if (fault === undefined && found.zone !== undefined) return found.zone;
  throw notAllowed(server, fault ?? "is in no zone");
}

export function notAllowed({ name, client }: OpenNameServer, what: string): Failure {
  return new Failure({
    what,
    where: client.where,
    next: `Choose another name, correct groundplan:nameServers.${name}.zones, or delegate the zone with a GatewayDelegate`,
  });
}
