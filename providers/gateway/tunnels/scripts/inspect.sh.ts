import type { NodeScript } from "../../../../clients/node/types.js";
import { TUNNELS } from "./tunnels.sh.js";

/**
 * Tells of the node's tunnels what is not as it was made; the host's key by its public half. Parameters: `claim`, what
 * tunnels have that no second ones can have.
 */
export const TUNNELS_INSPECT: NodeScript = {
  name: "tunnels-inspect",
  text: `${TUNNELS}
# look_at_keys: lines that are of no workload, or of one that has a line before them. What is wrong with the line of a
# workload is told by that.
look_at_keys() {
  if [ ! -f "$tunnels_keys" ]; then
    push_text differences "authorized_keys: missing"
    return 0
  fi
  keys_are=$(stat -c '%U %a' "$tunnels_keys")
  [ "$keys_are" = "root 644" ] || push_text differences "authorized_keys: is of $keys_are instead of root 644"
  keys_seen=' ' keys_number=0
  while IFS= read -r keys_line || [ -n "$keys_line" ]; do
    keys_number=$((keys_number + 1))
    keys_of=\${keys_line##* }
    case $keys_of in
      reverseproxy-*)
        case $keys_seen in
          *" $keys_of "*) ;;
          *) if [ -s "$rec_root/$keys_of/spec.json" ]; then keys_seen="$keys_seen$keys_of "; continue; fi ;;
        esac ;;
    esac
    push_text differences "authorized_keys: line $keys_number is of no reverse proxy"
  done <"$tunnels_keys"
}

look_at_user() {
  user_entry=$(grep "^$tunnels_user:" /etc/passwd) || user_entry=
  recall "$record_id" shell
  if [ -z "$user_entry" ]; then push_text differences "user $tunnels_user: missing"
  elif [ "\${user_entry##*:}" != "$recalled" ]; then
    push_text differences "user $tunnels_user: has the shell \${user_entry##*:} instead of $recalled"
  fi
}

look_at_tunnels() {
  differences=
  host_key=$(ssh-keygen -y -P '' -f "$record_folder/host_key" 2>/dev/null) || host_key=
  case $host_key in 'ssh-ed25519 '*) ;; *) host_key= ;; esac
  rec_content config "$record_folder/sshd_config"
  recall "$record_id" config
  [ "$config" = "$recalled" ] || push_text differences "sshd_config: changed"
  look_at_user
  look_at_keys
  service_state "$record_id"
  recall "$record_id" port
  known_port=$recalled
  recall "$record_id" first
  known_first=$recalled
  recall "$record_id" last
  object own text state "$state" text hostKey "$host_key" number port "$known_port" number first "$known_first" \\
    number last "$recalled" json differences "[$differences]"
  object row text id "$record_id" json own "$own"
  push workloads "$row"
  object row text claim "$claim" text id "$record_id" text owner "$record_owner"
  push claims "$row"
}

workloads= claims=
each_record tunnels look_at_tunnels
answer json workloads "[$workloads]" json claims "[$claims]"
`,
};
