import { nodeHandlers } from "../node/node-handlers.js";
import { reservationGate } from "../reservation/gate.js";
import { nameServerOnNode } from "./name-server/on-node.js";

/** What the kind does. */
export const nameServerHandlers = nodeHandlers(nameServerOnNode, reservationGate);
