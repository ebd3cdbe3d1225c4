import { TUNNEL_USER } from "../../../../model/gateway/tunnel/client.js";

/** Who dials in, as processes: each session at the server of tunnels has one of the tunnels' user. */
export const SESSIONS = `
tunnels_user=${TUNNEL_USER}

# tunnels_sessions: sessions becomes the processes of all who have dialled in.
tunnels_sessions() {
  sessions=
  tunnels_uid=$(id -u "$tunnels_user" 2>/dev/null) || return 0
  # By what the process says of itself: its files in /proc are root's.
  for tunnels_file in $(grep -ls "^Uid:[[:space:]]*$tunnels_uid[[:space:]]" /proc/[0-9]*/status || :); do
    tunnels_file=\${tunnels_file%/status}
    sessions="$sessions \${tunnels_file#/proc/}"
  done
}

# tunnels_end_all: ends all sessions; clients dial again.
tunnels_end_all() {
  tunnels_sessions
  for tunnels_process in $sessions; do kill -s KILL "$tunnels_process" 2>/dev/null || :; done
}

# tunnels_end PORT…: ends the sessions that have one of these ports, or none yet: whoever was let in with a key that is
# good for these ports is among them.
tunnels_end() {
  tunnels_sessions
  [ -n "$sessions" ] || return 0
  # Listening sockets as INODE:PORT, the port in hexadecimal digits.
  tunnels_sockets=" $(awk '$4 == "0A" { sub(/.*:/, "", $2); printf "%s:%s ", $10, $2 }' /proc/net/tcp /proc/net/tcp6 2>/dev/null)"
  for tunnels_process in $sessions; do
    tunnels_ends=true
    for tunnels_inode in $(find "/proc/$tunnels_process/fd" -lname 'socket:*' -printf '%l ' 2>/dev/null | tr -cd '0-9 '); do
      case $tunnels_sockets in *" $tunnels_inode:"*) ;; *) continue ;; esac
      tunnels_port=\${tunnels_sockets#*" $tunnels_inode:"}
      tunnels_ends=false
      case " $* " in *" $((0x\${tunnels_port%% *})) "*) tunnels_ends=true; break ;; esac
    done
    if [ "$tunnels_ends" = true ]; then kill -s KILL "$tunnels_process" 2>/dev/null || :; fi
  done
}
`;
