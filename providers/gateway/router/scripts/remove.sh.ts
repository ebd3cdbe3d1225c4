import type { NodeScript } from "../../../../clients/node/types.js";
import { ROUTER } from "../router.sh.js";

/** Ends haproxy. Routes of this stack may follow later; those of others would lose what serves them. */
export const ROUTER_REMOVE: NodeScript = {
  name: "router-remove",
  text: `${ROUTER}
for route in "$rec_root"/*/route; do
  route_workload=\${route%/route}
  if [ -f "$route" ] && record_read "\${route_workload##*/}" && ! same_stack "$record_owner"; then
    fail "the router serves $record_owner, too, which is another stack's: remove that first"
  fi
done
service_remove "$id"
if router_there && [ "$router_id" != "$id" ]; then :; else rm -rf "$router_root" "$router_run"; fi
record_remove
`,
};
