import { WIREGUARD_GO } from "../../network/wireguard-go.sh.js";

/** Gives the tunnel its key, port, peers, address and routes, and takes away all others. */
export const TUNNEL = `
configure_tunnel() {
  {
    printf '[Interface]\\nListenPort = %s\\nPrivateKey = ' "$listen_port"
    cat "$key_file" "$folder/peers.conf"
  } | ip netns exec "$namespace" wg syncconf "$tunnel" /dev/stdin
  only_address "$tunnel" "$tunnel_address"
  ip -n "$namespace" link set "$tunnel" mtu 1420 up
  ip -n "$namespace" -o -4 route show dev "$tunnel" | while read -r net_range net_rest; do
    case " $net_rest " in *" proto kernel "*) continue ;; esac
    case " $routes " in *" $net_range "*) continue ;; esac
    ip -n "$namespace" route del "$net_range" dev "$tunnel"
  done
  for net_range in $routes; do ip -n "$namespace" route replace "$net_range" dev "$tunnel"; done
}
`;

/**
 * The kernel's tunnel. It is made on the node and moved, so that its packets go where the node's own go.
 */
export const KERNEL_TUNNEL = `
make_kernel_tunnel() {
  if ! ip -n "$namespace" link show dev "$tunnel" >/dev/null 2>&1; then
    ip link del "$tunnel" 2>/dev/null || true
    ip link add "$tunnel" type wireguard
    ip link set "$tunnel" netns "$namespace"
  fi
  configure_tunnel
}
`;

/**
 * The tunnel of wireguard-go. The program stays on the node, so that its packets go where the node's own go; the link is
 * moved.
 */
export const USER_TUNNEL = `${WIREGUARD_GO}
move_tunnel() {
  ip link set "$tunnel" netns "$namespace"
  configure_tunnel
}

run_user_tunnel() {
  ip -n "$namespace" link del "$tunnel" 2>/dev/null || true
  run_wireguard_go "$tunnel" move_tunnel
}
`;
