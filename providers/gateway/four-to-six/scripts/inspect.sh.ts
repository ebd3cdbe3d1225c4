import type { NodeScript } from "../../../../clients/node/types.js";
import { SIX_LOOK } from "../../six-network/scripts/look.sh.js";
import { SIX } from "../../six-network/scripts/names.sh.js";

/** Tells what the network's link has of each client. */
export const FOUR_TO_SIX_INSPECT: NodeScript = {
  name: "four-to-six-inspect",
  text: `${SIX}${SIX_LOOK}
newline='
'
# line_of LINES WORD: line becomes the rest of the first one that begins with the word; 1 when there is none.
line_of() {
  line=
  case $newline$1 in *"$newline$2 "*) ;; *) return 1 ;; esac
  line=\${1#*"$newline$2 "}
  # It may be the very first one.
  case $1 in "$2 "*) line=\${1#"$2 "} ;; esac
  line=\${line%%"$newline"*}
}

look_at_client() {
  recall "$record_id" peer
  kept_peer=$recalled
  recall "$record_id" range
  found_key= found_preshared=false found_ranges= found_keepalive= holder=
  if line_of "$peer_lines" "$kept_peer"; then
    found_key=$kept_peer
    set -- $line
    found_preshared=$1 found_ranges=$2 found_keepalive=$3
  fi
  if line_of "$holder_lines" "\${recalled:-none}"; then holder=$line; fi
  object own text peer "$kept_peer" text range "$recalled" flag link "$link_there" \\
    text gatewayKey "$six_key" text host "$six_host" number port "$six_port" \\
    maybe key "$found_key" flag preshared "$found_preshared" text ranges "$found_ranges" text keepalive "$found_keepalive" \\
    maybe holder "$holder"
  object row text id "$record_id" json own "$own"
  push workloads "$row"
  claim "the key $kept_peer"
  recall "$record_id" customer
  if [ -n "$recalled" ]; then claim "the address of customer $recalled"; fi
}

# claim WHAT: no other client can have it.
claim() {
  object row text claim "$1" text id "$record_id" text owner "$record_owner"
  push claims "$row"
}

workloads= claims=
six_key= six_host= six_port= six_device= peer_lines= holder_lines= link_there=false
if six_find; then
  six_public "$six_folder"
  recall "$six_id" host
  six_host=$recalled
  recall "$six_id" port
  six_port=$recalled
  six_dump
  if [ -n "$six_device" ]; then
    link_there=true
    peer_lines=$(printf '%s\\n' "$six_device" | tail -n +2)
    holder_lines=$(printf '%s\\n' "$peer_lines" | awk '{ count = split($3, range, ","); for (i = 1; i <= count; i++) print range[i], $1 }')
  fi
fi
each_record foursix look_at_client
answer json workloads "[$workloads]" json claims "[$claims]"
`,
};
