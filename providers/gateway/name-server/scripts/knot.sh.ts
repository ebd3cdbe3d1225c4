/**
 * What is particular to knot. Zones' files are kept as they are served, and commands go over a socket that only root and
 * the server's own user reach.
 */
export const KNOT = `
knot_user=knot
knot_program=knotd

knot_conf() {
  knot_listen=
  for knot_address in $ns_listen; do knot_listen="$knot_listen, \\"$knot_address@$ns_port\\""; done
  if id "$knot_user" >/dev/null 2>&1; then knot_as="    user: $knot_user:$knot_user
"; else knot_as=
  fi
  printf '%s' "server:
$knot_as    rundir: \\"$ns_run\\"
    pidfile: \\"$ns_run/knot.pid\\"
    listen: [ \${knot_listen#, } ]
    automatic-acl: off
    version: \\"\\"
    identity: \\"\\"
control:
    listen: \\"$ns_run/knot.sock\\"
database:
    storage: \\"$ns_folder/zones\\"
log:
  - target: \\"$ns_folder/log/log\\"
    any: warning
include: \\"$ns_folder/conf/key.conf\\"
acl:
  - id: change
    key: \\"$ns_key\\"
    action: [ update, transfer ]
template:
  - id: default
    storage: \\"$ns_folder/zones\\"
    file: \\"%s.zone\\"
    acl: change
    zonefile-sync: 0
include: \\"$ns_folder/conf/zones.conf\\"
"
}

knot_key() { printf 'key:\\n  - id: "%s"\\n    algorithm: %s\\n    secret: "%s"\\n' "$1" "$2" "$3"; }

# knot_zones ZONE…: what says which zones are served.
knot_zones() {
  if [ $# -gt 0 ]; then printf 'zone:\\n'; fi
  for knot_zone do printf '  - domain: "%s."\\n' "$knot_zone"; done
}

# knot_permit: nothing watches knot.
knot_permit() { :; }

knot_check() { knotc -c "$1" conf-check; }

knot_start() { printf '%s' "exec knotd -c $ns_folder/conf/main.conf >>$ns_folder/log/log 2>&1"; }

knot_reload() {
  wait_until 10 knot_has_begun || fail "knot does not run"
  knot_do reload >/dev/null || fail "knot does not take its configuration: $(tail -n 1 "$ns_folder/log/log" 2>/dev/null || :)"
}

knot_has_begun() { knot_do status >/dev/null 2>&1; }

knot_do() { knotc -s "$ns_run/knot.sock" "$@"; }

# knot_rows ZONE: the zone's records, NAME TTL TYPE DATA a line; 1 when it is not served.
knot_rows() { knot_said=$(knot_do zone-read "$1" 2>/dev/null) && printf '%s\\n' "$knot_said" | sed 's/^\\[[^]]*\\] //'; }

# knot_edit ZONE: carries out what its input says: clear NAME TYPE, row NAME TTL TYPE DATA, drop NAME TYPE DATA.
knot_edit() {
  knot_do zone-abort "$1" >/dev/null 2>&1 || :
  knot_said=$(awk -v zone="$1" '
    BEGIN { print "zone-begin", zone }
    { verb = $1; sub(/^[a-z]+ /, "") }
    verb == "clear" { print "zone-unset", zone, $0 }
    verb == "row" { print "zone-set", zone, $0 }
    END { print "zone-commit", zone }' | knot_do 2>&1) || :
  case $knot_said in *error*) fail "knot does not change the zone $1: $(printf '%s\\n' "$knot_said" | grep error | head -n 1)" ;; esac
}

# knot_forget ZONE: removes what is kept of a zone that is served no more.
knot_forget() {
  knot_do -f zone-purge "$1" +orphan >/dev/null 2>&1 || :
  rm -f "$ns_folder/zones/$1.zone"
}

# knot_export: writes all zones into their files before another program takes them over. The server is ended.
knot_export() {
  service_state "$ns_service"
  if [ "$state" = running ]; then knot_do -b zone-flush >/dev/null 2>&1 || fail "knot does not write its zones"; fi
  service_stop "$ns_service"
  rm -rf "$ns_folder/zones/journal" "$ns_folder/zones/timers" "$ns_folder/zones/keys"
}
`;
