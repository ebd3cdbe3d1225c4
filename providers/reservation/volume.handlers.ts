import { nodeHandlers } from "../node/node-handlers.js";
import { reservationGate } from "./gate.js";
import { volumeOnNode } from "./volume/on-node.js";
import { byBackEnd } from "./by-back-end.js";
import { explorerHandlers } from "./explorer/explorer-handlers.js";
import { volumeOnExplorer } from "./volume/on-explorer.js";

/** What the kind does. */
export const volumeHandlers = byBackEnd(
  nodeHandlers(volumeOnNode, reservationGate),
  explorerHandlers(volumeOnExplorer),
);
