import { nodeHandlers } from "../node/node-handlers.js";
import { reservationGate } from "./gate.js";
import { zdbOnNode } from "./zdb/on-node.js";
import { byBackEnd } from "./by-back-end.js";
import { explorerHandlers } from "./explorer/explorer-handlers.js";
import { zdbOnExplorer } from "./zdb/on-explorer.js";

/** What the kind does. */
export const zdbHandlers = byBackEnd(
  nodeHandlers(zdbOnNode, reservationGate),
  explorerHandlers(zdbOnExplorer),
);
