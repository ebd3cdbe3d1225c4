import { quoted } from "../../../../clients/node/shell-words.js";
import { LOG } from "../../../node/scripts/log.sh.js";
import { SHELL_WORD } from "../../../node/scripts/shell-word.sh.js";
import { SESSIONS } from "./sessions.sh.js";

/** Runs the server in the foreground. Needs `folder`, the workload's own. */
const RUN = `${LOG}
# Where the server keeps those apart who are not let in yet; it is empty, and gone after a reboot.
mkdir -p /run/sshd
chmod 755 /run/sshd
: >"$folder/log"
chmod 600 "$folder/log"
log_keep "$folder/log" &
# It begins itself anew for each connection, by this path.
exec "$(command -v sshd)" -D -e -f "$folder/sshd_config" >>"$folder/log" 2>&1 </dev/null
`;

/** Sessions outlive their server, and would go on under settings of before. */
const END = `${SESSIONS}
tunnels_end_all
`;

/**
 * Settings of the server, but for its port and places. A session can be had by nobody, so that there is neither a shell
 * nor a command nor a transfer of files; what remains is forwarding from the gateway, as far as a key's own line allows.
 * A client that is gone loses its ports after a quarter of a minute.
 */
const SETTINGS = `AuthenticationMethods publickey
PubkeyAuthentication yes
PasswordAuthentication no
KbdInteractiveAuthentication no
HostbasedAuthentication no
UsePAM no
PermitRootLogin no
StrictModes yes
MaxSessions 0
ForceCommand /bin/false
PermitTTY no
PermitUserRC no
PermitUserEnvironment no
PermitTunnel no
AllowTcpForwarding remote
PermitOpen none
GatewayPorts no
AllowStreamLocalForwarding no
AllowAgentForwarding no
X11Forwarding no
UseDNS no
LoginGraceTime 20
MaxStartups 100:30:400
TCPKeepAlive yes
ClientAliveInterval 5
ClientAliveCountMax 3
PrintMotd no
PidFile none
LogLevel INFO`;

/** How scripts set up the server that clients of tunnels dial. Needs the functions of `TUNNELS`. */
export const TUNNEL_SERVER = `${SHELL_WORD}
tunnels_start_text=${quoted(RUN)}
tunnels_stop_text=${quoted(END)}
tunnels_settings=${quoted(SETTINGS)}

# tunnels_must_have_user: the user is ours, or can be made.
tunnels_must_have_user() {
  tunnels_entry=$(grep "^$tunnels_user:" /etc/passwd) || tunnels_entry=
  case $tunnels_entry in
    '') have useradd || fail "useradd is not installed on this node (package passwd)" ;;
    *":$tunnels_comment:"*) ;;
    *) fail "the user $tunnels_user of this node is somebody else's: remove it, or use another node" ;;
  esac
}

# tunnels_make_user: there is a user who can do nothing. Needs tunnels_must_have_user.
tunnels_make_user() {
  tunnels_shell=$(command -v nologin) || tunnels_shell=/bin/false
  if [ -z "$tunnels_entry" ]; then
    # With an exclamation mark for a password the account would be locked, for keys too.
    useradd --system --no-create-home --home-dir / --shell "$tunnels_shell" --comment "$tunnels_comment" \\
      --password '*' "$tunnels_user" || fail "cannot make the user $tunnels_user"
  elif [ "\${tunnels_entry##*:}" != "$tunnels_shell" ]; then
    usermod --shell "$tunnels_shell" "$tunnels_user" || fail "cannot change the user $tunnels_user"
  fi
  remember shell "$tunnels_shell"
}

# tunnels_make_key: the server's own key, once.
tunnels_make_key() {
  if ! ssh-keygen -y -P '' -f "$folder/host_key" >/dev/null 2>&1; then
    rm -f "$folder/host_key" "$folder/host_key.pub" "$folder/new_key" "$folder/new_key.pub"
    ssh-keygen -q -t ed25519 -N '' -C '' -f "$folder/new_key" || fail "cannot write below $folder: is the disk full?"
    rm -f "$folder/new_key.pub"
    mv "$folder/new_key" "$folder/host_key"
    tunnels_changed=true
  fi
  chmod 600 "$folder/host_key"
}

# tunnels_configure PORT: the server's settings.
tunnels_configure() {
  tunnels_config="Port $1
HostKey $folder/host_key
AuthorizedKeysFile $tunnels_keys
AllowUsers $tunnels_user
$tunnels_settings"
  rec_content tunnels_found_config "$folder/sshd_config"
  if [ "$tunnels_found_config" != "$tunnels_config" ]; then
    put_file "$folder/sshd_config" 600 "$tunnels_config
"
    tunnels_changed=true
  fi
  remember config "$tunnels_config"
}

# tunnels_serve PORT: has the server run with what was set up, and waits until it listens.
tunnels_serve() {
  shell_word "$folder"
  service_define "$id" simple "folder=$word
$tunnels_start_text" "$tunnels_stop_text" "$order"
  if [ "$service_changed" = true ] || [ "$tunnels_changed" = true ]; then service_stop "$id"; fi
  service_start "$id"
  tunnels_port=$1
  if ! wait_until 20 tunnels_settled || [ "$state" != running ]; then
    fail "sshd does not serve port $1: $(tail -n 1 "$folder/log" 2>/dev/null || :)"
  fi
}

# tunnels_settled: whether the server listens or has failed for good.
tunnels_settled() {
  # What systemd said before is old by now.
  svc_states=
  service_state "$id"
  case $state in
    running) tunnels_listening "$tunnels_port" ;;
    failed) ;;
    *) return 1 ;;
  esac
}
`;
