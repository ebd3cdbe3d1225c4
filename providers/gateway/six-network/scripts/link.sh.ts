import { packetFilter } from "../../../reservation/network/packet-filter.sh.js";

/**
 * Brings the network's link to what it should be, whatever it is. Needs the settings `six_link`, `six_table`,
 * `six_groups`, `port`, `masquerade` and `folder`.
 */
export const SIX_LINK = `${packetFilter("ip6")}
six_configure() {
  {
    printf '[Interface]\\nListenPort = %s\\nPrivateKey = ' "$port"
    cat "$folder/private.key" "$folder/peers.conf"
  } | wg syncconf "$six_link" /dev/stdin
  six_allow
  if [ "$masquerade" = true ]; then load_table "" "$six_table" "$folder/table.nft"
  else nft delete table ip6 "$six_table" 2>/dev/null || true
  fi
  ip link set "$six_link" mtu 1420 up
  # The kernel writes addresses in their shortest form, and knows which one is ours.
  six_own=$(ip -o -6 address show dev "$six_link" to "$six_groups:1/128" | awk '{ print $4 }')
  for six_other in $(ip -o -6 address show dev "$six_link" scope global | awk '{ print $4 }'); do
    if [ "$six_other" != "$six_own" ] || [ "\${six_own#*/}" != 64 ]; then ip -6 address del "$six_other" dev "$six_link"; fi
  done
  # Last, since by it is told that all else is done.
  ip -6 address replace "$six_groups:1/64" dev "$six_link" nodad
}

# six_allow: the kernel takes addresses for the link, and forwards. A machine that does listens to routers no more, unless
# it is told to: its own way out may be from one.
six_allow() {
  echo 0 >"/proc/sys/net/ipv6/conf/$six_link/disable_ipv6"
  for six_file in /proc/sys/net/ipv6/conf/*/accept_ra; do
    if [ "$(cat "$six_file" 2>/dev/null)" = 1 ]; then echo 2 >"$six_file" 2>/dev/null || true; fi
  done
  echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
}
`;

/** The kernel's tunnel. */
export const SIX_KERNEL = `
six_make() {
  ip link show dev "$six_link" >/dev/null 2>&1 || ip link add "$six_link" type wireguard
  six_configure
}
`;
