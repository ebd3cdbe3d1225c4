import type { NodeScript } from "../../../../clients/node/types.js";
import { SIX } from "../../six-network/scripts/names.sh.js";

/** Parameters: `peer`, the client's key, `customer`, and `user`, whom its address follows from. */
export const FOUR_TO_SIX_ENSURE: NodeScript = {
  name: "four-to-six-ensure",
  text: `${SIX}
refuse_same() {
  if [ "$record_id" = "$id" ]; then return 0; fi
  recall "$record_id" peer
  [ "$recalled" != "$peer" ] || fail "the key $peer is that of $record_owner already"
  recall "$record_id" address
  [ "$recalled" != "$six_address" ] ||
    fail "the address $six_address is that of $record_owner already: a customer has one at a gateway"
}

# remove_others: the client's key of before goes, and whoever else has the address.
remove_others() {
  recall "$id" peer
  former=$recalled
  recall "$id" range
  wg show "$six_link" allowed-ips | while read -r other ranges; do
    [ "$other" != "$peer" ] || continue
    case " $ranges " in *" \${recalled:-none} "*) other_holds=true ;; *) other_holds=false ;; esac
    if [ "$other" = "$former" ] || [ "$other_holds" = true ]; then wg set "$six_link" peer "$other" remove; fi
  done
}

six_find || fail "there is no IPv6 network on this node: it needs a GatewaySixNetwork"
gateway_key=$(wg show "$six_link" public-key 2>/dev/null) ||
  fail "the link $six_link of the IPv6 network is not there: run 'pulumi refresh', then 'pulumi up'"
[ "$gateway_key" != "$peer" ] || fail "the key $peer is the gateway's own"
recall "$six_id" seed
six_prefix "$recalled"
six_user "$recalled" "$user"
each_record foursix refuse_same
record_begin
remove_others
remember peer "$peer"
remember customer "$customer"
remember address "$six_address"
six_compose
six_keep
wg set "$six_link" peer "$peer" preshared-key /dev/null persistent-keepalive 25 allowed-ips "$six_address/128"
# As WireGuard writes it, which is the form that a look finds.
remember range "$(wg show "$six_link" allowed-ips | awk -v peer="$peer" '$1 == peer { print $2 }')"
record_done
`,
};
