import { packetFilter } from "../../network/packet-filter.sh.js";
import { NAMES } from "./names.sh.js";

/**
 * Tells what all networks have. The private key is the first word of what \`wg\` tells of a tunnel, and a preshared one
 * the second of each peer: neither leaves the pipe.
 */
export const INSPECT_NETWORKS = {
  name: "network-inspect",
  text: `${NAMES}${packetFilter("ip")}
# look_at_tunnel: device becomes the tunnel in JSON, null when there is none.
look_at_tunnel() {
  device=$(ip netns exec "$namespace" wg show "$tunnel" dump 2>/dev/null | awk -F '\\t' '
    function known(text) { return text == "(none)" ? "" : text }
    function flag(truth) { return truth ? "true" : "false" }
    NR == 1 { printf("{\\"publicKey\\":\\"%s\\",\\"listenPort\\":%d,\\"peers\\":[", known($2), $3) }
    NR > 1 {
      printf("%s{\\"publicKey\\":\\"%s\\",\\"presharedKey\\":%s", (NR > 2 ? "," : ""), $1, flag(known($2) != ""))
      printf(",\\"endpoint\\":\\"%s\\",\\"allowedRanges\\":\\"%s\\"", known($3), known($4))
      printf(",\\"handshake\\":%s,\\"keepalive\\":\\"%s\\"}", flag($5 + 0 > 0), $8)
    }
    END { if (NR) printf "]}" }')
  if [ -z "$device" ]; then
    device=null
    return
  fi
  recall "$record_id" key
  net_key=$(wg pubkey <"$state_folder/w/$recalled/private.key" 2>/dev/null) || net_key=missing
  case $device in '{"publicKey":"'"$net_key"'"'*) ;; *) push_text differences "private key: changed" ;; esac
}

look_at_way_out() {
  recall "$record_id" transit
  if [ -z "$(ip -o -4 route show "$recalled" dev "$outside" 2>/dev/null)" ]; then
    push_text differences "way out $outside: missing"
  fi
  for net_at in "" "$namespace"; do
    if [ -n "$net_at" ]; then
      net_file=inside
      net_forwards=$(ip netns exec "$net_at" cat /proc/sys/net/ipv4/ip_forward)
      net_where=" in $namespace"
    else
      net_file=outside
      # The file ends without a line end for whoever reads it byte by byte.
      read -r net_forwards </proc/sys/net/ipv4/ip_forward || :
      net_where=
    fi
    [ "$net_forwards" = 1 ] || push_text differences "forwarding$net_where: off"
    table_state "$net_at" "$table_name" "$record_folder/$net_file.nft"
    [ "$table" = same ] || push_text differences "nftables table $table_name$net_where: $table"
  done
}

look_at_services() {
  service_state "$record_id"
  [ "$state" = done ] || push_text differences "service of the links: $state"
  recall "$record_id" driver
  if [ "$recalled" = user ]; then
    service_state "$record_id-wireguard"
    case $state in running | restarting) ;; *) push_text differences "process wireguard-go: not running ($state)" ;; esac
  fi
}

look_at_network() {
  network_names "$record_id"
  differences=
  routes=null
  device=null
  if links=$(ip -n "$namespace" -j addr 2>/dev/null) && [ -n "$links" ]; then
    routes=$(ip -n "$namespace" -j route)
    look_at_tunnel
    look_at_way_out
  else
    links=null
  fi
  look_at_services
  object own text workload "$record_id" json links "$links" json routes "$routes" json device "$device" json differences "[$differences]"
  object row text id "$record_id" json own "$own"
  push workloads "$row"
}

workloads=
each_record network look_at_network
answer json workloads "[$workloads]"
`,
};
