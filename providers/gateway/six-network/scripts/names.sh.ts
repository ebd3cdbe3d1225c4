/** The node's network of IPv6 and who is in it. A node has one at most. */
export const SIX = `
six_link=gp-six
six_table=gp-six

# six_find: six_id becomes the workload that is the node's network, six_folder its folder; 1 when there is none.
six_find() {
  six_id= six_folder=
  each_record sixnetwork six_found
  [ -n "$six_id" ]
}
six_found() { six_id=$record_id six_folder=$record_folder; }

# six_prefix SEED: six_groups becomes the first half of all addresses, as fd12:3456:789a:bcde:
six_prefix() {
  six_groups=$(printf %s "$1" | md5sum | sed 's/\\(.\\{14\\}\\).*/fd\\1/; s/..../&:/g')
}

# six_user SEED USER: six_address becomes the address of a user. Needs six_prefix.
six_user() {
  six_address=$six_groups$(printf %s%s "$1" "$2" | md5sum | sed 's/\\(.\\{16\\}\\).*/\\1/; s/..../&:/g; s/:$//')
}

# six_compose: six_peers becomes the sections of all clients in the form of wg, six_known their keys with blanks around.
six_compose() {
  six_peers= six_known=' '
  each_record foursix six_section
}
six_section() {
  recall "$record_id" peer
  six_peer=$recalled
  recall "$record_id" address
  if [ -z "$six_peer" ] || [ -z "$recalled" ]; then return 0; fi
  six_known="$six_known$six_peer "
  six_peers="$six_peers
[Peer]
PublicKey = $six_peer
AllowedIPs = $recalled/128
PersistentKeepalive = 25
"
}

# six_keep: the network's own folder has all clients, for the next boot. Needs six_compose.
six_keep() {
  rec_content six_kept "$six_folder/peers.conf"
  if [ -f "$six_folder/peers.conf" ] && [ "$six_kept
" = "$six_peers" ]; then return 0; fi
  put_file "$six_folder/peers.conf" 600 "$six_peers" || fail "cannot write below $six_folder: is the disk full?"
}
`;
