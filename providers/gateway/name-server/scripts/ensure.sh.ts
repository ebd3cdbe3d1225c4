import type { NodeScript } from "../../../../clients/node/types.js";
import { NAME_SERVER } from "./server.sh.js";

/**
 * Parameters: `software`, `port`, `listen` (addresses with blanks between), `key_name`, `key_algorithm`, `key_secret`,
 * `zones` (with blanks between), `rows` (a record a line, after its zone), `hosts` (names of the server's own addresses,
 * each with a final dot, with blanks between).
 */
export const ENSURE_NAME_SERVER: NodeScript = {
  name: "name-server-ensure",
  secrets: ["key_secret"],
  text: `${NAME_SERVER}
rows_of() { printf '%s\\n' "$rows" | awk -v zone="$1" '$1 == zone { sub(/^[^ ]+ /, ""); print }'; }

other_port() {
  if [ "$record_id" = "$id" ]; then return 0; fi
  if ns_load "$record_id" && [ "$ns_port" = "$port" ]; then
    fail "port $port of this node has a name server of $record_owner already"
  fi
}
each_record name-server other_port

before=
if ns_load "$id"; then before=$ns_software; fi
record_begin
recall "$id" hosts
old_hosts=$recalled
ns_id=$id ns_service=$id ns_folder=$state_folder/dns/$id ns_run=$run_folder/dns/$id
mkdir -p "$ns_folder/conf" "$ns_folder/zones" "$ns_folder/log" "$ns_folder/claims" "$ns_run"
# The server's user passes through these, and cannot list them.
chmod 711 "$state_folder" "$state_folder/dns" "$ns_folder" "$run_folder" "$run_folder/dns"

if [ -n "$before" ] && [ "$before" != "$software" ]; then
  say "moving the zones from $before to $software"
  "\${before}_export"
fi
ns_software=$software ns_port=$port ns_key=$key_name
ns_listen=
for address in $listen; do
  case $address in *:*) grep -q . /proc/net/if_inet6 2>/dev/null || continue ;; esac
  ns_listen="$ns_listen $address"
done
ns_listen=\${ns_listen# }
if [ -z "$ns_listen" ]; then fail "this node has no IPv6, and all addresses to listen on are IPv6"; fi
ns_place
eval "program=\\$\${software}_program"
have "$program" || fail "$program is not installed on this node"

# Zones that others have on this server stay theirs.
for zone in $zones; do
  ns_holder "$zone"
  if [ -n "$holder" ] && [ "$holder" != "$id" ] && record_read "$holder"; then
    fail "the zone $zone is delegated to this server by $record_owner already"
  fi
done
for zone in $zones; do
  put_file "$ns_folder/claims/$zone" 600 "$id
"
  ns_first "$zone" "$(rows_of "$zone")"
done

ns_changed=false
ns_put "$ns_folder/conf/key.conf" "$("\${software}_key" "$key_name" "$key_algorithm" "$key_secret")
"
rec_content key_file "$ns_folder/conf/key.conf"
secret_digest "$key_file"
remember key "$digest"
for setting in "software $software" "port $port" "listen $ns_listen" "key-name $key_name"; do
  put_file "$ns_folder/\${setting%% *}" 600 "\${setting#* }
"
done
restart=$ns_changed
ns_changed=false
ns_zone_files
reload=$ns_changed
ns_changed=false
ns_put "$ns_folder/conf/main.conf" "$("\${software}_conf")
"
if [ $ns_changed = true ]; then
  restart=true
  if ! said=$("\${software}_check" "$ns_folder/conf/main.conf" 2>&1); then
    rm -f "$ns_folder/conf/main.conf"
    fail "$software does not take its configuration: $(printf '%s\\n' "$said" | tail -n 1)"
  fi
fi
ns_own "$ns_folder/conf" "$ns_folder/zones" "$ns_folder/log" "$ns_run"

"\${software}_permit"
eval "user=\\$\${software}_user"
service_define "$ns_service" simple "$ns_log
umask 077
mkdir -p $ns_run
chmod 711 $run_folder $run_folder/dns
: >>$ns_folder/log/log
if id $user >/dev/null 2>&1; then chown $user: $ns_run $ns_folder/log/log; fi
log_keep $ns_folder/log/log &
$("\${software}_start")" '' "$order"
if [ "$service_changed" = true ] || [ $restart = true ]; then
  service_stop "$ns_service"
elif [ $reload = true ]; then
  service_state "$ns_service"
  if [ "$state" = running ]; then "\${software}_reload"; fi
fi
# Names of both are the server's own until those of before are gone.
remember hosts "$old_hosts $hosts"
ns_begin
for zone in $zones; do ns_match "$zone" "$(rows_of "$zone")" "$old_hosts $hosts"; done

ns_claimed
for zone in $ns_zones; do
  case " $zones " in *" $zone "*) continue ;; esac
  ns_holder "$zone"
  if [ "$holder" != "$id" ]; then continue; fi
  ns_foreign "$zone" "$old_hosts $hosts"
  if [ -n "$foreign" ]; then fail "the zone $zone holds names that are not of this stack: $(ns_some)"; fi
  ns_drop "$zone"
done
remember hosts "$hosts"
record_done
`,
};
