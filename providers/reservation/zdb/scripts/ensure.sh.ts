import type { NodeScript } from "../../../../clients/node/types.js";
import { BINARY } from "../../../node/scripts/binary.sh.js";
import { ZDB_SERVER } from "./server.sh.js";

/** Parameters: `disk`, `mode`, `pool_folder`, `size` (bytes), `public`, `password`, and those of the program. */
export const ZDB_ENSURE: NodeScript = {
  name: "zdb-ensure",
  secrets: ["password"],
  text: `${ZDB_SERVER}
${BINARY}
record_begin
zdb_server "$disk-$mode"
remember server "$server"

# The program of a server is shared by all its namespaces; a stack does not change it under those of another.
others_program() {
  recall "$record_id" server
  if [ "$recalled" != "$server" ] || same_stack "$record_owner"; then return 0; fi
  fail "the 0-db of $server also serves $record_owner, with the program $program: use the same one, or none to take what is there"
}
rec_content program "$server_folder/binary"
if [ -n "$binary_url$binary_path" ]; then binary_get "$binary_url" "$binary_sha256" "$binary_path"
elif [ -n "$program" ]; then binary_get "" "" "$program"
elif have 0-db; then binary=$(command -v 0-db)
elif have zdb; then binary=$(command -v zdb)
else fail "there is no 0-db on this node: name one with server"
fi
if [ -n "$program" ] && [ "$program" != "$binary" ]; then each_record zdb others_program; fi
remember binary "$binary"
zdb_start "$binary" "$pool_folder/zdb/$mode"

batch=
resp NSINFO "$id"
converse "$server_socket" || fail "0-db ended while it was asked about its namespaces"
fresh=false
case $answers in
  -*) fresh=true ;;
  info*)
    set -- $answers
    if [ "$4" -gt "$size" ]; then fail "cannot shrink to $size bytes: $4 are used"; fi ;;
esac

# Between its making and its password a namespace is open to everybody, so all of it is one message.
remember password "$password"
zdb_log_in
if [ $fresh = true ]; then resp NSNEW "$id"; fi
if [ -n "$password" ]; then resp NSSET "$id" password "$password"
elif [ $fresh = false ]; then resp NSSET "$id" password '*'
fi
if [ "$public" = true ]; then resp NSSET "$id" public 1; else resp NSSET "$id" public 0; fi
resp NSSET "$id" maxsize "$size"
converse "$server_socket" || answers='-the connection broke'
case "
$answers" in
  *'
-'*)
    failed=$answers
    if [ $fresh = true ]; then
      zdb_log_in
      resp NSDEL "$id"
      converse "$server_socket" || :
    fi
    answers=$failed
    zdb_said "bring about the namespace $id" ;;
esac
record_done
`,
};
