import { z } from "zod";
import type { FoundState, LastState, NodeWorkload } from "../../node/definition.js";
import type { GatewayTunnelsInputs, GatewayTunnelsOutputs } from "../tunnels.js";
import { TUNNELS_ENSURE } from "./scripts/ensure.sh.js";
import { TUNNELS_INSPECT } from "./scripts/inspect.sh.js";
import { TUNNELS_REMOVE } from "./scripts/remove.sh.js";

/** What a second one cannot have. */
const CLAIM = "the place of the node's tunnels";

const found = z.object({
  /** Of the server's service. */
  state: z.string(),
  /** `ssh-ed25519 AAAA…`; empty when it is gone or damaged. */
  hostKey: z.string(),
  port: z.int().nullable(),
  first: z.int().nullable(),
  last: z.int().nullable(),
  /** What the node itself has compared, a line each. */
  differences: z.array(z.string()),
});

/** What is found of a node's tunnels. */
export type TunnelsFound = z.output<typeof found>;

/** The server of tunnels on a Linux node. */
export const tunnelsOnNode: NodeWorkload<GatewayTunnelsInputs, TunnelsFound, GatewayTunnelsOutputs> = {
  sort: "tunnels",
  order: 30,
  lacks: (_inputs, { tools }) =>
    tools.sshd === undefined ? ["has no program sshd (package openssh-server)"] : [],
  ensure: TUNNELS_ENSURE,
  inspect: TUNNELS_INSPECT,
  remove: TUNNELS_REMOVE,
  claims: () => [CLAIM],
  inspectParameters: () => ({ claim: CLAIM }),
  parameters: ({ port, ports: { first, last } }) => ({ port, first, last }),
  found,
  asFound,
  steps: (old, { node = "the node", port = "a port" }) => {
    if (old === undefined) return [`serve tunnels on ${node}, port ${port}`];
    return old.port === port
      ? []
      : [`serve port ${port} instead of ${old.port}; all tunnels break and dial again`];
  },
};

function asFound(
  { state, hostKey, port, first, last, differences }: TunnelsFound,
  { inputs, outputs }: LastState<GatewayTunnelsInputs, GatewayTunnelsOutputs>,
): FoundState<GatewayTunnelsInputs, GatewayTunnelsOutputs> {
  const known = port !== null && first !== null && last !== null;
  return {
    inputs: known ? { ...inputs, port, ports: { first, last } } : inputs,
    // The last one is kept: what is planned from it must not fall over an empty one.
    outputs: { hostKey: hostKey === "" ? (outputs.hostKey ?? "") : hostKey },
    drift: [
      ...(state === "running" ? [] : [`process sshd: ${state}`]),
      ...(hostKey === "" ? ["host key: missing"] : []),
      ...differences,
    ],
  };
}
