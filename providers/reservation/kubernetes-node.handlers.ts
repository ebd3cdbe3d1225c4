import { nodeHandlers } from "../node/node-handlers.js";
import { reservationGate } from "./gate.js";
import { kubernetesOnNode } from "./kubernetes-node/on-node.js";
import { byBackEnd } from "./by-back-end.js";
import { explorerHandlers } from "./explorer/explorer-handlers.js";
import { kubernetesNodeOnExplorer } from "./kubernetes-node/on-explorer.js";

/** What the kind does. */
export const kubernetesNodeHandlers = byBackEnd(
  nodeHandlers(kubernetesOnNode, reservationGate),
  explorerHandlers(kubernetesNodeOnExplorer),
);
