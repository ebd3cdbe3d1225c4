/**
 * Addresses between a network's namespace and the rest of its node, 100.127.0.0/16. The node's end is 100.127.0.1
 * everywhere; each network and each public address has one of its own at the other end.
 */
export const TRANSIT = `
# pick_transit: transit becomes this workload's address, the one that it had before or a free one.
pick_transit() {
  recall "$id" transit
  transit=$recalled
  if [ -n "$transit" ]; then return; fi
  net_taken=" $(cat "$state_folder"/w/*/keep.transit 2>/dev/null | tr '\\n' ' ') "
  net_number=$(printf '%s' "$id" | cksum)
  net_number=$((\${net_number%% *} % 65000 + 2))
  while :; do
    transit=100.127.$((net_number / 256)).$((net_number % 256))
    case $net_taken in *" $transit "*) ;; *) break ;; esac
    net_number=$((net_number % 65000 + 2))
  done
  remember transit "$transit"
}
`;
