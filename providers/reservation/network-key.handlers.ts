import { nodeHandlers } from "../node/node-handlers.js";
import { networkKeyOnNode } from "./network-key/definition.js";
import { byBackEnd } from "./by-back-end.js";
import { networkKeyOnExplorer } from "./network-key/on-explorer.js";

/** What the kind does. A key is part of no reservation document, so that nothing has to agree. */
export const networkKeyHandlers = byBackEnd(nodeHandlers(networkKeyOnNode), networkKeyOnExplorer);
