import { readFileSync } from "node:fs";
import path from "node:path";
import type { TestLab } from "./lab.js";

/** The domain that name servers of tests manage. */
export const ZONE = "apps.groundplan.test";
/** The key that may change their records, as programs of DNS take it. */
export const TSIG_NAME = "groundplan";

/** The stack file's `groundplan:nameServers`: the server on node1, as a checkout has it. */
export const NAME_SERVERS = {
  lab: {
    addressFile: ".lab/nodes/node1/address",
    key: TSIG_NAME,
    secretFile: ".lab/nodes/tsig.key",
    zones: [ZONE],
  },
};

/** For `-y` of dig and nsupdate. */
export function tsigOf(lab: TestLab): string {
  const secret = readFileSync(path.join(lab.folder, "nodes", "tsig.key"), "utf8").trim();
  return `hmac-sha256:${TSIG_NAME}:${secret}`;
}
