import { packetFilter } from "../../network/packet-filter.sh.js";
import { NAMES } from "./names.sh.js";

/** Tells of all public addresses what is not as it was made. */
export const INSPECT_ADDRESSES = {
  name: "public-ip-inspect",
  text: `${NAMES}${packetFilter("ip")}
look_at_address() {
  differences=
  recall "$record_id" network
  address_names "$record_id" "$recalled"
  recall "$record_id" address
  case " $net_addresses " in
    *" inet $recalled "*) ;;
    *) push_text differences "address $recalled: missing" ;;
  esac
  recall "$record_id" transit
  if [ -z "$(ip -o -4 route show "$recalled" dev "$outside" 2>/dev/null)" ]; then
    push_text differences "route to the network: missing"
  fi
  net_transit=$recalled
  recall "$record_id" gateway
  if [ -n "$recalled" ]; then
    route_table_of "$net_transit"
    case $(ip -o -4 route show table "$route_table" 2>/dev/null) in
      *"default via $recalled "*) ;;
      *) push_text differences "route by $recalled: missing" ;;
    esac
    [ "$(ip -o -4 rule show from "$net_transit" 2>/dev/null | wc -l)" -eq 2 ] ||
      push_text differences "rules for $recalled: missing"
  fi
  table_state "" "$table_name" "$record_folder/outside.nft"
  [ "$table" = same ] || push_text differences "nftables table $table_name: $table"
  table_state "$namespace" "$table_name" "$record_folder/inside.nft"
  [ "$table" = same ] || push_text differences "nftables table $table_name in $namespace: $table"
  service_state "$record_id"
  [ "$state" = done ] || push_text differences "service of the address: $state"
  object own json differences "[$differences]"
  object row text id "$record_id" json own "$own"
  push workloads "$row"
}

workloads=
net_addresses=$(ip -o -4 addr)
each_record publicip look_at_address
answer json workloads "[$workloads]"
`,
};
