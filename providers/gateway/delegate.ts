import { z } from "zod";
import { domainFault } from "../../model/reservation/gateway/domain.js";
import { domainName } from "../../model/shared/domain-name.js";
import type { Problem } from "../../model/shared/problem.js";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { signedByExplorer } from "../reservation/explorer/replace-when.js";
import { defineKind } from "../runtime/kind.js";

const LONGEST_TTL = 2 ** 31 - 1;

const inputs = z.strictObject({
  ...workloadInputs,
  /** Name in `groundplan:nameServers`: a server that is a `GatewayNameServer` on the node. Needed without `explorer`. */
  nameServer: z.string().min(1).optional(),
  /** The zone, as `example.com`. */
  domain: domainName,
  /** Host names of the servers that answer for it. Needed without `explorer`; at least one. */
  nameServers: z.array(domainName).default([]),
  /** Seconds for which others may remember the zone's name servers. Default 3600. */
  ttl: z.int().min(1).max(LONGEST_TTL).default(3600),
});

/** Inputs of {@link gatewayDelegate}. */
export type GatewayDelegateInputs = z.output<typeof inputs>;

/** Outputs of {@link gatewayDelegate}. */
export type GatewayDelegateOutputs = WorkloadOutputs & {
  /** The zone, for others to refer to once it is there. */
  zone: string;
};

/**
 * A zone of the stack's own on a name server. Its names are this stack's; the domain above has to point to the name
 * servers, which is set at its registrar. It goes with its records, unless some are somebody else's.
 */
export const gatewayDelegate = defineKind<GatewayDelegateInputs, GatewayDelegateOutputs>({
  name: "gateway.GatewayDelegate",
  module: "gateway",
  type: "GatewayDelegate",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS, "zone"],
  replaceOn: ["node", "explorer", "nameServer", "domain"],
  replaceWhen: signedByExplorer("nameServers"),
  plansInOperations: true,
  naturalKey: ({ node, explorer, nameServer, domain }) =>
    `${explorer ?? ""}/${node}/${nameServer ?? ""}/${domain}`,
  normalise: (given) => ({ ...given, nameServers: [...new Set(given.nameServers)].sort() }),
  problems: (given) => [...placeProblems(given), ...domainProblems(given)],
  handlers: async () => (await import("./delegate.handlers.js")).delegateHandlers,
});

function placeProblems({
  explorer,
  nameServer,
  nameServers,
  domain,
}: GatewayDelegateInputs): readonly Problem[] {
  if (explorer !== undefined) return [];
  return [
    ...(nameServer === undefined
      ? [{ path: "nameServer", reason: "is missing; a name in groundplan:nameServers" }]
      : []),
    ...(nameServers.length === 0
      ? [{ path: "nameServers", reason: "is empty; host names of the servers that answer for the zone" }]
      : []),
    ...nameServers.flatMap((server, index) =>
      isInside(server, domain) ? [{ path: `nameServers[${index}]`, reason: INSIDE }] : [],
    ),
  ];
}

/** Servers of bind do not load a zone with a name server that has no address in it. */
const INSIDE = "is inside of the zone, where nothing tells its address; name a server outside of it";

function isInside(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

function domainProblems({ domain }: GatewayDelegateInputs): readonly Problem[] {
  const reason = domainFault(domain);
  return reason === undefined ? [] : [{ path: "domain", reason }];
}
