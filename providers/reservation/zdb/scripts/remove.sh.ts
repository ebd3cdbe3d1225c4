import type { NodeScript } from "../../../../clients/node/types.js";
import { BINARY } from "../../../node/scripts/binary.sh.js";
import { ZDB_SERVER } from "./server.sh.js";

/** Parameters: `disk` and `mode`. The server goes with its last namespace. */
export const ZDB_REMOVE: NodeScript = {
  name: "zdb-remove",
  text: `${ZDB_SERVER}
${BINARY}
zdb_server "$disk-$mode"
recall "$id" binary
program=$recalled

# Whether a workload of somebody else, or another of ours, is on this server.
shared=false
served() {
  recall "$record_id" server
  if [ "$record_id" != "$id" ] && [ "$recalled" = "$server" ]; then shared=true; fi
}
each_record zdb served

rec_content data "$server_folder/data"
if [ -n "$data" ]; then
  service_state "$server_service"
  if [ "$state" != missing ]; then service_start "$server_service"; fi
  if [ "$state" != missing ] && wait_until 60 zdb_settled && [ "$state" = running ]; then
    zdb_log_in
    resp NSDEL "$id"
    resp NSLIST
    converse "$server_socket" || fail "0-db ended while it removed the namespace $id"
    case "
$answers" in
      *"
-This namespace doesn't exist"*) ;;
      *'
-'*) zdb_said "remove the namespace $id" ;;
    esac
    left=$(printf '%s\\n' "$answers" | sed -n 's/^item //p' | grep -vx default || :)
  elif [ $shared = true ]; then
    fail "0-db does not run, and other workloads are on the same one: $(tail -n 1 "$server_folder/log" 2>/dev/null || :)"
  else
    left=$(ls "$data/data" 2>/dev/null | grep -vx -e default -e "$id" || :)
    if [ -n "$left" ]; then fail "0-db does not run, and $data holds namespaces that are no workloads: $left"; fi
  fi
  if [ $shared = false ] && [ -z "$left" ]; then
    service_remove "$server_service"
    rm -rf "$data" "$server_folder" "$server_socket"
    rmdir "\${data%/*}" "$state_folder/zdb" 2>/dev/null || :
  fi
fi
record_remove
binary_release "$id" "$program"
`,
};
