import type { NodeScript } from "../../../../clients/node/types.js";
import { NAME_SERVER } from "../../name-server/scripts/server.sh.js";

/** Parameters: `port` of the name server, `zone`, and `rows`, the zone's own records, one a line. */
export const ENSURE_DELEGATE: NodeScript = {
  name: "delegate-ensure",
  text: `${NAME_SERVER}
ns_find "$port" || fail "no GatewayNameServer is on port $port of this node: it is what answers for the zone $zone"
ns_holder "$zone"
if [ "$holder" = "$ns_id" ]; then fail "$zone is managed by the name server itself"; fi
if [ -n "$holder" ] && [ "$holder" != "$id" ] && record_read "$holder" && ! same_stack "$record_owner"; then
  fail "unauthorized: the zone $zone belongs to $record_owner"
fi
# A zone of one's own would hide the names that others have in the domain above.
if [ "$holder" != "$id" ]; then
  ns_restore
  for parent in $ns_zones; do
    case $zone in *".$parent") ;; *) continue ;; esac
    ns_holder "$parent"
    recall "$holder" hosts
    ns_foreign "$parent" "$recalled"
    taken=$(printf '%s\\n' "$foreign" | awk -v zone="$zone" '
      $1 == zone || substr($1, length($1) - length(zone)) == "." zone { print; exit }')
    if [ -n "$taken" ]; then fail "the zone $zone would hide a name that is in use: $taken"; fi
  done
fi
record_begin
remember rows "$rows"
remember zone "$zone"
remember server "$ns_id"
put_file "$ns_folder/claims/$zone" 600 "$id
"
ns_first "$zone" "$rows"
ns_restore
ns_match "$zone" "$rows" ''
record_done
`,
};
