/**
 * Puts the address on the node's outside link and leads it to the workload: on the node to an address of its own
 * between node and network, and in the network's namespace from there to the workload. So two networks may use the same
 * ranges.
 */
export const TRANSLATE = `
translate() {
  link=$(ip -o -4 route show default | awk '{ for (i = 1; i < NF; i++) if ($i == "dev") { print $(i + 1); exit } }')
  if [ -z "$link" ]; then
    echo "the node has no default route, so that its outside link is not known" >&2
    return 1
  fi
  ip -o -4 addr show to "$ip_address/32" | while read -r _ net_link _ net_has _; do
    [ "$net_link $net_has" = "$link $address" ] || ip addr del "$net_has" dev "$net_link"
  done
  ip addr replace "$address" dev "$link"
  ip route replace "$transit/32" via "$network_transit" dev "$outside"
  while ip rule del from "$transit" 2>/dev/null; do :; done
  if [ -n "$gateway" ]; then
    ip route replace default via "$gateway" dev "$link" onlink table "$route_table"
    # What the node reaches directly is no business of the router.
    ip rule add from "$transit" lookup main suppress_prefixlength 0 priority 10000
    ip rule add from "$transit" lookup "$route_table" priority 10001
  fi
  load_table "" "$table_name" "$folder/outside.nft"
  load_table "$namespace" "$table_name" "$folder/inside.nft"
}
`;
