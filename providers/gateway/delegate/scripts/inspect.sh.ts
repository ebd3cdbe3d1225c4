import type { NodeScript } from "../../../../clients/node/types.js";
import { NAME_SERVER } from "../../name-server/scripts/server.sh.js";

/** Looks at the own records of each delegated zone. */
export const INSPECT_DELEGATES: NodeScript = {
  name: "delegate-inspect",
  text: `${NAME_SERVER}
inspect_one() {
  recall "$record_id" zone
  zone=$recalled
  recall "$record_id" server
  state=missing served=false records= claimed=false owner_record=missing
  if ns_load "$recalled"; then
    ns_holder "$zone"
    if [ "$holder" = "$record_id" ]; then claimed=true; fi
    service_state "$ns_service"
    if [ "$state" = running ] && ns_found=$("\${ns_software}_rows" "$zone"); then
      served=true
      records=$(printf '%s\\n' "$ns_found" | awk -v zone="$zone." '
        $1 == zone && ($3 == "SOA" || $3 == "NS")')
      told=$(printf '%s\\n' "$ns_found" | grep -F "__owner__.$zone. " || :)
      recall "$record_id" rows
      if [ -n "$told" ]; then owner_record=changed; fi
      if [ "$told" = "$(printf '%s\\n' "$recalled" | grep '^__owner__')" ]; then owner_record=same; fi
    fi
  fi
  object own text zone "$zone" text state "$state" flag claimed "$claimed" flag served "$served" text rows "$records" \\
    text owner "$owner_record"
  object row text id "$record_id" json own "$own"
  push workloads "$row"
}
workloads=
each_record delegate inspect_one
answer json workloads "[$workloads]"
`,
};
