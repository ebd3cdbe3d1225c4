import { quoted } from "../../../../clients/node/shell-words.js";
import { LOG } from "../../../node/scripts/log.sh.js";
import { BIND } from "./bind.sh.js";
import { KNOT } from "./knot.sh.js";

/**
 * Name servers of a node, one folder each: what is in `conf`, `zones` and `log` is the server's own user's. `claims` has a
 * file for each zone that is served, which tells whose workload it is. What a function does differently for each program
 * is in a function that begins with the program's name.
 */
export const NAME_SERVER = `${KNOT}${BIND}
ns_log=${quoted(LOG)}

# ns_load ID: sets what is known of a name server; 1 when the node has none of that name.
ns_load() {
  ns_id=$1 ns_service=$1 ns_folder=$state_folder/dns/$1 ns_run=$run_folder/dns/$1
  [ -s "$ns_folder/port" ] || return 1
  read -r ns_port <"$ns_folder/port"
  read -r ns_software <"$ns_folder/software"
  read -r ns_listen <"$ns_folder/listen"
  read -r ns_key <"$ns_folder/key-name"
  ns_place
}

# ns_place: ns_local becomes an address at which the node reaches the server.
ns_place() {
  ns_local=\${ns_listen%% *}
  case " $ns_listen " in
    *' 0.0.0.0 '*) ns_local=127.0.0.1 ;;
    *' :: '*) ns_local=::1 ;;
  esac
}

# ns_find PORT: the name server of that port; 1 when there is none.
ns_find() {
  for ns_path in "$state_folder"/dns/*/port; do
    [ -s "$ns_path" ] || continue
    read -r ns_port <"$ns_path"
    ns_path=\${ns_path%/port}
    if [ "$ns_port" = "$1" ]; then ns_load "\${ns_path##*/}"; return 0; fi
  done
  return 1
}

# ns_own PATH…: gives files and folders to the server's user, where there is one.
ns_own() {
  eval "ns_user=\\$\${ns_software}_user"
  if id "$ns_user" >/dev/null 2>&1; then chown -R "$ns_user:" "$@"; fi
}

# ns_put FILE TEXT: writes a file of the server's that is not so yet; ns_changed becomes true then.
ns_put() {
  rec_content ns_text "$1"
  if [ -f "$1" ] && [ "$ns_text" = "\${2%
}" ]; then return 0; fi
  put_file "$1" 600 "$2" || fail "cannot write $1: is the disk full?"
  ns_changed=true
}

# ns_claimed: ns_zones becomes the zones that are served.
ns_claimed() {
  ns_zones=
  for ns_claim in "$ns_folder"/claims/*; do
    if [ -f "$ns_claim" ]; then ns_zones="$ns_zones \${ns_claim##*/}"; fi
  done
}

# ns_holder ZONE: holder becomes the id of the workload that has a zone; empty when none has.
ns_holder() {
  holder=
  if [ -s "$ns_folder/claims/$1" ]; then read -r holder <"$ns_folder/claims/$1"; fi
}

# ns_begin: has the server run, and waits until it answers.
ns_begin() {
  service_start "$ns_service"
  if ! wait_until 20 ns_settled || [ "$state" = failed ]; then
    fail "$ns_software does not run on port $ns_port: $(tail -n 1 "$ns_folder/log/log" 2>/dev/null || :)"
  fi
}

# ns_settled: whether the server serves its zones, or has failed for good.
ns_settled() {
  if ns_serves; then state=running; return 0; fi
  # What systemd said before is old by now.
  svc_states=
  service_state "$ns_service"
  [ "$state" = failed ]
}

ns_serves() {
  ns_claimed
  for ns_zone in $ns_zones; do
    "\${ns_software}_rows" "$ns_zone" >/dev/null || return 1
  done
}

# ns_zone_files: what says which zones there are, as the claims have it.
ns_zone_files() {
  ns_claimed
  ns_put "$ns_folder/conf/zones.conf" "$("\${ns_software}_zones" $ns_zones)
"
  ns_own "$ns_folder/conf" "$ns_folder/zones"
}

# ns_restore: has the server run and serve what the claims say, whatever was done to it.
ns_restore() {
  ns_changed=false
  ns_zone_files
  service_state "$ns_service"
  if [ "$state" = running ] && { [ $ns_changed = true ] || ! ns_serves; }; then "\${ns_software}_reload"; fi
  ns_begin
}

# ns_first ZONE ROWS: makes a zone's file where there is none.
ns_first() {
  if [ -s "$ns_folder/zones/$1.zone" ]; then return 0; fi
  put_file "$ns_folder/zones/$1.zone" 600 "$(printf '%s\\n' "$2" | awk -v serial="$(date +%s)" '
    $3 == "SOA" { $0 = $0 " " serial " 3600 600 1209600 300" }
    { print }')
"
}

# ns_match ZONE ROWS HOSTS: makes the zone's own records what ROWS says. Those of the names HOSTS that are not in ROWS go.
ns_match() {
  ns_found=$("\${ns_software}_rows" "$1") || fail "$ns_software does not serve the zone $1: $(tail -n 1 "$ns_folder/log/log" 2>/dev/null || :)"
  ns_edits=$(printf '%s\\n' "$2" "" "$ns_found" | awk -v zone="$1." -v hosts=" $3 " '
    function note(rows, key, row) { if (key in rows) rows[key] = rows[key] "\\n" row; else rows[key] = row }
    function rest(from, text, i) { text = $from; for (i = from + 1; i <= NF; i++) text = text " " $i; return text }
    $0 == "" { found = 1; next }
    {
      key = $1 " " $3
      if ($3 == "SOA") {
        if (found) { serial = $6; was = $2 " " $4 " " $5 } else { wanted = $2 " " $4 " " $5; ttl = $2; soa = $4 " " $5 }
        next
      }
      if (!found) { keys[key] = 1; want[key, rest(4)] = $2; note(wants, key, $0) }
      else if (key in keys || (index(hosts, " " $1 " ") && ($3 == "A" || $3 == "AAAA"))) {
        old[key] = 1
        count[key]++
        if (!((key, rest(4)) in want)) { differs[key] = 1; drop[key] = drop[key] "drop " $1 " " $3 " " rest(4) "\\n" }
        else { if (want[key, rest(4)] != $2) differs[key] = 1; kept[key]++ }
      }
    }
    END {
      for (pair in want) { split(pair, part, SUBSEP); all[part[1]]++ }
      for (key in keys) if (differs[key] || kept[key] != all[key]) {
        if (count[key]) print "clear", key
        number = split(wants[key], row, "\\n")
        for (i = 1; i <= number; i++) print "row", row[i]
        printf "%s", drop[key]
      }
      for (key in old) if (!(key in keys)) { print "clear", key; printf "%s", drop[key] }
      if (was != wanted) print "row", zone, ttl, "SOA", soa, serial + 1, "3600 600 1209600 300"
    }')
  if [ -n "$ns_edits" ]; then printf '%s\\n' "$ns_edits" | "\${ns_software}_edit" "$1"; fi
}

# ns_foreign ZONE HOSTS: foreign becomes the names of a zone that are not of this stack, a line each, with their owners.
ns_foreign() {
  ns_found=$("\${ns_software}_rows" "$1") || fail "$ns_software does not serve the zone $1, so that it is not known whose names it holds: run \`pulumi up\` first"
  foreign=$(printf '%s\\n' "$ns_found" | awk -v zone="$1." -v hosts=" $2 " -v stack="\${owner_text%"\${owner_text#*/*/*/}"}" '
    function plain(name) { sub(/^__owner__[.]/, "", name); return name }
    { names[NR] = plain($1); types[NR] = $3 }
    $3 == "TXT" && $1 ~ /^__owner__[.]/ {
      mark = $0
      sub(/^[^"]*"/, "", mark)
      sub(/".*/, "", mark)
      owner[plain($1)] = mark
    }
    END {
      for (i = 1; i <= NR; i++) {
        name = names[i]
        if (name == zone && (types[i] == "SOA" || types[i] == "NS" || types[i] == "TXT")) continue
        if (index(hosts, " " name " ") || index(owner[name], stack) == 1 || told[name]++) continue
        print substr(name, 1, length(name) - 1) (owner[name] == "" ? "" : " (" owner[name] ")")
      }
    }')
}

# ns_some: the first of the foreign names.
ns_some() { printf '%s\\n' "$foreign" | awk 'NR <= 3 { some = some (NR > 1 ? ", " : "") $0 } END { print some (NR > 3 ? " and " NR - 3 " more" : "") }'; }

# ns_drop ZONE: serves a zone no more, and removes its records.
ns_drop() {
  rm -f "$ns_folder/claims/$1"
  ns_zone_files
  "\${ns_software}_reload"
  ns_gone=$1
  wait_until 20 ns_is_gone || fail "$ns_software still serves the zone $1"
  "\${ns_software}_forget" "$1"
}

ns_is_gone() { ! "\${ns_software}_rows" "$ns_gone" >/dev/null; }
`;
