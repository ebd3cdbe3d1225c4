/**
 * Tables of packet filter rules. A table is kept as a file and as the listing that `nft` itself made of it right after
 * it was loaded: a later listing that differs was changed by somebody.
 *
 * @param family of the tables: IPv4 or IPv6
 */
export function packetFilter(family: "ip" | "ip6"): string {
  return `
# nft_in NAMESPACE ARGUMENT…: nft of a network namespace, of the node itself when it is "".
nft_in() {
  net_at=$1
  shift
  if [ -n "$net_at" ]; then ip netns exec "$net_at" nft "$@"; else nft "$@"; fi
}

# table_state NAMESPACE TABLE FILE: table becomes same, changed or missing.
table_state() {
  table=missing
  if net_listed=$(nft_in "$1" -s list table ${family} "$2" 2>/dev/null); then
    table=changed
    if [ -e "$3.loaded" ] && [ "$net_listed" = "$(cat "$3.loaded")" ]; then table=same; fi
  fi
}

# load_table NAMESPACE TABLE FILE: loads it in one step, unless it is there as it was loaded.
load_table() {
  table_state "$1" "$2" "$3"
  if [ "$table" != same ]; then
    nft_in "$1" -f "$3"
    nft_in "$1" -s list table ${family} "$2" >"$3.loaded"
  fi
}

# write_table TABLE FILE CHAINS: the file for load_table.
write_table() {
  net_text="table ${family} $1
delete table ${family} $1
table ${family} $1 {
$3
}"
  if [ ! -e "$2" ] || [ "$(cat "$2")" != "$net_text" ]; then
    rm -f "$2.loaded"
    put_file "$2" 600 "$net_text
"
  fi
}
`;
}
