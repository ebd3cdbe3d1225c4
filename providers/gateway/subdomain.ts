import { z } from "zod";
import { domainFault } from "../../model/reservation/gateway/domain.js";
import { canonicalIp } from "../../model/reservation/scalars/ip-address.js";
import { domainName } from "../../model/shared/domain-name.js";
import type { Problem } from "../../model/shared/problem.js";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { signedByExplorer } from "../reservation/explorer/replace-when.js";
import { defineKind } from "../runtime/kind.js";

const LONGEST_TTL = 2 ** 31 - 1;

const inputs = z.strictObject({
  ...workloadInputs,
  /** The gateway's id there. Explorer only. */
  node: workloadInputs.node.optional(),
  /** Name in `groundplan:nameServers`. Needed without `explorer`. */
  nameServer: z.string().min(1).optional(),
  /** The whole name, as `shop.example.com`. */
  domain: domainName,
  /** Addresses, IPv4 and IPv6, in any order. At least one. */
  ips: z.array(z.string()).min(1),
  /** Seconds for which others may remember the addresses. Default 3600. */
  ttl: z.int().min(1).max(LONGEST_TTL).default(3600),
  /** Takes over a name that somebody else has. Default false. */
  adopt: z.boolean().default(false),
});

/** Inputs of {@link gatewaySubdomain}. */
export type GatewaySubdomainInputs = z.output<typeof inputs>;

/** Outputs of {@link gatewaySubdomain}. */
export type GatewaySubdomainOutputs = WorkloadOutputs & {
  /** The name, for others to refer to once it is there. */
  fqdn: string;
};

/**
 * A name with addresses in a domain that a name server of the stack manages, or that was delegated to it by this stack.
 * Addresses and ttl change in place; of two stacks that want a name one gets it.
 */
export const gatewaySubdomain = defineKind<GatewaySubdomainInputs, GatewaySubdomainOutputs>({
  name: "gateway.GatewaySubdomain",
  module: "gateway",
  type: "GatewaySubdomain",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS, "fqdn"],
  replaceOn: ["nameServer", "explorer", "node", "domain"],
  replaceWhen: signedByExplorer(),
  localOnly: ["adopt"],
  plansInOperations: true,
  naturalKey: ({ nameServer, explorer, domain }) => `${explorer ?? nameServer ?? ""}/${domain}`,
  normalise: (given) => ({ ...given, ips: canonicalSet(given.ips) }),
  problems: (given) => [...placeProblems(given), ...addressProblems(given), ...domainProblems(given)],
  handlers: async () => (await import("./subdomain.handlers.js")).subdomainHandlers,
});

/** Addresses in their one form, each once, in one order. */
function canonicalSet(ips: readonly string[]): string[] {
  return [...new Set(ips.map((ip) => canonicalIp(ip) ?? ip))].sort();
}

function placeProblems({
  explorer,
  node,
  nameServer,
  reservation,
}: GatewaySubdomainInputs): readonly Problem[] {
  if (explorer === undefined) {
    const missing = "is missing; a name in groundplan:nameServers";
    const unsigned = "is not for names on a name server, which keeps no reservations";
    return [
      ...(nameServer === undefined ? [{ path: "nameServer", reason: missing }] : []),
      ...(reservation === undefined ? [] : [{ path: "reservation", reason: unsigned }]),
    ];
  }
  return node === undefined ? [{ path: "node", reason: "is missing; the gateway's id at the explorer" }] : [];
}

function addressProblems({ ips }: GatewaySubdomainInputs): readonly Problem[] {
  return ips.flatMap((ip, index) =>
    (canonicalIp(ip) ?? "") === "" ? [{ path: `ips[${index}]`, reason: `"${ip}" is no IP address` }] : [],
  );
}

function domainProblems({ domain }: GatewaySubdomainInputs): readonly Problem[] {
  const reason = domainFault(domain);
  return reason === undefined ? [] : [{ path: "domain", reason }];
}
