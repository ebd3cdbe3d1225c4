import { z } from "zod";
import { foundRows, ownRows, zoneRows } from "../../../model/gateway/dns/zone-rows.js";
import { Failure } from "../../../model/shared/errors.js";
import { ownerMark } from "../../../model/shared/ownership.js";
import type { FoundState, LastState, NodeWorkload } from "../../node/definition.js";
import { nameServerTarget } from "../../targets/name-server.js";
import type { GatewayDelegateInputs, GatewayDelegateOutputs } from "../delegate.js";
import { ENSURE_DELEGATE } from "./scripts/ensure.sh.js";
import { INSPECT_DELEGATES } from "./scripts/inspect.sh.js";
import { REMOVE_DELEGATE } from "./scripts/remove.sh.js";

const found = z.object({
  zone: z.string(),
  /** State of the server's service. */
  state: z.string(),
  /** Whether the server has the zone for this workload. */
  claimed: z.boolean(),
  served: z.boolean(),
  /** Its own records, one a line. */
  rows: z.string(),
  /** What tells whose the zone is, compared with what was written. */
  owner: z.enum(["same", "changed", "missing"]),
});
type Found = z.output<typeof found>;

/** Zones on name servers of nodes. */
export const delegateOnNode: NodeWorkload<GatewayDelegateInputs, Found, GatewayDelegateOutputs> = {
  sort: "delegate",
  order: 16,
  ensure: ENSURE_DELEGATE,
  inspect: INSPECT_DELEGATES,
  remove: REMOVE_DELEGATE,
  async parameters({ domain, nameServer, nameServers, ttl }, _node, context) {
    if (nameServer === undefined)
      throw new Failure({ what: "names no name server", where: context.resource });
    const { port } = await context.target(nameServerTarget, nameServer);
    const owner = { mark: ownerMark(context.scope, context.resource), token: context.token };
    const rows = zoneRows({ zone: domain, nameServers, ttl, addresses: {}, owner });
    return { port, zone: domain, rows: rows.join("\n") };
  },
  found,
  asFound,
  steps: (old, { domain, nameServers = [], ttl }) => {
    const servers = nameServers.join(", ");
    if (old === undefined) return [`make the zone ${String(domain)}, answered for by ${servers}`];
    return [
      ...(servers === old.nameServers.join(", ") ? [] : [`have ${old.domain} answered for by ${servers}`]),
      ...(ttl === undefined || ttl === old.ttl ? [] : [`change the ttl of ${old.domain} to ${ttl} s`]),
    ];
  },
};

function asFound(
  { state, claimed, served, rows, owner }: Found,
  { inputs }: LastState<GatewayDelegateInputs, GatewayDelegateOutputs>,
): FoundState<GatewayDelegateInputs, GatewayDelegateOutputs> {
  const { domain } = inputs;
  const outputs = { zone: domain };
  if (state !== "running") return { inputs, outputs, drift: [`name server: ${state}`] };
  if (!claimed || !served) return { inputs, outputs, drift: ["zone: missing"] };
  const all = foundRows(rows);
  const servers = ownRows(all, domain, "NS");
  const nameServers = servers.map(({ data }) => data.replace(/[.]$/, "")).sort();
  const ttl = servers[0]?.ttl ?? inputs.ttl;
  const drift = [
    ...(owner === "same" ? [] : [`owner record: ${owner}`]),
    ...ownRows(all, domain, "SOA").flatMap(({ data }) => soaDrift(data, domain, nameServers)),
  ];
  return { inputs: { ...inputs, nameServers, ttl }, outputs, drift };
}

/** Name servers are told as an input; the first one in the SOA record has to be one of them. */
function soaDrift(data: string, domain: string, nameServers: readonly string[]): readonly string[] {
  const known = nameServers.map((server) => `${server}. hostmaster.${domain}.`);
  return known.includes(data) ? [] : [`SOA record: ${data}`];
}
