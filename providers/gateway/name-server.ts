import { z } from "zod";
import { canonicalIp } from "../../model/reservation/scalars/ip-address.js";
import { domainName } from "../../model/shared/domain-name.js";
import type { Problem } from "../../model/shared/problem.js";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { defineKind } from "../runtime/kind.js";

const inputs = z.strictObject({
  ...workloadInputs,
  /** The server program. Zones are kept when it changes. */
  software: z.enum(["knot", "bind"]),
  /** Name in `groundplan:nameServers`: how stacks reach this server. Its key is the one that may change records. */
  nameServer: z.string().min(1),
  /** Addresses of the node that it listens on. Default all. */
  listen: z.array(z.string()).min(1).default(["0.0.0.0", "::"]),
  /** Default 53. */
  port: z.int().min(1).max(65535).default(53),
  /** Domains in which every stack may have names. */
  zones: z.array(domainName).min(1),
  /** Host names of the servers that answer for them. */
  nameServers: z.array(domainName).min(1),
  /** Addresses of those host names that are inside of the zones. Default none. */
  addresses: z.record(domainName, z.array(z.string()).min(1)).default({}),
});

/** Inputs of {@link gatewayNameServer}. */
export type GatewayNameServerInputs = z.output<typeof inputs>;

/** Outputs of {@link gatewayNameServer}. */
export type GatewayNameServerOutputs = WorkloadOutputs;

/**
 * A DNS server on a node, knot or bind, for names of gateways. One key may change its records. Records survive every
 * change of settings, the program's too; a domain in which others have names is not taken away from it.
 */
export const gatewayNameServer = defineKind<GatewayNameServerInputs, GatewayNameServerOutputs>({
  name: "gateway.GatewayNameServer",
  module: "gateway",
  type: "GatewayNameServer",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS],
  replaceOn: ["node", "explorer"],
  dataLossOn: ["node", "explorer"],
  plansInOperations: true,
  naturalKey: ({ node, port }) => `${node}/name-server/${port}`,
  normalise: (given) => ({
    ...given,
    listen: sorted(given.listen.map(canonical)),
    zones: sorted(given.zones),
    nameServers: sorted(given.nameServers),
    addresses: Object.fromEntries(
      sorted(Object.keys(given.addresses)).map((host) => [
        host,
        sorted((given.addresses[host] ?? []).map(canonical)),
      ]),
    ),
  }),
  problems: (given) => [
    ...(given.explorer === undefined
      ? []
      : [{ path: "explorer", reason: "is not for a name server: it runs on a node of the stack" }]),
    ...given.listen.flatMap((ip, index) => addressFault(`listen[${index}]`, ip)),
    ...given.nameServers.flatMap((server, index) => gluelessProblems(given, server, index)),
    ...Object.entries(given.addresses).flatMap(([host, ips]) => hostProblems(given, host, ips)),
  ],
  handlers: async () => (await import("./name-server.handlers.js")).nameServerHandlers,
});

function hostProblems(
  { zones }: GatewayNameServerInputs,
  host: string,
  ips: readonly string[],
): readonly Problem[] {
  const inside = zones.some((zone) => host === zone || host.endsWith(`.${zone}`));
  return [
    ...(inside ? [] : [{ path: `addresses["${host}"]`, reason: "is in none of the zones" }]),
    ...ips.flatMap((ip, index) => addressFault(`addresses["${host}"][${index}]`, ip)),
  ];
}

/** Servers of bind do not load a zone with a name server that has no address in it. */
function gluelessProblems(
  { zones, addresses }: GatewayNameServerInputs,
  server: string,
  index: number,
): readonly Problem[] {
  const inside = zones.some((zone) => server === zone || server.endsWith(`.${zone}`));
  return inside && addresses[server] === undefined
    ? [
        {
          path: `nameServers[${index}]`,
          reason: `is inside of the zones: tell its addresses in addresses["${server}"]`,
        },
      ]
    : [];
}

function addressFault(path: string, ip: string): readonly Problem[] {
  return (canonicalIp(ip) ?? "") === "" ? [{ path, reason: `"${ip}" is no IP address` }] : [];
}

function canonical(ip: string): string {
  return canonicalIp(ip) ?? ip;
}

function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
