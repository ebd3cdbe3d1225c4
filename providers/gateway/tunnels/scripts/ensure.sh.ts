import type { NodeScript } from "../../../../clients/node/types.js";
import { TUNNEL_SERVER } from "./server.sh.js";
import { TUNNELS } from "./tunnels.sh.js";

/** Parameters: `port`, `first` and `last`. What can stand in the way is looked at before anything is done. */
export const TUNNELS_ENSURE: NodeScript = {
  name: "tunnels-ensure",
  text: `${TUNNELS}${TUNNEL_SERVER}
only_one() {
  [ "$record_id" = "$id" ] || fail "this node has tunnels already, of $record_owner"
}

# The ports of a tunnel stay the same as long as its workload is there.
in_range() {
  recall "$record_id" ports
  for tunnel_port in $recalled; do
    if [ "$tunnel_port" -lt "$first" ] || [ "$tunnel_port" -gt "$last" ]; then
      fail "the tunnel of $record_owner has port $tunnel_port, which is not in the range from $first to $last"
    fi
  done
}

must_have_port() {
  recall "$id" port
  if [ "$recalled" = "$port" ]; then
    service_state "$id"
    case $state in running | restarting) return 0 ;; esac
  fi
  ! tunnels_listening "$port" || fail "port $port is taken by another program of the node; pick another port"
}

have sshd || fail "sshd is not installed on this node (package openssh-server)"
have ssh-keygen || fail "ssh-keygen is not installed on this node (package openssh-client)"
tunnels_must_have_user
each_record tunnels only_one
each_record reverseproxy in_range
must_have_port
record_begin
remember port "$port"
remember first "$first"
remember last "$last"
tunnels_changed=false
tunnels_make_user
tunnels_make_key
tunnels_configure "$port"

# Lines that are of no workload go, and whoever came in by them.
lines=
add_line() {
  recall "$record_id" line
  if [ -n "$recalled" ]; then lines="$lines\${lines:+
}$recalled"; fi
}
each_record reverseproxy add_line
tunnels_write "$lines"
if [ "$keys_changed" = true ]; then tunnels_end_all; fi
if [ "$(stat -c '%U %a' "$tunnels_keys")" != "root 644" ]; then
  chown root "$tunnels_keys"
  chmod 644 "$tunnels_keys"
fi
tunnels_serve "$port"
record_done
`,
};
