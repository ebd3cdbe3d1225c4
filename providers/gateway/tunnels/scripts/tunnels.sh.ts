import { SESSIONS } from "./sessions.sh.js";

/**
 * The tunnels of a node and the keys that may dial in. Keys are in one file for the server, a line each, whose last word
 * is the workload that it is of; it is readable for everybody, since the server reads it as the tunnels' user.
 */
export const TUNNELS = `${SESSIONS}
tunnels_folder=$state_folder-tunnels
tunnels_keys=$tunnels_folder/authorized_keys
# By this it is told whether the user is ours.
tunnels_comment='groundplan tunnels'

# tunnels_find: tunnels_id becomes the workload that is the node's tunnels; 1 when there is none.
tunnels_find() {
  tunnels_id=
  each_record tunnels tunnels_found
  [ -n "$tunnels_id" ]
}
tunnels_found() { tunnels_id=$record_id; }

# tunnels_write TEXT: the keys become that text; keys_changed becomes whether they were another one.
tunnels_write() {
  rec_content tunnels_text "$tunnels_keys"
  keys_changed=false
  if [ -f "$tunnels_keys" ] && [ "$tunnels_text" = "$1" ]; then return 0; fi
  keys_changed=true
  mkdir -p "$tunnels_folder"
  chmod 755 "$tunnels_folder"
  put_file "$tunnels_keys" 644 "$1\${1:+
}" || fail "cannot write $tunnels_keys: is the disk full?"
}

# tunnels_key ID LINE: the workload's key becomes that line, none when it is empty. All others stay as they are.
tunnels_key() {
  tunnels_others=
  if [ -f "$tunnels_keys" ]; then tunnels_others=$(grep -v " $1\\$" "$tunnels_keys" || :); fi
  tunnels_before=
  if [ -f "$tunnels_keys" ]; then tunnels_before=$(grep " $1\\$" "$tunnels_keys" || :); fi
  keys_changed=false
  if [ "$tunnels_before" != "$2" ]; then
    tunnels_write "$tunnels_others\${tunnels_others:+\${2:+
}}$2"
  fi
}

# tunnels_listening PORT: whether a program of the node has this port of TCP.
tunnels_listening() {
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v end="$(printf ':%04X$' "$1")" '
    $4 == "0A" && $2 ~ end { found = 1 }
    END { exit !found }'
}
`;
