import { nodeHandlers } from "../node/node-handlers.js";
import { byBackEnd } from "../reservation/by-back-end.js";
import { explorerHandlers } from "../reservation/explorer/explorer-handlers.js";
import { reservationGate } from "../reservation/gate.js";
import { proxyOnExplorer } from "./proxy/on-explorer.js";
import { proxyOnNode } from "./proxy/on-node.js";

/** What the kind does. */
export const gatewayProxyHandlers = byBackEnd(
  nodeHandlers(proxyOnNode, reservationGate),
  explorerHandlers(proxyOnExplorer),
);
