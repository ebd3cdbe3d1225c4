import { quoted } from "../../../../clients/node/shell-words.js";
import { LOG } from "../../../node/scripts/log.sh.js";
import { SHELL_WORD } from "../../../node/scripts/shell-word.sh.js";

/**
 * Runs 0-db in the foreground. Needs `folder` (of what is private), `socket`, `port`, `mode`, `listen`, `program` and
 * `data`. 0-db takes its administrator's password as an argument and in no other way.
 */
const RUN = `${LOG}
umask 077
mkdir -p "\${socket%/*}"
rm -f "$socket"
: >"$folder/log"

# hide_arguments: takes the arguments of this process out of what /proc shows, as soon as it is no shell any more: the
# kernel shows only the name of a program whose last argument has lost its end.
hide_arguments() {
  for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
    if ! [ /proc/$$/exe -ef /proc/self/exe ]; then
      set -- $(sed 's/.*) //' /proc/$$/stat)
      printf x | dd of=/proc/$$/mem bs=1 seek=$((\${47} - 1)) conv=notrunc 2>/dev/null
      return 0
    fi
    sleep 0.02
  done
}
hide_arguments &
log_keep "$folder/log" &

# The last argument says nothing to 0-db; it is what hide_arguments damages.
exec "$program" --data "$data/data" --index "$data/index" --mode "$mode" --listen "$listen" --port "$port" \\
  --socket "$socket" --dualnet --protect --admin "$(cat "$folder/admin")" groundplan \\
  >>"$folder/log" 2>&1 </dev/null
`;

/**
 * How shell scripts talk to 0-db and keep its server. There is one server for each disk and mode on a node, whoever's
 * namespaces are in it. Its administrator's password is made on the node, kept in a private file and never leaves it;
 * all talk goes over a socket that only root reaches.
 */
export const ZDB_SERVER = `${SHELL_WORD}
zdb_run=${quoted(RUN)}
cr=$(printf '\\r')
crlf=$cr'
'

# resp WORD…: adds a command to what is going to be said.
resp() {
  batch="\${batch:-}*$#$crlf"
  for resp_word do batch="$batch\\$\${#resp_word}$crlf$resp_word$crlf"; done
}

# converse SOCKET: says it, and answers becomes a line for each answer: ok, -ERROR, item TEXT for each of a list, or of a
# text about a namespace \`info PUBLIC PASSWORD USED LIMIT\`. Nothing that is said is in an argument of a process. Fails
# when nobody answers.
converse() {
  answers=$(printf '%s' "$batch" | socat -t 30 - "UNIX-CONNECT:$1" 2>/dev/null | awk '
    body > 0 {
      body -= length($0) + 1
      sub(/\\r$/, "")
      if (items > 0) { items--; print "item " $0; next }
      colon = index($0, ": ")
      if (colon) fact[substr($0, 1, colon - 1)] = substr($0, colon + 2)
      if (body <= 0) print "info", fact["public"], fact["password"], fact["data_size_bytes"], fact["data_limits_bytes"]
      next
    }
    { sub(/\\r$/, "") }
    /^[$]-/ { print "-nothing"; next }
    /^[$]/ { body = substr($0, 2) + 2; next }
    /^[*]/ { items = substr($0, 2) + 0; next }
    /^-/ { print; next }
    { print "ok" }')
  batch=
  [ -n "$answers" ]
}

# zdb_server SERVER: sets the names of a server, which is called by its disk and mode: hdd-user.
zdb_server() {
  server=$1
  server_service=zdb-server-$1
  server_folder=$state_folder/zdb/$1
  server_socket=$run_folder/zdb/$1.sock
  case $1 in
    hdd-user) server_port=9900 ;;
    hdd-seq) server_port=9901 ;;
    ssd-user) server_port=9902 ;;
    ssd-seq) server_port=9903 ;;
    *) fail "$1 is no server of 0-db" ;;
  esac
}

# zdb_start BINARY DATA_FOLDER: has the server run, and waits until it answers.
zdb_start() {
  mkdir -p "$server_folder" "$2"
  if [ ! -s "$server_folder/admin" ]; then
    put_file "$server_folder/admin" 600 "$(head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \\n')"
  fi
  put_file "$server_folder/binary" 600 "$1"
  put_file "$server_folder/data" 600 "$2"
  if grep -q . /proc/net/if_inet6 2>/dev/null; then zdb_listen=::; else zdb_listen=0.0.0.0; fi
  zdb_settings=
  for zdb_setting in "folder $server_folder" "socket $server_socket" "port $server_port" "mode \${server#*-}" \\
    "listen $zdb_listen" "program $1" "data $2"; do
    shell_word "\${zdb_setting#* }"
    zdb_settings="$zdb_settings\${zdb_setting%% *}=$word
"
  done
  service_define "$server_service" simple "$zdb_settings$zdb_run" '' "$order"
  if [ "$service_changed" = true ]; then service_stop "$server_service"; fi
  service_start "$server_service"
  if ! wait_until 60 zdb_settled || [ "$state" = failed ]; then
    fail "0-db does not run on port $server_port: $(tail -n 1 "$server_folder/log" 2>/dev/null || :)"
  fi
}

# zdb_settled: whether the server answers or has failed for good.
zdb_settled() {
  if zdb_answers; then state=running; return 0; fi
  # What systemd said before is old by now.
  svc_states=
  service_state "$server_service"
  [ "$state" = failed ]
}

# zdb_answers: whether the server does.
zdb_answers() {
  [ -S "$server_socket" ] || return 1
  batch=
  resp PING
  converse "$server_socket"
}

# zdb_log_in: begins a conversation as the administrator; its first answer is about that.
zdb_log_in() {
  batch=
  IFS= read -r admin <"$server_folder/admin" || [ -n "$admin" ]
  resp AUTH "$admin"
}

# zdb_said WHAT: ends with an error when one of the answers is one.
zdb_said() {
  case "
$answers" in
    *'
-Access denied'*) fail "0-db denies its administrator's password, which is in $server_folder/admin: restart its service $server_service" ;;
    *'
-'*) fail "0-db could not $1: $(printf '%s\\n' "$answers" | sed -n 's/^-//p' | head -n 1)$(zdb_space)" ;;
  esac
}

# zdb_space: how little the disk has left, where that is a reason.
zdb_space() {
  zdb_free=$(df -Pk "$(cat "$server_folder/data")" 2>/dev/null | awk 'NR == 2 { print $4 }') || return 0
  if [ "\${zdb_free:-1048576}" -lt 65536 ]; then printf ' (no space left on the disk: %s KiB)' "$zdb_free"; fi
}
`;
