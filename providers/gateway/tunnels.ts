import { z } from "zod";
import type { Problem } from "../../model/shared/problem.js";
import { WORKLOAD_OUTPUTS, workloadInputs, type WorkloadOutputs } from "../node/workload-inputs.js";
import { defineKind } from "../runtime/kind.js";

const port = z.int().min(1).max(65535);

const inputs = z.strictObject({
  ...workloadInputs,
  /** TCP port that clients of tunnels dial, on all addresses of the node. Default 2222. */
  port: port.default(2222),
  /** Ports of the node's loopback address that tunnels end at: two for each reverse proxy. Default 20000 to 20999. */
  ports: z.strictObject({ first: port, last: port }).default({ first: 20_000, last: 20_999 }),
});

/** Inputs of {@link gatewayTunnels}. */
export type GatewayTunnelsInputs = z.output<typeof inputs>;

/** Outputs of {@link gatewayTunnels}. */
export type GatewayTunnelsOutputs = WorkloadOutputs & {
  /** What the server shows to clients: `ssh-ed25519 AAAA…`. */
  hostKey: string;
};

/**
 * Where clients behind firewalls dial in: an SSH server of its own on a node, at which nobody can do anything but have
 * a port of the node's loopback address forwarded. A node has one. Its keys are those of its reverse proxies.
 */
export const gatewayTunnels = defineKind<GatewayTunnelsInputs, GatewayTunnelsOutputs>({
  name: "gateway.GatewayTunnels",
  module: "gateway",
  type: "GatewayTunnels",
  inputs,
  outputs: [...WORKLOAD_OUTPUTS, "hostKey"],
  replaceOn: ["node"],
  plansInOperations: true,
  naturalKey: ({ node }) => `${node}/tunnels`,
  problems: (given) => [...explorerProblems(given), ...rangeProblems(given)],
  handlers: async () => (await import("./tunnels.handlers.js")).gatewayTunnelsHandlers,
});

function explorerProblems({ explorer }: GatewayTunnelsInputs): readonly Problem[] {
  return explorer === undefined
    ? []
    : [{ path: "explorer", reason: "is not for tunnels: gateways of an explorer have their own" }];
}

function rangeProblems({ port: dialled, ports: { first, last } }: GatewayTunnelsInputs): readonly Problem[] {
  if (last <= first) return [{ path: "ports.last", reason: `must be above ports.first, which is ${first}` }];
  return dialled >= first && dialled <= last
    ? [{ path: "ports", reason: `must not hold ${dialled}, which is the port that clients dial` }]
    : [];
}
