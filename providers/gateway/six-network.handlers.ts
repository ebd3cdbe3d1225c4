import { nodeHandlers } from "../node/node-handlers.js";
import { reservationGate } from "../reservation/gate.js";
import { sixNetworkOnNode } from "./six-network/on-node.js";

/** What the kind does. */
export const gatewaySixNetworkHandlers = nodeHandlers(sixNetworkOnNode, reservationGate);
