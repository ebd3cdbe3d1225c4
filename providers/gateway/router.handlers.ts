import { nodeHandlers } from "../node/node-handlers.js";
import { reservationGate } from "../reservation/gate.js";
import { routerOnNode } from "./router/on-node.js";

/** What the kind does. */
export const gatewayRouterHandlers = nodeHandlers(routerOnNode, reservationGate);
