/**
 * Makes a network's namespace with its bridge, and the way out: a pair of links, `public` inside and `p-…` on the node,
 * behind whose address everything inside is hidden. Leaves alone what is there already, since workloads live in it.
 */
export const LINKS = `
make_links() {
  if ! ip -n "$namespace" link set lo up 2>/dev/null; then
    ip netns del "$namespace" 2>/dev/null || true
    ip netns add "$namespace"
    ip -n "$namespace" link set lo up
  fi
  ip -n "$namespace" link show dev "$bridge" >/dev/null 2>&1 || ip -n "$namespace" link add "$bridge" type bridge
  ip -n "$namespace" link set "$bridge" mtu 1500 up
  only_address "$bridge" "$bridge_address"
  # Where IPv6 is off there is nothing to give.
  ip -n "$namespace" addr replace fe80::1/64 dev "$bridge" nodad 2>/dev/null || true

  if ! ip link show dev "$outside" >/dev/null 2>&1 || ! ip -n "$namespace" link show dev public >/dev/null 2>&1; then
    ip link del "$outside" 2>/dev/null || true
    ip -n "$namespace" link del public 2>/dev/null || true
    ip link add "$outside" type veth peer name public netns "$namespace"
  fi
  ip addr replace 100.127.0.1/32 dev "$outside"
  ip link set "$outside" up
  only_address public "$transit/32"
  ip -n "$namespace" link set public up
  ip route replace "$transit/32" dev "$outside"
  ip -n "$namespace" route replace default via 100.127.0.1 dev public onlink
  # What is in no part of the network goes nowhere, and above all not out.
  ip -n "$namespace" route replace unreachable "$network_range" metric 4096

  echo 1 >/proc/sys/net/ipv4/ip_forward
  ip netns exec "$namespace" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
  load_table "" "$table_name" "$folder/outside.nft"
  load_table "$namespace" "$table_name" "$folder/inside.nft"
}
`;

/** Takes away everything that {@link LINKS} and the tunnel made. */
export const UNDO_LINKS = `
undo_links() {
  ip -n "$namespace" link del "$tunnel" 2>/dev/null || true
  ip link del "$outside" 2>/dev/null || true
  nft delete table ip "$table_name" 2>/dev/null || true
  if [ -e "/run/netns/$namespace" ]; then ip netns del "$namespace"; fi
}
`;
