/**
 * What WireGuard tells of the network's link. The private key is the first word of that, and a preshared one the second
 * of each peer: neither leaves the pipe.
 */
export const SIX_LOOK = `
# six_dump: six_device becomes lines of the link's peers: key, whether there is a preshared one, ranges, keepalive; with
# the link's own key and port in the first one. Empty when there is no link.
six_dump() {
  six_device=$(wg show "$six_link" dump 2>/dev/null | awk -F '\\t' '
    NR == 1 { print $2, $3; next }
    { print $1, ($2 == "(none)" ? "false" : "true"), ($4 == "(none)" ? "-" : $4), $8 }')
}

# six_public FOLDER: six_key becomes the public half of the network's key; empty when that is gone or damaged.
six_public() {
  six_key=
  if [ -s "$1/private.key" ]; then six_key=$(wg pubkey <"$1/private.key" 2>/dev/null) || six_key=; fi
}
`;
