import type { NodeScript } from "../../../../clients/node/types.js";
import { NAME_SERVER } from "./server.sh.js";

/** Looks at each name server, its settings and its own records, and at whose names are in its zones. */
export const INSPECT_NAME_SERVERS: NodeScript = {
  name: "name-server-inspect",
  text: `${NAME_SERVER}
inspect_one() {
  ns_load "$record_id" || return 0
  service_state "$ns_service"
  server_state=$state
  recall "$record_id" hosts
  hosts=$recalled
  ns_claimed
  # As it would be written: what differs was changed by hand.
  config=same
  rec_content written "$ns_folder/conf/main.conf"
  if [ "$written" != "$("\${ns_software}_conf")" ]; then config=changed; fi
  rec_content written "$ns_folder/conf/zones.conf"
  if [ "$written" != "$("\${ns_software}_zones" $ns_zones)" ]; then config=changed; fi
  found_zones=
  for zone in $ns_zones; do
    ns_holder "$zone"
    if [ "$holder" != "$record_id" ]; then continue; fi
    records= foreign= served=false
    if [ "$server_state" = running ] && ns_found=$("\${ns_software}_rows" "$zone"); then
      served=true
      records=$(printf '%s\\n' "$ns_found" | awk -v zone="$zone." -v hosts=" $hosts " '
        ($1 == zone && ($3 == "SOA" || $3 == "NS")) || (index(hosts, " " $1 " ") && ($3 == "A" || $3 == "AAAA"))')
      ns_foreign "$zone" "$hosts"
    fi
    object row text zone "$zone" flag served "$served" text rows "$records" text foreign "$foreign"
    push found_zones "$row"
  done
  recall "$record_id" key
  rec_content written "$ns_folder/conf/key.conf"
  secret_digest "$written"
  key=changed
  if [ "$digest" = "$recalled" ]; then key=same; fi
  object own text software "$ns_software" number port "$ns_port" text listen "$ns_listen" text state "$server_state" \\
    text config "$config" text key "$key" json zones "[$found_zones]"
  object row text id "$record_id" json own "$own"
  push workloads "$row"
}
workloads=
each_record name-server inspect_one
answer json workloads "[$workloads]"
`,
};
