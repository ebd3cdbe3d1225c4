/** The addresses of links inside a network's namespace. */
export const ADDRESSES = `
# only_address LINK ADDRESS: gives a link this IPv4 address and no other.
only_address() {
  ip -n "$namespace" -o -4 addr show dev "$1" | while read -r _ _ _ net_has _; do
    [ "$net_has" = "$2" ] || ip -n "$namespace" addr del "$net_has" dev "$1"
  done
  ip -n "$namespace" addr replace "$2" dev "$1"
}
`;
