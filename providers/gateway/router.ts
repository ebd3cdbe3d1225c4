import { z } from "zod";
import { canonicalIp } from "../../model/reservation/scalars/ip-address.js";
import type { Problem } from "../../model/shared/problem.js";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { defineKind } from "../runtime/kind.js";

const port = z.int().min(1).max(65535);
const LONGEST_WAIT_S = 30 * 86_400;
const seconds = z.int().min(1).max(LONGEST_WAIT_S);

const inputs = z.strictObject({
  ...workloadInputs,
  /** Port that HTTP comes in at. Default 80. */
  http: port.default(80),
  /** Port that TLS comes in at. Default 443. */
  https: port.default(443),
  /** Addresses of the node that it listens on. Default all, of IPv4 and, where the node has it, IPv6. */
  bind: z.array(z.string()).min(1).default(["0.0.0.0", "::"]),
  /** How long a backend may take to accept a connection, in seconds. Default 5. */
  connectTimeout: seconds.default(5),
  /** After so much silence a connection is ended, in seconds. Default 3600. */
  idleTimeout: seconds.default(3600),
});

/** Inputs of {@link gatewayRouter}. */
export type GatewayRouterInputs = z.output<typeof inputs>;

/** Outputs of {@link gatewayRouter}. */
export type GatewayRouterOutputs = WorkloadOutputs;

/**
 * What takes in HTTP and TLS on a gateway node: haproxy, which forwards each domain as its proxies and reverse proxies
 * say, and refuses all others. A node has one. It takes new settings without losing a connection.
 */
export const gatewayRouter = defineKind<GatewayRouterInputs, GatewayRouterOutputs>({
  name: "gateway.GatewayRouter",
  module: "gateway",
  type: "GatewayRouter",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS],
  replaceOn: ["node"],
  plansInOperations: true,
  naturalKey: ({ node }) => `${node}/router`,
  normalise: (given) => ({
    ...given,
    bind: [...new Set(given.bind.map((address) => canonicalIp(address) ?? address))],
  }),
  problems: ({ explorer, http, https, bind }) => [
    ...(explorer === undefined
      ? []
      : [{ path: "explorer", reason: "is not for routers: gateways of an explorer have their own" }]),
    ...(http === https ? [{ path: "https", reason: `must not be ${http}, which is the port of HTTP` }] : []),
    ...bind.flatMap(bindProblems),
  ],
  handlers: async () => (await import("./router.handlers.js")).gatewayRouterHandlers,
});

function bindProblems(address: string, index: number): readonly Problem[] {
  const canonical = canonicalIp(address);
  return canonical === undefined || canonical === ""
    ? [{ path: `bind[${index}]`, reason: "must be an IP address" }]
    : [];
}
