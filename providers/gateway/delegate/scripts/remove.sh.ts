import type { NodeScript } from "../../../../clients/node/types.js";
import { NAME_SERVER } from "../../name-server/scripts/server.sh.js";

/** Removes a zone with its records, unless somebody else has names in it or holds it. */
export const REMOVE_DELEGATE: NodeScript = {
  name: "delegate-remove",
  text: `${NAME_SERVER}
recall "$id" zone
zone=$recalled
recall "$id" server
if [ -n "$zone" ] && ns_load "$recalled"; then
  ns_holder "$zone"
  if [ "$holder" = "$id" ]; then
    ns_restore
    ns_foreign "$zone" ''
    if [ -n "$foreign" ]; then fail "the zone $zone holds names that are not of this stack: $(ns_some)"; fi
  fi
  if [ -z "$holder" ] || [ "$holder" = "$id" ]; then ns_drop "$zone"; fi
fi
record_remove
`,
};
