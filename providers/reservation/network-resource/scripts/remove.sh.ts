import { TENANTS } from "../../network/tenants.sh.js";
import { UNDO_LINKS } from "./links.sh.js";
import { NAMES } from "./names.sh.js";

/** Removes a network that nothing lives in. */
export const REMOVE_NETWORK = {
  name: "network-remove",
  text: `${NAMES}${TENANTS}${UNDO_LINKS}
network_names "$id"
tenants_of "$net_id"
[ -z "$tenants" ] || fail "the network is in use by$tenants: remove that first"
service_remove "$id-wireguard"
service_remove "$id"
undo_links
record_remove
`,
};
