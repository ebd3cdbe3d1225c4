import { packetFilter } from "../../network/packet-filter.sh.js";
import { TRANSIT } from "../../network/transit.sh.js";
import { NAMES } from "./names.sh.js";
import { TRANSLATE } from "./translate.sh.js";

/** What the service runs, after the settings were read. A parameter of {@link ENSURE_ADDRESS}. */
export const SERVICE = `${packetFilter("ip")}${TRANSLATE}\ntranslate\n`;

/** Takes the address and gives it to its workload. What can stand in the way is looked at before anything is done. */
export const ENSURE_ADDRESS = {
  name: "public-ip-ensure",
  text: `${NAMES}${packetFilter("ip")}${TRANSIT}${TRANSLATE}
must_have_network() {
  record_read "network-$network" || fail "there is no network $network on this node"
  same_stack "$record_owner" || fail "the network $network belongs to $record_owner"
  case $(ip -n "$namespace" -o route get "$target" 2>/dev/null) in
    *" dev b-$network "*) ;;
    *) fail "$target is no address of the network's part on this node" ;;
  esac
}

refuse_same_address() {
  if [ "$record_id" = "$id" ]; then return; fi
  recall "$record_id" address
  [ "\${recalled%/*}" != "$ip_address" ] || fail "$ip_address is taken by $record_owner"
}

must_have_address() {
  each_record publicip refuse_same_address
  recall "$id" address
  if [ "$recalled" != "$address" ]; then
    net_found=$(ip -o -4 addr show to "$ip_address/32" | awk '{ print $2; exit }')
    [ -z "$net_found" ] || fail "$ip_address is an address of the node itself already, on $net_found"
  fi
}

# A table in the network that had the address before would go on answering for it.
leave_former_network() {
  recall "$id" network
  if [ -n "$recalled" ] && [ "$recalled" != "$network" ]; then
    ip netns exec "n-$recalled" nft delete table ip "$table_name" 2>/dev/null || true
    rm -f "$folder/inside.nft.loaded"
  fi
}

write_settings() {
  net_settings=
  for net_name in address ip_address gateway namespace outside table_name transit network_transit route_table \\
    folder; do
    eval "net_value=\\$$net_name"
    net_settings="$net_settings$net_name='$net_value'
"
  done
  put_file "$folder/settings" 600 "$net_settings"
}

write_tables() {
  write_table "$table_name" "$folder/outside.nft" "
  chain to_workload {
    type nat hook prerouting priority dstnat; policy accept;
    ip daddr $ip_address dnat to $transit
  }
  chain to_workload_from_here {
    type nat hook output priority -100; policy accept;
    ip daddr $ip_address dnat to $transit
  }
  chain from_workload {
    type nat hook postrouting priority srcnat - 1; policy accept;
    ip saddr $transit oifname != \\"p-*\\" snat to $ip_address
  }"
  write_table "$table_name" "$folder/inside.nft" "
  chain to_workload {
    type nat hook prerouting priority dstnat; policy accept;
    ip daddr $transit dnat to $target
  }
  chain from_workload {
    type nat hook postrouting priority srcnat - 1; policy accept;
    ip saddr $target oifname public snat to $transit
  }"
}

address_names "$id" "$network"
must_have_network
must_have_address
record_begin
leave_former_network
remember address "$address"
remember network "$network"
remember gateway "$gateway"
pick_transit
route_table_of "$transit"
recall "network-$network" transit
network_transit=$recalled
write_settings
write_tables
service_define "$id" oneshot "folder='$folder'
. \\"\\$folder/settings\\"
$service" "" "$order"
service_state "$id"
if [ "$state" = done ]; then translate; else service_start "$id"; fi
record_done
`,
};
