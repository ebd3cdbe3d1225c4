import type { NodeScript } from "../../../../clients/node/types.js";
import { packetFilter } from "../../../reservation/network/packet-filter.sh.js";
import { SIX_LOOK } from "./look.sh.js";
import { SIX } from "./names.sh.js";

/**
 * Tells what the node's network of IPv6 is like. Clients that are workloads are told by these. Parameters: `claim`, what
 * a network has that no second one can have.
 */
export const SIX_NETWORK_INSPECT: NodeScript = {
  name: "six-network-inspect",
  text: `${SIX}${SIX_LOOK}${packetFilter("ip6")}
# look_at_peers: those of no workload.
look_at_peers() {
  exec 3<<DEVICE
$six_device
DEVICE
  read -r _ device_port <&3
  while read -r peer_key _ <&3; do
    case $six_known in *" $peer_key "*) ;; *) push_text differences "peer $peer_key: not ours" ;; esac
  done
  exec 3<&-
}

look_at_link() {
  links=$(ip -j address show dev "$six_link" 2>/dev/null) || links=
  device_key= device_port=
  if [ -z "$six_device" ]; then return 0; fi
  device_key=\${six_device%% *}
  look_at_peers
}

look_at_rest() {
  # The file ends without a line end for whoever reads it byte by byte.
  read -r forwards </proc/sys/net/ipv6/conf/all/forwarding || :
  [ "$forwards" = 1 ] || push_text differences "forwarding: off"
  recall "$record_id" masquerade
  table_state "" "$six_table" "$record_folder/table.nft"
  case $recalled-$table in
    true-same | false-missing) ;;
    false-*) push_text differences "nftables table $six_table: not ours" ;;
    *) push_text differences "nftables table $six_table: $table" ;;
  esac
  rec_content kept_peers "$record_folder/peers.conf"
  [ "$kept_peers" = "\${six_peers%
}" ] || push_text differences "peers for the next boot: changed"
  service_state "$record_id"
  recall "$record_id" driver
  if [ "$recalled" = kernel ]; then
    [ "$state" = done ] || push_text differences "service of the link: $state"
  else
    case $state in running | restarting) ;; *) push_text differences "process wireguard-go: $state" ;; esac
  fi
}

look_at_network() {
  differences=
  look_at_link
  six_public "$six_folder"
  recall "$six_id" seed
  seed=$recalled
  record_read "$six_id"
  look_at_rest
  recall "$six_id" host
  object own text seed "$seed" text host "$recalled" text publicKey "$six_key" maybe deviceKey "$device_key" \\
    number port "$device_port" json links "\${links:-[]}" json differences "[$differences]"
  object row text id "$six_id" json own "$own"
  push workloads "$row"
  object row text claim "$claim" text id "$six_id" text owner "$record_owner"
  push claims "$row"
}

workloads= claims=
if six_find; then
  six_compose
  six_dump
  look_at_network
fi
answer json workloads "[$workloads]" json claims "[$claims]"
`,
};
