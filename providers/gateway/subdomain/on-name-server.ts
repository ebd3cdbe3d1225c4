import { isDnsError } from "../../../clients/dns/errors.js";
import { removedName, type FoundName } from "../../../model/gateway/dns/name-updates.js";
import { Failure } from "../../../model/shared/errors.js";
import { ownerMark } from "../../../model/shared/ownership.js";
import { workloadId } from "../../node/workload-id.js";
import type { KindContext } from "../../runtime/context.js";
import type { KindHandlers } from "../../runtime/kind.js";
import { nameServerTarget, type OpenNameServer } from "../../targets/name-server.js";
import type { GatewaySubdomainInputs, GatewaySubdomainOutputs } from "../subdomain.js";
import { subdomainAsFound } from "./as-found.js";
import { bringAbout } from "./bring-about.js";
import { holderOf, isFree, lookAtName } from "./look.js";
import { planSubdomain } from "./plan.js";

/** Others may be at work on the same name. */
const ROUNDS = 5;

/** Names on a name server that the stack reaches itself. No node is involved, and nobody waits for a lock. */
export const subdomainOnNameServer: KindHandlers<GatewaySubdomainInputs, GatewaySubdomainOutputs> = {
  plan: planSubdomain,
  async create(context, inputs) {
    const id = workloadId("subdomain", ownerMark(context.scope, context.resource));
    await bringAbout(context, await serverOf(context, inputs), inputs, undefined);
    return { id, outputs: whole(id, inputs) };
  },
  async read(context, _id, state) {
    const { domain } = state.inputs;
    const server = await serverOf(context, state.inputs);
    const found = await lookIfThere(context, server, domain);
    if (found === undefined || isFree(found)) return undefined;
    const holder = holderOf(found);
    if (holder !== undefined && holder.token !== context.token) {
      context.warn(`${domain} is held by ${holder.mark}, and is this resource's no more`);
      return undefined;
    }
    return subdomainAsFound(found, state);
  },
  async update(context, id, old, inputs) {
    await bringAbout(context, await serverOf(context, inputs), inputs, old.inputs.ips);
    return { outputs: whole(id, inputs) };
  },
  async delete(context, _id, { inputs }) {
    await remove(context, await serverOf(context, inputs), inputs.domain);
  },
};

function serverOf(context: KindContext, { nameServer }: GatewaySubdomainInputs): Promise<OpenNameServer> {
  if (nameServer !== undefined) return context.target(nameServerTarget, nameServer);
  throw new Failure({ what: "names no name server", where: context.resource });
}

function whole(workloadId: string, { domain }: GatewaySubdomainInputs): GatewaySubdomainOutputs {
  return { workloadId, drift: [], fqdn: domain };
}

/** Undefined, with a warning, when the server has no zone for the name any more. */
async function lookIfThere(
  context: KindContext,
  { client }: OpenNameServer,
  domain: string,
): Promise<FoundName | undefined> {
  try {
    return await lookAtName(client, domain, { signal: context.signal });
  } catch (error) {
    if (!isDnsError(error, "NotAuthoritative")) throw error;
    context.warn(`${client.where} has no zone for ${domain} any more`);
    return undefined;
  }
}

/** Leaves alone what does not bear the token of this creation. */
async function remove(context: KindContext, server: OpenNameServer, domain: string): Promise<void> {
  const { signal } = context;
  const { client } = server;
  for (let round = 1; round <= ROUNDS; round++) {
    const [found, zone] = await Promise.all([
      lookIfThere(context, server, domain),
      client.zoneOf(domain, { signal }),
    ]);
    if (found === undefined || zone === undefined || isFree(found)) return;
    const holder = holderOf(found);
    if (holder?.token !== context.token) {
      context.warn(
        `${domain} is held by ${holder?.mark ?? "somebody who left no owner record"} and is left alone`,
      );
      return;
    }
    try {
      await client.update(removedName(zone, domain, found), { signal });
      return;
    } catch (error) {
      if (!isDnsError(error, "Prerequisite")) throw error;
    }
  }
  throw new Failure({
    what: `${domain} was changed by somebody else again and again`,
    where: client.where,
    next: "Run the command again",
  });
}
