import type { NodeScript } from "../../../../clients/node/types.js";
import { SIX } from "./names.sh.js";

/** Removes the network that has no clients. */
export const SIX_NETWORK_REMOVE: NodeScript = {
  name: "six-network-remove",
  text: `${SIX}
unused() { fail "the IPv6 network is in use by $record_owner: remove that first"; }
each_record foursix unused
service_remove "$id"
ip link del "$six_link" 2>/dev/null || true
nft delete table ip6 "$six_table" 2>/dev/null || true
record_remove
`,
};
