import { z } from "zod";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";

const server = z.strictObject({
  /** Full names of gRPC services. */
  services: z.array(z.string().min(1)),
  /** By version. Left out where a rollout or somebody else sets them: then any will do. */
  weights: z.record(z.string(), z.int().min(0)).exactOptional(),
});

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  /** Namespace of the Vimana. */
  namespace: z.string().min(1),
  /** Name of the Gateway. */
  gateway: z.string().min(1),
  /** Id of the domain, after which the operator names its route. */
  domain: z.string().min(1),
  /** Hosts that the route must have. */
  hosts: z.array(z.string().min(1)),
  /** By server id, what the route must have a rule for. */
  servers: z.record(z.string(), server),
  /** `create` and `update` bound the wait. */
  timeouts: commonInputs.timeouts,
});

/** Inputs of {@link routeGate}. */
export type RouteGateInputs = z.infer<typeof inputs>;

/** Outputs of {@link routeGate}. */
export type RouteGateOutputs = {
  /** Whether the gateway has accepted the route as it is. */
  accepted: boolean;
  /** Where the gateway is reached; empty while it does not say. */
  addresses: string[];
};

/**
 * Operator mode: waits until the operator has written a domain's route as declared and the gateway has taken it. The
 * operator's own conditions do not tell. Depends on the custom resources of the domain's servers; it owns nothing.
 */
export const routeGate = defineKind<RouteGateInputs, RouteGateOutputs>({
  name: "vimana.RouteGate",
  module: "vimana",
  type: "RouteGate",
  inputs,
  outputs: ["accepted", "addresses"],
  replaceOn: ["cluster", "namespace", "domain"],
  normalise: (given) => ({
    ...given,
    hosts: [...given.hosts].sort(),
    servers: Object.fromEntries(
      Object.entries(given.servers).map(([id, found]) => [
        id,
        { ...found, services: [...found.services].sort() },
      ]),
    ),
  }),
  handlers: async () => (await import("./route-gate.handlers.js")).routeGateHandlers,
});
