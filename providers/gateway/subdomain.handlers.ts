import { byBackEnd } from "../reservation/by-back-end.js";
import { explorerHandlers } from "../reservation/explorer/explorer-handlers.js";
import { subdomainOnExplorer } from "./subdomain/on-explorer.js";
import { subdomainOnNameServer } from "./subdomain/on-name-server.js";

/** What the kind does. */
export const subdomainHandlers = byBackEnd(subdomainOnNameServer, explorerHandlers(subdomainOnExplorer));
