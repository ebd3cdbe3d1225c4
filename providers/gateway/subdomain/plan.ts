import { isDnsError } from "../../../clients/dns/errors.js";
import { nameFault } from "../../../model/gateway/dns/zone-authority.js";
import { ownerMark } from "../../../model/shared/ownership.js";
import type { KindContext } from "../../runtime/context.js";
import type { PlanRequest } from "../../runtime/kind.js";
import type { Plan } from "../../runtime/plan.js";
import { nameServerTarget, type OpenNameServer } from "../../targets/name-server.js";
import type { GatewaySubdomainInputs, GatewaySubdomainOutputs } from "../subdomain.js";
import { notAllowed, zoneOfName } from "../zone-authority.js";
import { refuseForeign } from "./bring-about.js";
import { lookAtName } from "./look.js";

/**
 * What is going to be done.
 * @throws Failure when the name server is known to have the name for somebody else
 */
export async function planSubdomain(
  context: KindContext,
  { old, news }: PlanRequest<GatewaySubdomainInputs, GatewaySubdomainOutputs>,
): Promise<Plan | undefined> {
  const { domain, nameServer } = news;
  if (old !== undefined) {
    const repairs = old.outputs.drift.map((line) => `repair: ${line}`);
    const steps = [...changes(old.inputs, news), ...repairs];
    return steps.length === 0 ? undefined : { summary: "", steps };
  }
  if (domain === undefined || nameServer === undefined) return undefined;
  const server = await context.target(nameServerTarget, nameServer);
  const notes = await notesOf(context, server, { domain, adopt: news.adopt ?? false });
  const { ips = ["addresses that are not known yet"], ttl } = news;
  const remembered = ttl === undefined ? "" : `, for ${ttl} s`;
  return { summary: "", steps: [`make ${domain} lead to ${ips.join(", ")}${remembered}`], notes };
}

function changes(old: GatewaySubdomainInputs, news: Partial<GatewaySubdomainInputs>): readonly string[] {
  const { domain } = old;
  const { ips = old.ips, ttl = old.ttl } = news;
  const added = ips.filter((ip) => !old.ips.includes(ip));
  const removed = old.ips.filter((ip) => !ips.includes(ip));
  return [
    ...(added.length === 0 ? [] : [`add ${added.join(", ")} to ${domain}`]),
    ...(removed.length === 0 ? [] : [`remove ${removed.join(", ")} from ${domain}`]),
    ...(ttl === old.ttl ? [] : [`change the ttl of ${domain} from ${old.ttl} s to ${ttl} s`]),
  ];
}

/** Servers and zones may be made by the same `up`, so that their absence is no fault yet. */
async function notesOf(
  context: KindContext,
  server: OpenNameServer,
  wanted: Pick<GatewaySubdomainInputs, "domain" | "adopt">,
): Promise<readonly string[]> {
  const { domain } = wanted;
  const options = { signal: context.signal, retries: 0 };
  try {
    const place = await zoneOfName(server, domain, options);
    if (place.zone === undefined) return [`${server.client.where} has no zone for ${domain} yet`];
    const fault = nameFault(domain, place, server.zones, ownerMark(context.scope, ""));
    if (fault !== undefined) throw notAllowed(server, fault);
    refuseForeign(context, server, wanted, await lookAtName(server.client, domain, options), undefined);
    return [];
  } catch (error) {
    if (!isDnsError(error, "Unreachable", "Unavailable", "NotAuthoritative")) throw error;
    return [`${server.client.where} does not answer yet, so that it is not known whether ${domain} is free`];
  }
}
