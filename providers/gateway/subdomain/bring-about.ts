import { isDnsError } from "../../../clients/dns/errors.js";
import { changedName, freshName, type FoundName } from "../../../model/gateway/dns/name-updates.js";
import { canonicalIp } from "../../../model/reservation/scalars/ip-address.js";
import { Failure } from "../../../model/shared/errors.js";
import { OWNER_ANNOTATION, ownerMark } from "../../../model/shared/ownership.js";
import type { KindContext } from "../../runtime/context.js";
import { decideOwnership } from "../../runtime/ownership.js";
import type { OpenNameServer } from "../../targets/name-server.js";
import type { GatewaySubdomainInputs } from "../subdomain.js";
import { zoneFor } from "../zone-authority.js";
import { holderOf, isFree, lookAtName } from "./look.js";

/** Others may be at work on the same name; whoever loses so often in turn gives up. */
const ROUNDS = 5;

/**
 * Makes a name what it is to be, whatever is there, or refuses to.
 * @param known addresses of a name that was this resource's before, as they were last known
 */
export async function bringAbout(
  context: KindContext,
  server: OpenNameServer,
  inputs: GatewaySubdomainInputs,
  known: readonly string[] | undefined,
): Promise<void> {
  const { domain, ips, ttl } = inputs;
  const { signal, token } = context;
  const zone = await zoneFor(server, domain, context);
  const owner = { mark: ownerMark(context.scope, context.resource), token };
  const wanted = { domain, ips, ttl, owner };
  let found: FoundName = { records: [], owners: [] };
  if (known !== undefined) found = await lookAtName(server.client, domain, { signal });
  for (let round = 1; round <= ROUNDS; round++) {
    refuseForeign(context, server, inputs, found, known);
    const takesOver = !isFree(found) || (inputs.adopt && round > 1);
    try {
      await server.client.update(takesOver ? changedName(zone, wanted, found) : freshName(zone, wanted), {
        signal,
      });
      return;
    } catch (error) {
      if (!isDnsError(error, "Prerequisite")) throw error;
    }
    found = await lookAtName(server.client, domain, { signal });
  }
  throw new Failure({
    what: isFree(found)
      ? `${domain} has records of other types already; set \`adopt: true\` to have addresses besides them`
      : `${domain} was changed by somebody else again and again`,
    where: server.client.where,
    next: "Choose another name, or run the command again",
  });
}

/** @throws Failure when the name is somebody else's */
export function refuseForeign(
  { scope, resource, token }: Pick<KindContext, "scope" | "resource" | "token">,
  { client }: OpenNameServer,
  { domain, adopt }: Pick<GatewaySubdomainInputs, "domain" | "adopt">,
  found: FoundName,
  known: readonly string[] | undefined,
): void {
  if (isFree(found)) return;
  const holder = holderOf(found);
  // Its owner's record was lost and nothing else: it is ours still.
  if (holder === undefined && known !== undefined && isSame(addressesOf(found), known)) return;
  const marks = holder === undefined ? {} : { [OWNER_ANNOTATION]: holder.mark };
  const decision = decideOwnership(marks, { mark: ownerMark(scope, resource), token }, adopt);
  if (decision.action !== "refuse") return;
  throw new Failure({
    what: `${domain} is in use: ${decision.reason}`,
    where: client.where,
    next: "Or choose another name",
  });
}

/** The addresses of a name in their one form and order. */
export function addressesOf({ records }: FoundName): string[] {
  return records
    .filter(({ type }) => type !== "CNAME")
    .flatMap(({ data }) => data.map((address) => canonicalIp(address) ?? address))
    .sort();
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((text, index) => text === others[index]);
}
