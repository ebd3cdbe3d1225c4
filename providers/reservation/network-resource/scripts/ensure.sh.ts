import { packetFilter } from "../../network/packet-filter.sh.js";
import { TRANSIT } from "../../network/transit.sh.js";
import { ADDRESSES } from "./addresses.sh.js";
import { LINKS } from "./links.sh.js";
import { NAMES } from "./names.sh.js";
import { KERNEL_TUNNEL, TUNNEL, USER_TUNNEL } from "./tunnel.sh.js";

const LINK_FUNCTIONS = ADDRESSES + packetFilter("ip") + LINKS;

/** What services run, after the network's settings were read. Parameters of {@link ENSURE_NETWORK}. */
export const SERVICES = {
  links: `${LINK_FUNCTIONS}\nmake_links\n`,
  links_and_kernel_tunnel: `${LINK_FUNCTIONS}${TUNNEL}${KERNEL_TUNNEL}\nmake_links\nmake_kernel_tunnel\n`,
  user_tunnel: `${ADDRESSES}${TUNNEL}${USER_TUNNEL}\nrun_user_tunnel\n`,
};

/**
 * Makes a node's part of a network, or makes it whole again. Nothing that workloads in it need is taken down. What can
 * stand in the way is looked at before anything is done.
 */
export const ENSURE_NETWORK = {
  name: "network-ensure",
  text: `${NAMES}${LINK_FUNCTIONS}${TRANSIT}${TUNNEL}${KERNEL_TUNNEL}
must_have_key() {
  record_read "$key" || fail "the key $key is not on this node: run 'pulumi refresh', then 'pulumi up'"
  same_stack "$record_owner" || fail "the key $key belongs to $record_owner"
  key_file=$state_folder/w/$key/private.key
  [ -s "$key_file" ] || fail "the key $key lost its private half: run 'pulumi refresh', then 'pulumi up'"
}

refuse_same_port() {
  if [ "$record_id" = "$id" ]; then return; fi
  recall "$record_id" port
  [ "$recalled" != "$listen_port" ] ||
    fail "port $listen_port is taken by another network, of $record_owner; pick another listenPort"
}

must_have_port() {
  each_record network refuse_same_port
  net_port=$(ip netns exec "$namespace" wg show "$tunnel" listen-port 2>/dev/null) || net_port=
  if [ "$net_port" != "$listen_port" ] &&
    cat /proc/net/udp /proc/net/udp6 2>/dev/null | awk -v end="$(printf ':%04X$' "$listen_port")" '
      $2 ~ end { found = 1 }
      END { exit !found }'; then
    fail "port $listen_port is taken by another program of the node; pick another listenPort"
  fi
}

kernel_has_wireguard() { ip link add "t-$net_id" type wireguard 2>/dev/null && ip link del "t-$net_id"; }

write_settings() {
  net_settings=
  for net_name in namespace bridge tunnel outside table_name network_range bridge_address tunnel_address \\
    routes transit listen_port key_file folder; do
    eval "net_value=\\$$net_name"
    net_settings="$net_settings$net_name='$net_value'
"
  done
  put_file "$folder/settings" 600 "$net_settings"
  put_file "$folder/peers.conf" 600 "$peer_config"
}

write_tables() {
  write_table "$table_name" "$folder/inside.nft" "
  chain way_out {
    type nat hook postrouting priority srcnat; policy accept;
    oifname public masquerade
  }"
  # Networks of one node do not reach each other but by public addresses.
  write_table "$table_name" "$folder/outside.nft" "
  chain between_networks {
    type filter hook forward priority filter; policy accept;
    iifname $outside oifname \\"p-*\\" ct status dnat accept
    iifname $outside oifname \\"p-*\\" drop
  }
  chain way_out {
    type nat hook postrouting priority srcnat; policy accept;
    ip saddr $transit oifname != \\"p-*\\" masquerade
  }"
}

# define_service NAME KIND ORDER TEXT
define_network_service() {
  service_define "$1" "$2" "set -eu
folder='$folder'
. \\"\\$folder/settings\\"
$4" "" "$3"
}

# The links as they must be; the service makes them only where it did not yet.
bring_up() {
  service_state "$id"
  if [ "$state" = done ]; then "$@"; else service_start "$id"; fi
}

make_all_in_kernel() {
  make_links
  make_kernel_tunnel
}

tunnel_is_up() {
  [ "$(wg show "$tunnel" listen-port 2>/dev/null)" = "$listen_port" ] &&
    ip -n "$namespace" -o link show dev "$tunnel" up 2>/dev/null | grep -q .
}

network_names "$id"
must_have_key
must_have_port
record_begin
remember name "$name"
remember port "$listen_port"
remember range "$range"
remember key "$key"
pick_transit
write_settings
write_tables
if kernel_has_wireguard; then
  recall "$id" driver
  if [ "$recalled" = user ]; then service_remove "$id-wireguard"; fi
  remember driver kernel
  define_network_service "$id" oneshot "$order" "$links_and_kernel_tunnel"
  bring_up make_all_in_kernel
else
  remember driver user
  define_network_service "$id" oneshot "$order" "$links"
  define_network_service "$id-wireguard" simple "$((order + 1))" "$user_tunnel"
  bring_up make_links
  if tunnel_is_up; then
    configure_tunnel
  else
    service_stop "$id-wireguard"
    service_start "$id-wireguard"
    wait_until 15 tunnel_is_up || fail "the tunnel did not come up: wireguard-go ends or hangs on this node"
    configure_tunnel
  fi
fi
record_done
`,
};
