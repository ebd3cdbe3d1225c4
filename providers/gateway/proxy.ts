import { z } from "zod";
import { domainFault } from "../../model/reservation/gateway/domain.js";
import { canonicalIp } from "../../model/reservation/scalars/ip-address.js";
import type { Problem } from "../../model/shared/problem.js";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { signedByExplorer } from "../reservation/explorer/replace-when.js";
import { defineKind } from "../runtime/kind.js";

/** 0 stands for none. */
const port = z.int().min(0).max(65535);
const HOST = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

const inputs = z.strictObject({
  ...workloadInputs,
  /** Name that is forwarded, in lower case. */
  domain: z.string().min(1),
  /** Where to: an IP address, or a host name that the gateway resolves. */
  addr: z.string().min(1),
  /** Port there for HTTP; 0 forwards none. */
  port,
  /** Port there for TLS, which is passed on as it is; 0 forwards none. */
  portTls: port,
});

/** Inputs of {@link gatewayProxy}. */
export type GatewayProxyInputs = z.output<typeof inputs>;

/** Outputs of {@link gatewayProxy}. */
export type GatewayProxyOutputs = WorkloadOutputs;

/**
 * Forwards a domain's HTTP by host name and its TLS by server name; the TLS is the backend's own. Needs a
 * `GatewayRouter` on the node. One workload of a node has a domain.
 */
export const gatewayProxy = defineKind<GatewayProxyInputs, GatewayProxyOutputs>({
  name: "gateway.GatewayProxy",
  module: "gateway",
  type: "GatewayProxy",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS],
  replaceOn: ["node", "explorer", "domain"],
  replaceWhen: signedByExplorer(),
  plansInOperations: true,
  naturalKey: ({ node, explorer, domain }) => `${explorer ?? ""}/${node}/proxy/${domain}`,
  normalise: (given) => ({
    ...given,
    domain: given.domain.toLowerCase(),
    addr: canonicalIp(given.addr) ?? given.addr.toLowerCase(),
  }),
  problems: ({ domain, addr, port: http, portTls }) => [
    ...faultAt("domain", domainFault(domain)),
    ...faultAt("addr", addressFault(addr)),
    ...faultAt("portTls", http === 0 && portTls === 0 ? "must not be 0 where port is, too" : undefined),
  ],
  handlers: async () => (await import("./proxy.handlers.js")).gatewayProxyHandlers,
});

function addressFault(addr: string): string | undefined {
  return canonicalIp(addr) !== undefined || HOST.test(addr.toLowerCase())
    ? undefined
    : "must be an IP address or a host name";
}

function faultAt(path: string, reason: string | undefined): readonly Problem[] {
  return reason === undefined ? [] : [{ path, reason }];
}
