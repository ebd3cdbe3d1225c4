import { nodeHandlers } from "../node/node-handlers.js";
import { byBackEnd } from "../reservation/by-back-end.js";
import { explorerHandlers } from "../reservation/explorer/explorer-handlers.js";
import { reservationGate } from "../reservation/gate.js";
import { fourToSixOnExplorer } from "./four-to-six/on-explorer.js";
import { fourToSixOnNode } from "./four-to-six/on-node.js";

/** What the kind does. */
export const gateway4To6Handlers = byBackEnd(
  nodeHandlers(fourToSixOnNode, reservationGate),
  explorerHandlers(fourToSixOnExplorer),
);
