import { delegatedTo } from "../../../clients/dns/delegation.js";
import { isDnsError } from "../../../clients/dns/errors.js";
import { ownerMark } from "../../../model/shared/ownership.js";
import type { KindContext } from "../../runtime/context.js";
import { messageOf } from "../../runtime/presentable-error.js";
import { nameServerTarget } from "../../targets/name-server.js";
import type { GatewayDelegateInputs } from "../delegate.js";
import { notAllowed, zoneOfName } from "../zone-authority.js";

/**
 * Refuses a zone that is known to be somebody else's.
 * @throws Failure
 */
export async function refuseTaken(
  context: KindContext,
  { domain, nameServer }: Partial<GatewayDelegateInputs>,
): Promise<void> {
  if (domain === undefined || nameServer === undefined) return;
  const server = await context.target(nameServerTarget, nameServer);
  if (server.zones.includes(domain))
    throw notAllowed(server, `${domain} is managed by the name server itself`);
  try {
    const { zone, owner } = await zoneOfName(server, domain, { signal: context.signal, retries: 0 });
    if (zone !== domain || owner === undefined) return;
    if (owner.mark.startsWith(ownerMark(context.scope, ""))) return;
    throw notAllowed(server, `unauthorized: the zone ${domain} belongs to ${owner.mark}`);
  } catch (error) {
    // The same `up` may make the server.
    if (!isDnsError(error, "Unreachable", "Unavailable", "NotAuthoritative")) throw error;
  }
}

/** Warns when the domain above does not lead to the zone's name servers, as far as this machine can tell. */
export async function warnUnlessFound(
  context: KindContext,
  { domain, nameServer, nameServers }: GatewayDelegateInputs,
): Promise<void> {
  if (nameServer === undefined) return;
  const { client } = await context.target(nameServerTarget, nameServer);
  const above = domain.slice(domain.indexOf(".") + 1);
  try {
    // A server that has both domains answers for both.
    if ((await client.zoneOf(above, { signal: context.signal })) !== undefined) return;
  } catch (error) {
    // The zone is there; that it cannot be asked for from here must not undo what was done.
    context.warn(`${domain} cannot be checked: ${messageOf(error, client.where)}`);
    return;
  }
  const found = await delegatedTo(domain);
  if (nameServers.every((server) => found.includes(server))) return;
  context.warn(
    `${above} does not point to the name servers of ${domain}, so that others do not find its names: ` +
      `set ${nameServers.join(", ")} at the registrar of ${domain}`,
  );
}
