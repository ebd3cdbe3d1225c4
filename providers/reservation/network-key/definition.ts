import { z } from "zod";
import type { NodeWorkload } from "../../node/definition.js";
import { wireguardLacks } from "../network/lacks.js";
import type { NetworkKeyInputs, NetworkKeyOutputs } from "../network-key.js";
import { ENSURE_KEY } from "./scripts/ensure.sh.js";
import { INSPECT_KEYS } from "./scripts/inspect.sh.js";
import { REMOVE_KEY } from "./scripts/remove.sh.js";

const found = z.object({ publicKey: z.string().nullable() });

/** A private key on a node, by its public half. */
export const networkKeyOnNode: NodeWorkload<NetworkKeyInputs, z.output<typeof found>, NetworkKeyOutputs> = {
  sort: "networkkey",
  order: 5,
  lacks: (_inputs, facts) => wireguardLacks(facts),
  ensure: ENSURE_KEY,
  inspect: INSPECT_KEYS,
  remove: REMOVE_KEY,
  parameters: () => ({}),
  found,
  asFound: ({ publicKey }, { inputs, outputs }) => ({
    inputs,
    // The last one is kept: what is planned from it must not fall over an empty one.
    outputs: { publicKey: publicKey ?? outputs.publicKey ?? "" },
    drift: publicKey === null ? ["private key: missing"] : [],
  }),
  steps: (old, { name, node }) =>
    old === undefined
      ? [`make a WireGuard key for network ${name ?? "?"}; it stays on ${node ?? "the node"}`]
      : [],
};
