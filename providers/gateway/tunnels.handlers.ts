import { nodeHandlers } from "../node/node-handlers.js";
import { reservationGate } from "../reservation/gate.js";
import { tunnelsOnNode } from "./tunnels/on-node.js";

/** What the kind does. */
export const gatewayTunnelsHandlers = nodeHandlers(tunnelsOnNode, reservationGate);
