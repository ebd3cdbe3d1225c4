import { nodeHandlers } from "../node/node-handlers.js";
import { containerOnNode } from "./container/definition.js";
import { reservationGate } from "./gate.js";
import { byBackEnd } from "./by-back-end.js";
import { explorerHandlers } from "./explorer/explorer-handlers.js";
import { containerOnExplorer } from "./container/on-explorer.js";

/** What the kind does. */
export const containerHandlers = byBackEnd(
  nodeHandlers(containerOnNode, reservationGate),
  explorerHandlers(containerOnExplorer),
);
