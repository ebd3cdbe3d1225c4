import { NAMES } from "./names.sh.js";

/** Gives the address back. */
export const REMOVE_ADDRESS = {
  name: "public-ip-remove",
  text: `${NAMES}
recall "$id" network
address_names "$id" "$recalled"
service_remove "$id"
nft delete table ip "$table_name" 2>/dev/null || true
ip netns exec "$namespace" nft delete table ip "$table_name" 2>/dev/null || true
recall "$id" transit
if [ -n "$recalled" ]; then
  while ip rule del from "$recalled" 2>/dev/null; do :; done
  ip route del "$recalled/32" 2>/dev/null || true
  route_table_of "$recalled"
  ip route flush table "$route_table" 2>/dev/null || true
fi
recall "$id" address
if [ -n "$recalled" ]; then
  ip -o -4 addr show to "\${recalled%/*}/32" | while read -r _ net_link _ net_has _; do
    ip addr del "$net_has" dev "$net_link"
  done
fi
record_remove
`,
};
