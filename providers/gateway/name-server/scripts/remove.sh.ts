import type { NodeScript } from "../../../../clients/node/types.js";
import { NAME_SERVER } from "./server.sh.js";

/** A server in whose zones others have names is not removed. */
export const REMOVE_NAME_SERVER: NodeScript = {
  name: "name-server-remove",
  text: `${NAME_SERVER}
if ns_load "$id"; then
  recall "$id" hosts
  ns_claimed
  service_state "$ns_service"
  if [ "$state" != missing ] && [ -n "$ns_zones" ]; then ns_restore; fi
  for zone in $ns_zones; do
    ns_holder "$zone"
    if [ "$holder" != "$id" ]; then
      if record_read "$holder"; then fail "the zone $zone is delegated to this server by $record_owner"; fi
      continue
    fi
    if [ "$state" = missing ]; then continue; fi
    ns_foreign "$zone" "$recalled"
    if [ -n "$foreign" ]; then fail "the zone $zone holds names that are not of this stack: $(ns_some)"; fi
  done
fi
service_remove "$id"
rm -rf "\${state_folder:?}/dns/$id" "\${run_folder:?}/dns/$id"
rmdir "$state_folder/dns" "$run_folder/dns" 2>/dev/null || :
if [ ! -d "$state_folder/dns" ]; then bind_forbid; fi
record_remove
`,
};
