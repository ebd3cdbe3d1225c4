import type { NodeScript } from "../../../../clients/node/types.js";
import { SHELL_WORD } from "../../../node/scripts/shell-word.sh.js";
import { WIREGUARD_GO } from "../../../reservation/network/wireguard-go.sh.js";
import { SIX_KERNEL, SIX_LINK } from "./link.sh.js";
import { SIX } from "./names.sh.js";

/** What services run, after the network's settings. Parameters of {@link SIX_NETWORK_ENSURE}. */
export const SIX_SERVICES = {
  kernel_service: `${SIX_LINK}${SIX_KERNEL}\nsix_make\n`,
  program_service: `${SIX_LINK}${WIREGUARD_GO}\nrun_wireguard_go "$six_link" six_configure\n`,
};

/** Parameters: `port`, `seed` (empty for a random one), `masquerade`, `host` and those of {@link SIX_SERVICES}. */
export const SIX_NETWORK_ENSURE: NodeScript = {
  name: "six-network-ensure",
  text: `${SIX}${SHELL_WORD}${SIX_LINK}${SIX_KERNEL}
only_one() {
  [ "$record_id" = "$id" ] || fail "this node has an IPv6 network already, of $record_owner"
}

must_be_ours() {
  if [ -s "$folder/spec.json" ] || ! ip link show dev "$six_link" >/dev/null 2>&1; then return 0; fi
  fail "this node has a link $six_link already, which is not ours: remove it"
}

must_have_port() {
  six_port=$(wg show "$six_link" listen-port 2>/dev/null) || six_port=
  if [ "$six_port" != "$port" ] &&
    cat /proc/net/udp /proc/net/udp6 2>/dev/null | awk -v end="$(printf ':%04X$' "$port")" '
      $2 ~ end { found = 1 }
      END { exit !found }'; then
    fail "port $port is taken by another program of the node; pick another port"
  fi
}

# make_key: the gateway's key, once; it never leaves the node.
make_key() {
  if ! wg pubkey <"$folder/private.key" >/dev/null 2>&1; then
    rm -f "$folder/private.key"
    (umask 077 && wg genkey >"$folder/new.key" && mv "$folder/new.key" "$folder/private.key")
  fi
  chmod 600 "$folder/private.key"
  wg pubkey <"$folder/private.key" >/dev/null 2>&1 || fail "cannot write below $folder: is the disk full?"
}

make_seed() {
  recall "$id" seed
  if [ -n "$seed" ]; then remember seed "$seed"
  elif [ -n "$recalled" ]; then seed=$recalled
  else
    seed=$(head -c 16 /dev/urandom | od -An -v -tx1 | tr -d ' \\n')
    remember seed "$seed"
  fi
}

write_settings() {
  settings=
  for name in six_link six_table six_groups port masquerade folder; do
    eval "shell_word \\"\\$$name\\""
    settings="$settings$name=$word
"
  done
  put_file "$folder/settings" 600 "$settings"
  write_table "$six_table" "$folder/table.nft" "
  chain way_out {
    type nat hook postrouting priority srcnat; policy accept;
    ip6 saddr $six_groups:/64 oifname != \\"$six_link\\" masquerade
  }"
}

# define_service KIND TEXT
define_service() {
  shell_word "$folder/settings"
  service_define "$id" "$1" ". $word
$2" '' "$order"
}

kernel_has_wireguard() { ip link add gp-six-try type wireguard 2>/dev/null && ip link del gp-six-try; }

is_up() {
  [ "$(wg show "$six_link" listen-port 2>/dev/null)" = "$port" ] &&
    [ -n "$(ip -o -6 address show dev "$six_link" up scope global 2>/dev/null)" ]
}

[ -e /proc/sys/net/ipv6/conf/all/forwarding ] || fail "IPv6 is off on this node: take ipv6.disable=1 out of what its kernel is started with"
each_record sixnetwork only_one
must_be_ours
must_have_port
record_begin
remember port "$port"
remember host "$host"
remember masquerade "$masquerade"
make_seed
make_key
six_prefix "$seed"
six_folder=$folder
six_compose
six_keep
write_settings
if kernel_has_wireguard; then
  recall "$id" driver
  if [ "$recalled" = program ]; then service_remove "$id"; fi
  remember driver kernel
  define_service oneshot "$kernel_service"
  service_state "$id"
  if [ "$state" = done ]; then six_make; else service_start "$id"; fi
else
  remember driver program
  define_service simple "$program_service"
  if is_up && { service_state "$id"; [ "$state" = running ]; }; then
    six_configure
  else
    service_stop "$id"
    service_start "$id"
    wait_until 15 is_up || fail "the tunnel did not come up: wireguard-go ends or hangs on this node"
  fi
fi
record_done
`,
};
