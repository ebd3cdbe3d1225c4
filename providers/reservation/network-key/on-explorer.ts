import type { KindHandlers } from "../../runtime/kind.js";
import { nodeOf, openSite } from "../explorer/site.js";
import type { NetworkKeyInputs, NetworkKeyOutputs } from "../network-key.js";
import { newSealedKey, sealedKeyText } from "./sealed-key.js";

/** Keys for nodes of explorers: made here and sealed for the node; the explorer gets them with the network resource. */
export const networkKeyOnExplorer: KindHandlers<NetworkKeyInputs, NetworkKeyOutputs> = {
  async create(context, inputs) {
    const site = await openSite(context, inputs);
    const { publicKey } = await nodeOf(site, inputs.node);
    const key = newSealedKey(publicKey);
    const outputs = { workloadId: sealedKeyText(key), drift: [], publicKey: key.publicKey };
    return { id: `${inputs.explorer ?? ""}/${inputs.node}/${inputs.name}`, outputs };
  },
  // It is kept in the state alone.
  read: (_context, _id, state) => Promise.resolve(state),
  update: (_context, _id, { outputs }) => Promise.resolve({ outputs }),
  delete: () => Promise.resolve(),
};
