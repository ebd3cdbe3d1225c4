/**
 * What scripts know of the node's router, which is one haproxy. Its folder holds versions of what haproxy reads, of
 * which \`current\` is one; each is checked before it becomes that. Names that begin with \`router_\` are the library's own.
 */
export const ROUTER = `
router_root=$state_folder/router
router_run=$run_folder/router
router_log=$router_run/log

# router_there: whether the node has a router; router_id becomes its workload.
router_there() {
  router_id=
  if [ ! -s "$router_root/id" ]; then return 1; fi
  read -r router_id <"$router_root/id"
  [ -f "$router_root/current/haproxy.cfg" ]
}

# router_ask SOCKET: sends commands, a line each on standard input, to haproxy's socket, and prints its answers.
router_ask() {
  have socat || fail "socat is not installed on this node: it is what talks to haproxy"
  socat -t 10 -T 10 - "UNIX-CONNECT:$router_run/$1" 2>/dev/null
}

# router_dump FOLDER: writes what the running haproxy has as the files http.live and tls.live, a domain and ADDRESS/PORT a
# line; 1 when it does not answer.
router_dump() {
  : >"$1/http.live"
  : >"$1/tls.live"
  [ -S "$router_run/worker.sock" ] || return 1
  for router_map in http tls; do
    printf 'show map %s.map\\n' "$router_map" | router_ask worker.sock >"$1/answer" || return 1
    if ! awk 'NF == 0 { next } /^0x/ { print $2, $3; next } { exit 1 }' "$1/answer" >"$1/$router_map.live"; then
      return 1
    fi
  done
  # An empty answer is that of a map without lines, or of nobody.
  router_answers
}

# router_answers: whether haproxy answers; router_described becomes the version that it has read.
router_answers() {
  router_described=
  [ -S "$router_run/worker.sock" ] || return 1
  router_described=$(printf 'show info\\n' | router_ask worker.sock | sed -n 's/^description: //p')
  [ -n "$router_described" ]
}

# router_new_version: router_new becomes a new folder for what haproxy reads, with a copy of what it reads now.
router_new_version() {
  router_old= router_number=0
  if [ -L "$router_root/current" ]; then
    router_old=$(readlink "$router_root/current")
    router_number=\${router_old#versions/}
  fi
  mkdir -p "$router_root/versions"
  router_new=$router_root/versions/$((router_number + 1))
  rm -rf "$router_new"
  mkdir "$router_new"
  if [ -n "$router_old" ] && [ -f "$router_root/current/haproxy.cfg" ]; then
    cp "$router_root/current/haproxy.cfg" "$router_new/"
  fi
}

# router_write_maps: writes the maps of the new version from the routes of all workloads.
router_write_maps() {
  : >"$router_new/http.map"
  : >"$router_new/tls.map"
  for router_route in "$rec_root"/*/route; do
    if [ ! -s "$router_route" ]; then continue; fi
    printf '%s\\n' "$router_route"
  done | LC_ALL=C sort | awk -v http="$router_new/http.map" -v tls="$router_new/tls.map" '
    function port(text) { return text ~ /^[0-9]+$/ && text + 0 <= 65535 }
    function line(file, domain, ip, to) { if (to + 0 > 0) print domain, ip "/" to >file }
    {
      file = own = $0
      ok = 1
      sub(/route$/, "keep.domain", own)
      held = ""
      getline held <own
      close(own)
      for (i = 1; i <= 3; i++) {
        if ((getline text <file) <= 0) { ok = 0; break }
        split(text, word, " ")
        if (i == 1) { ok = ok && word[1] == "domain" && word[2] == held && held ~ /^[a-z0-9.-]+$/; domain = word[2] }
        else {
          ok = ok && word[1] == (i == 2 ? "http" : "tls") && word[2] ~ /^[0-9a-fA-F:.]+$/ && port(word[3])
          ip[i] = word[2]; to[i] = word[3]
        }
      }
      close(file)
      if (!ok) { print file " is no valid route any more, and is left out" | "cat >&2"; next }
      line(http, domain, ip[2], to[2])
      line(tls, domain, ip[3], to[3])
    }'
}

# router_check: ends the script, and forgets the new version, when haproxy does not take it.
router_check() {
  if router_said=$(haproxy -c -f "$router_new/haproxy.cfg" 2>&1 </dev/null); then return 0; fi
  rm -rf "$router_new"
  router_said=$(printf '%s\\n' "$router_said" | router_complaint | sed "s|$router_new/|$router_root/current/|g")
  fail "haproxy does not take its settings, and goes on with those that it has: $router_said"
}

# router_complaint: the first reason of what haproxy prints.
router_complaint() {
  awk '
    { sub(/^\\[[A-Z]+\\] *\\([0-9]+\\) *: */, ""); sub(/^config : /, "") }
    first == "" { first = $0 }
    /parsing|[Cc]annot|not found|failed|unable/ { print; found = 1; exit }
    END { if (!found) print (first == "" ? "it said nothing" : first) }'
}

# router_point VERSION: what haproxy reads becomes that version, in one step; a path below the router's folder.
router_point() {
  rm -f "$router_root/current.new"
  ln -s "$1" "$router_root/current.new"
  mv -fT "$router_root/current.new" "$router_root/current"
}

# router_swap: what haproxy reads becomes the new version; the one before it is kept.
router_swap() {
  router_point "\${router_new#"$router_root"/}"
  for router_version in "$router_root"/versions/*; do
    case $router_version in
      "$router_new" | "$router_root/$router_old") ;;
      *) rm -rf "$router_version" ;;
    esac
  done
}

# router_swap_back: what haproxy reads becomes what it was before router_swap.
router_swap_back() {
  if [ -n "$router_old" ]; then
    router_point "$router_old"
    rm -rf "$router_new"
  fi
}

# router_tell: makes the running haproxy's maps those of the current version, line by line, and looks whether they are; 1
# when they are not. Connections that are open do not notice.
router_tell() {
  router_telling=$router_run/telling
  rm -rf "$router_telling"
  mkdir -p "$router_telling"
  router_told=0
  router_tell_from "$router_telling" || router_told=1
  rm -rf "$router_telling"
  return "$router_told"
}

router_tell_from() {
  router_dump "$1" || return 1
  for router_map in http tls; do
    awk -v map="$router_map.map" '
      FILENAME == ARGV[1] { if (!($1 in live)) live[$1] = $2; else if (live[$1] != $2) live[$1] = ""; next }
      { want[$1] = $2 }
      END {
        for (domain in live) if (!(domain in want)) print "del map", map, domain
        for (domain in want) {
          if (!(domain in live)) print "add map", map, domain, want[domain]
          else if (live[domain] != want[domain]) print "set map", map, domain, want[domain]
        }
      }' "$1/$router_map.live" "$router_root/current/$router_map.map"
  done >"$1/commands"
  [ -s "$1/commands" ] || return 0
  # Without prompt, haproxy takes one line and hangs up.
  { echo prompt; cat "$1/commands"; echo quit; } | router_ask worker.sock >/dev/null || return 1
  router_dump "$1" || return 1
  for router_map in http tls; do
    LC_ALL=C sort -u "$1/$router_map.live" >"$1/live.sorted"
    LC_ALL=C sort -u "$router_root/current/$router_map.map" >"$1/map.sorted"
    cmp -s "$1/live.sorted" "$1/map.sorted" || return 1
  done
}

# router_reload: has haproxy begin anew with the current version, without losing a connection; 1 when it does not.
router_reload() {
  router_wanted=$(sed -n 's/^  description "\\(.*\\)"$/\\1/p' "$router_root/current/haproxy.cfg")
  router_worker=$(printf 'show info\\n' | router_ask worker.sock | sed -n 's/^Pid: //p')
  router_log_before=$(wc -c <"$router_log" 2>/dev/null || echo 0)
  echo reload | router_ask master.sock >/dev/null || return 1
  wait_until 15 router_reloaded && [ "$router_reload_failed" = false ]
}

# router_reloaded: whether another worker answers with the wanted version, or the reload has failed.
router_reloaded() {
  router_reload_failed=false
  if tail -c "+$((router_log_before + 1))" "$router_log" 2>/dev/null | grep -q 'Loading failure'; then
    router_reload_failed=true
    return 0
  fi
  router_info=$(printf 'show info\\n' | router_ask worker.sock) || return 1
  router_described=$(printf '%s\\n' "$router_info" | sed -n 's/^description: //p')
  [ "$router_described" = "$router_wanted" ] && [ "$(printf '%s\\n' "$router_info" | sed -n 's/^Pid: //p')" != "$router_worker" ]
}

# router_why: what haproxy's log says of its last failure.
router_why() { tail -c "+$((\${router_log_before:-0} + 1))" "$router_log" 2>/dev/null | grep -F '[ALERT]' | router_complaint; }
`;
