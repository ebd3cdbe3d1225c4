import type { NodeScript } from "../../../../clients/node/types.js";
import { ZDB_SERVER } from "./server.sh.js";

/** Asks each server about all of its namespaces at once. */
export const ZDB_INSPECT: NodeScript = {
  name: "zdb-inspect",
  text: `${ZDB_SERVER}
inspect_one() {
  recall "$record_id" server
  case $recalled in
    hdd-user) hdd_user="\${hdd_user:-} $record_id" ;;
    hdd-seq) hdd_seq="\${hdd_seq:-} $record_id" ;;
    ssd-user) ssd_user="\${ssd_user:-} $record_id" ;;
    ssd-seq) ssd_seq="\${ssd_seq:-} $record_id" ;;
  esac
}

# told ENTERED ABOUT: what was answered about $member, when it was entered with its password and when it was asked about.
told() {
  entered=$1 about=$2
  access=denied exists=false public=false used= limit= secured=false
  recall "$member" password
  if [ -n "$recalled" ]; then secured=true; fi
  if [ "$entered" = ok ]; then access=granted; fi
  case $about in
    info*)
      exists=true
      set -- $about
      if [ "$2" = yes ]; then public=true; fi
      if [ "$3" = no ]; then access=open; fi
      used=$4 limit=$5 ;;
  esac
  object own text namespace "$member" text state "$server_state" text binary "$program" number port "$server_port" \\
    json ips "[$ips]" flag exists "$exists" text access "$access" flag secured "$secured" flag public "$public" number used "$used" number limit "$limit"
  object row text id "$member" json own "$own"
  push workloads "$row"
}

# A server reads its input in blocks, so no more is sent at once than what fits in one.
tell_block() {
  if [ "$server_state" = running ] && ! converse "$server_socket"; then server_state=failed; fi
  if [ "$server_state" != running ]; then
    for member in $block; do told '' ''; done
    return 0
  fi
  exec 3<<ANSWERS
$answers
ANSWERS
  for member in $block; do
    IFS= read -r entered <&3 || entered=
    IFS= read -r about <&3 || about=
    told "$entered" "$about"
  done
  exec 3<&-
}

inspect_server() {
  zdb_server "$1"
  rec_content program "$server_folder/binary"
  service_state "$server_service"
  server_state=$state
  shift
  block= batch= blocked=0
  for member do
    recall "$member" password
    # Without the password for a namespace that is to have none, so that one which somebody set is seen.
    if [ -n "$recalled" ]; then resp SELECT "$member" "$recalled"; else resp SELECT "$member"; fi
    resp NSINFO "$member"
    block="$block $member" blocked=$((blocked + 1))
    if [ $blocked = 20 ]; then
      tell_block
      block= batch= blocked=0
    fi
  done
  if [ $blocked -gt 0 ]; then tell_block; fi
}

workloads=
hdd_user= hdd_seq= ssd_user= ssd_seq=
each_record zdb inspect_one
ips=
for destination in 192.0.2.1 2001:db8::1; do
  route=$(ip -o route get "$destination" 2>/dev/null) || continue
  case $route in *' src '*) route=\${route#* src }; push_text ips "\${route%% *}" ;; esac
done
if [ -n "$hdd_user" ]; then inspect_server hdd-user $hdd_user; fi
if [ -n "$hdd_seq" ]; then inspect_server hdd-seq $hdd_seq; fi
if [ -n "$ssd_user" ]; then inspect_server ssd-user $ssd_user; fi
if [ -n "$ssd_seq" ]; then inspect_server ssd-seq $ssd_seq; fi
answer json workloads "[$workloads]"
`,
};
