/**
 * A workload's place in its network: a namespace called as the workload, whose `eth0` is joined to the bridge in the
 * network's own namespace. It is made before the workload's process, and again after a reboot.
 */
export const NETWORK = `
# bridge_find NETWORK: sets bridge_space, bridge, prefix and gateway; returns 1 when the network is not there.
bridge_find() {
  bridge_space=n-$1 bridge=b-$1
  words=$(ip -n "$bridge_space" -o -4 address show dev "$bridge" 2>/dev/null) || return 1
  gateway=
  for word in $words; do
    if [ "$gateway" = next ]; then gateway=$word; break; fi
    if [ "$word" = inet ]; then gateway=next; fi
  done
  case $gateway in */*) prefix=\${gateway#*/} gateway=\${gateway%/*} ;; *) return 1 ;; esac
}

# place_find ID: place_address and place_gateway become what the container's namespace has; place whether it is there.
place_find() {
  place=false place_address= place_gateway=
  words=$(printf 'address show dev eth0\\nroute show default\\n' | ip -n "$1" -o -4 -batch - 2>/dev/null) || return 0
  place=true before=
  for word in $words; do
    case $before in
      inet) if [ -z "$place_address" ]; then place_address=$word; else place_address="$place_address $word"; fi ;;
      via) place_gateway=$word ;;
    esac
    before=$word
  done
}

# place_bring_up ID ADDRESS: whatever is there, the container's place is as it should be. Needs bridge_find.
place_bring_up() {
  if ! ip -n "$1" link show dev lo >/dev/null 2>&1; then
    if [ -e "/run/netns/$1" ]; then ip netns delete "$1" 2>/dev/null || rm -f "/run/netns/$1"; fi
    ip netns add "$1"
  fi
  port=v-\${1#*-}
  if ! ip -n "$1" link show dev eth0 >/dev/null 2>&1 || ! ip -n "$bridge_space" link show dev "$port" >/dev/null 2>&1; then
    ip -n "$1" link delete dev eth0 2>/dev/null || :
    ip -n "$bridge_space" link delete dev "$port" 2>/dev/null || :
    ip link add eth0 netns "$1" type veth peer name "$port" netns "$bridge_space"
  fi
  ip -n "$bridge_space" link set dev "$port" master "$bridge" up
  place_find "$1"
  if [ "$place_address" != "$2/$prefix" ]; then
    ip -n "$1" -4 address flush dev eth0
    ip -n "$1" address add "$2/$prefix" dev eth0
  fi
  printf '%s\\n' 'link set dev lo up' 'link set dev eth0 up' "route replace default via $gateway" | ip -n "$1" -batch -
}
`;
