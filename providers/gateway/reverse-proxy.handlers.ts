import { nodeHandlers } from "../node/node-handlers.js";
import { byBackEnd } from "../reservation/by-back-end.js";
import { explorerHandlers } from "../reservation/explorer/explorer-handlers.js";
import { reservationGate } from "../reservation/gate.js";
import { reverseProxyOnExplorer } from "./reverse-proxy/on-explorer.js";
import { reverseProxyOnNode } from "./reverse-proxy/on-node.js";

/** What the kind does. */
export const gatewayReverseProxyHandlers = byBackEnd(
  nodeHandlers(reverseProxyOnNode, reservationGate),
  explorerHandlers(reverseProxyOnExplorer),
);
