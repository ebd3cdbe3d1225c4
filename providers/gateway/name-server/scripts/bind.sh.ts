/**
 * What is particular to bind. The server is told by signals, and asked and changed as any other client would: there is
 * no control channel.
 */
export const BIND = `
bind_user=bind
bind_program=named
bind_profile=/etc/apparmor.d/usr.sbin.named
bind_local=/etc/apparmor.d/local/usr.sbin.named

bind_conf() {
  bind_four= bind_six=
  for bind_address in $ns_listen; do
    case $bind_address in
      0.0.0.0) bind_four="any; " ;;
      ::) bind_six="any; " ;;
      *:*) bind_six="$bind_six$bind_address; " ;;
      *) bind_four="$bind_four$bind_address; " ;;
    esac
  done
  printf '%s' "include \\"$ns_folder/conf/key.conf\\";
options {
  directory \\"$ns_folder/zones\\";
  managed-keys-directory \\"$ns_run\\";
  pid-file \\"$ns_run/named.pid\\";
  session-keyfile none;
  listen-on port $ns_port { \${bind_four:-none; }};
  listen-on-v6 port $ns_port { \${bind_six:-none; }};
  recursion no;
  dnssec-validation no;
  notify no;
  version none;
  allow-transfer { key \\"$ns_key\\"; };
};
controls { };
logging {
  channel file { file \\"$ns_folder/log/log\\"; severity warning; print-time yes; };
  category default { file; };
};
include \\"$ns_folder/conf/zones.conf\\";
"
}

bind_key() { printf 'key "%s" { algorithm %s; secret "%s"; };\\n' "$1" "$2" "$3"; }

# bind_zones ZONE…: what says which zones are served.
bind_zones() {
  for bind_zone do
    printf 'zone "%s" { type primary; file "%s.zone"; masterfile-format text; allow-update { key "%s"; }; };\\n' \\
      "$bind_zone" "$bind_zone" "$ns_key"
  done
}

# bind_permit: AppArmor, where it watches bind, lets it read and write its own folders only. This adds ours.
bind_permit() {
  grep -q '^named ' /sys/kernel/security/apparmor/profiles 2>/dev/null && [ -f "$bind_profile" ] || return 0
  if grep -qF "$state_folder/dns/" "$bind_local" 2>/dev/null; then return 0; fi
  printf '%s\n' "# groundplan" "$state_folder/dns/** rwk," "$run_folder/dns/** rw," \
    "capability dac_override," "capability dac_read_search," >>"$bind_local"
  apparmor_parser -r "$bind_profile" || fail "AppArmor does not take $bind_local"
}

# bind_forbid: takes that back.
bind_forbid() {
  if grep -qx '# groundplan' "$bind_local" 2>/dev/null; then
    sed -i '/^# groundplan$/,+4d' "$bind_local"
    apparmor_parser -r "$bind_profile" || :
  fi
}

bind_check() { named-checkconf "$1"; }

bind_start() {
  if id "$bind_user" >/dev/null 2>&1; then bind_as="-u $bind_user"; else bind_as=; fi
  printf '%s' "exec named -f $bind_as -c $ns_folder/conf/main.conf >>$ns_folder/log/log 2>&1"
}

bind_reload() {
  wait_until 10 bind_has_begun || fail "bind does not run"
  read -r bind_pid <"$ns_run/named.pid"
  kill -s HUP "$bind_pid" || fail "bind does not run"
}

bind_has_begun() { [ -s "$ns_run/named.pid" ]; }

# bind_rows ZONE: the zone's records, NAME TTL TYPE DATA a line; 1 when it is not served.
bind_rows() {
  bind_said=$(dig +noall +answer +onesoa +tries=1 +time=10 -k "$ns_folder/conf/key.conf" -p "$ns_port" "@$ns_local" "$1" AXFR) || return 1
  case $bind_said in *SOA*) ;; *) return 1 ;; esac
  printf '%s\\n' "$bind_said" | awk '/^[^;]/ { row = tolower($1) " " $2; sub(/^[^ \\t]+[ \\t]+[0-9]+[ \\t]+IN[ \\t]+/, ""); sub(/[ \\t]+/, " "); print row, $0 }'
}

# bind_edit ZONE: carries out what its input says: clear NAME TYPE, row NAME TTL TYPE DATA, drop NAME TYPE DATA. New
# records come before old ones go, since a zone is never without name servers.
bind_edit() {
  bind_said=$(awk -v zone="$1" -v server="$ns_local $ns_port" '
    BEGIN { print "server", server; print "zone", zone }
    { verb = $1; sub(/^[a-z]+ /, "") }
    verb == "row" { print "update add", $0 }
    verb == "drop" { print "update delete", $0 }
    END { print "send" }' | nsupdate -t 20 -k "$ns_folder/conf/key.conf" 2>&1) ||
    fail "bind does not change the zone $1: $bind_said"
}

# bind_forget ZONE: removes what is kept of a zone that is served no more.
bind_forget() { rm -f "$ns_folder/zones/$1.zone" "$ns_folder/zones/$1.zone.jnl"; }

# bind_export: writes all zones into their files before another program takes them over. The server is ended.
bind_export() {
  service_stop "$ns_service"
  for bind_journal in "$ns_folder"/zones/*.zone.jnl; do
    [ -e "$bind_journal" ] || continue
    bind_file=\${bind_journal%.jnl}
    bind_zone=\${bind_file##*/}
    named-compilezone -q -j -f text -F text -s full -i none -k ignore -n ignore -m ignore -M ignore -S ignore \\
      -o "$bind_file.new" "\${bind_zone%.zone}" "$bind_file" >&2 || fail "the zone \${bind_zone%.zone} of bind cannot be read"
    mv -f "$bind_file.new" "$bind_file"
    rm -f "$bind_journal"
  done
}
`;
