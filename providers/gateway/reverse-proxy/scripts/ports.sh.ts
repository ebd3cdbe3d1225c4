/**
 * The two ports of the node's loopback address at which a tunnel ends. A workload keeps the ones that it got first. Three
 * places tell them: what the workload remembers, its key's line, and its route.
 */
export const TUNNEL_PORTS = `
# ports_in_line LINE: line_ports becomes the two ports that a key's line allows, else empty.
ports_in_line() {
  line_ports=
  case $1 in *'permitlisten="127.0.0.1:'*'permitlisten="127.0.0.1:'*) ;; *) return 0 ;; esac
  line_rest=\${1#*'permitlisten="127.0.0.1:'}
  line_ports="\${line_rest%%'"'*} "
  line_rest=\${line_rest#*'permitlisten="127.0.0.1:'}
  line_ports=$line_ports\${line_rest%%'"'*}
}

# ports_good "PORT PORT": whether they are two of the range, and of no other workload. Needs ports_taken.
ports_good() {
  case $1 in *[!0-9\\ ]* | '' | *' '*' '* | ' '* | *' ') return 1 ;; *' '*) ;; *) return 1 ;; esac
  ports_one=\${1% *} ports_two=\${1#* }
  [ \${#ports_one} -le 5 ] && [ \${#ports_two} -le 5 ] && [ "$ports_one" -ne "$ports_two" ] || return 1
  for ports_each in $1; do
    [ "$ports_each" -ge "$ports_first" ] && [ "$ports_each" -le "$ports_last" ] || return 1
    case $ports_of_others in *" $ports_each "*) return 1 ;; esac
  done
}

# ports_know: what the tunnels may have, and the others do have. Needs tunnels_find.
ports_know() {
  recall "$tunnels_id" first
  ports_first=$recalled
  recall "$tunnels_id" last
  ports_last=$recalled
  ports_of_others=' '
  each_record reverseproxy ports_of
}
ports_of() {
  if [ "$record_id" = "$id" ]; then return 0; fi
  recall "$record_id" ports
  ports_of_others="$ports_of_others$recalled "
}

# ports_free: ports becomes two that nobody has, be it another program.
ports_free() {
  ports= ports_wanted=$ports_first
  # In decimal digits, each between blanks.
  ports_used=" $(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk '$4 == "0A" { sub(/.*:/, "", $2); print "0x" $2 }' | while read -r hex; do printf '%s ' $((hex)); done)"
  while [ "$ports_wanted" -le "$ports_last" ]; do
    case $ports_of_others$ports_used in
      *" $ports_wanted "*) ;;
      *)
        ports="$ports\${ports:+ }$ports_wanted"
        case $ports in *' '*) return 0 ;; esac ;;
    esac
    ports_wanted=$((ports_wanted + 1))
  done
  fail "the range of the tunnels, $ports_first to $ports_last, has no two free ports left: widen it"
}

# ports_choose LINE ROUTE: ports becomes those of the workload. What two places agree on is right.
ports_choose() {
  ports_know
  ports_in_line "$1"
  recall "$id" ports
  ports=$recalled
  if [ -n "$line_ports" ] && [ "$line_ports" = "$2" ]; then ports=$2; fi
  if ! ports_good "$ports"; then ports_free; fi
}
`;
