import { nodeHandlers } from "../node/node-handlers.js";
import { reservationGate } from "./gate.js";
import { networkResourceOnNode } from "./network-resource/definition.js";
import { byBackEnd } from "./by-back-end.js";
import { explorerHandlers } from "./explorer/explorer-handlers.js";
import { networkResourceOnExplorer } from "./network-resource/on-explorer.js";

/** What the kind does. */
export const networkResourceHandlers = byBackEnd(
  nodeHandlers(networkResourceOnNode, reservationGate),
  explorerHandlers(networkResourceOnExplorer),
);
