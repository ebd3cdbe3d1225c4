import { nodeHandlers } from "../node/node-handlers.js";
import { reservationGate } from "./gate.js";
import { publicIpOnNode } from "./public-ip/definition.js";
import { byBackEnd } from "./by-back-end.js";
import { explorerHandlers } from "./explorer/explorer-handlers.js";
import { publicIpOnExplorer } from "./public-ip/on-explorer.js";

/** What the kind does. */
export const publicIpHandlers = byBackEnd(
  nodeHandlers(publicIpOnNode, reservationGate),
  explorerHandlers(publicIpOnExplorer),
);
