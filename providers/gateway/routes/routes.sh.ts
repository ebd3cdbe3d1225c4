import { ROUTER } from "../router/router.sh.js";

/**
 * Routes: which domain is forwarded to where. Each is the file `route` in the folder of its workload; haproxy has them
 * as lines of two maps, one for HTTP and one for TLS. Names that begin with `route_` are the library's own.
 */
export const ROUTES = `${ROUTER}
route_domains=$state_folder/domains

# route_claim DOMAIN: makes sure that the node has a router and that no other workload has the domain, and takes it.
route_claim() {
  router_there || fail "there is no router on this node: it takes a GatewayRouter to forward $1"
  route_holder "$1"
  if [ -n "$route_holder" ] && [ "$route_holder" != "$id" ]; then
    fail "the domain $1 is taken by $record_owner"
  fi
}

# route_holder DOMAIN: route_holder becomes the id of the workload that has it, and record_… its record.
route_holder() {
  route_holder=
  if [ ! -s "$route_domains/$1" ]; then return 0; fi
  read -r route_holder <"$route_domains/$1"
  if record_read "$route_holder"; then
    recall "$route_holder" domain
    if [ "$recalled" = "$1" ]; then return 0; fi
  fi
  route_holder=
}

# route_put DOMAIN HTTP_IP HTTP_PORT TLS_IP TLS_PORT: writes the route down, after record_begin; port 0 is no route.
route_put() {
  [ -d "$route_domains" ] || mkdir -p "$route_domains"
  route_write "$route_domains/$1" "$id"
  remember domain "$1"
  route_write "$folder/route" "domain $1
http $2 $3
tls $4 $5"
}

# route_write FILE TEXT: writes a private file in one step.
route_write() {
  { printf '%s\\n' "$2" >"$1.new" && mv -f "$1.new" "$1"; } 2>/dev/null || fail "cannot write $1: is the disk full?"
}

# route_drop: forgets the route, before record_remove.
route_drop() { rm -f "$folder/route"; }

# route_read ID: sets route_domain, route_http and route_tls (an address and a port, or nothing) to what the file says;
# route_state becomes kept, missing or broken.
route_read() {
  route_domain= route_http= route_tls= route_state=missing
  if [ ! -f "$rec_root/$1/route" ]; then return 0; fi
  route_state=broken
  {
    read -r route_word_domain route_line_domain && read -r route_word_http route_line_http &&
      read -r route_word_tls route_line_tls
  } <"$rec_root/$1/route" || return 0
  if [ "$route_word_domain $route_word_http $route_word_tls" != "domain http tls" ]; then return 0; fi
  route_state=kept route_domain=$route_line_domain
  case $route_line_http in *' 0') ;; *) route_http=$route_line_http ;; esac
  case $route_line_tls in *' 0') ;; *) route_tls=$route_line_tls ;; esac
}

# route_fresh: asks haproxy once for what it has, for route_live; route_router becomes whether it answers.
route_fresh() {
  route_router=false
  mkdir -p "$run_folder"
  route_seen=$(mktemp -d "$run_folder/routes.XXXXXX")
  trap 'rm -rf "$route_seen"' EXIT
  mkdir "$route_seen/http" "$route_seen/tls"
  : >"$route_seen/http.live"
  : >"$route_seen/tls.live"
  if router_there && router_dump "$route_seen"; then route_router=true; fi
  awk -v folder="$route_seen" '
    {
      if (!match(FILENAME, /[a-z]+[.]live$/)) next
      map = substr(FILENAME, RSTART, RLENGTH - 5)
      if ($1 !~ /^[a-z0-9.-]+$/) next
      sub("/", " ", $2)
      print $2 >(folder "/" map "/" $1)
      close(folder "/" map "/" $1)
    }' "$route_seen/http.live" "$route_seen/tls.live"
}

# route_live DOMAIN: sets live_http and live_tls to where haproxy forwards it (an address and a port, or nothing).
route_live() {
  live_http= live_tls=
  if [ -f "$route_seen/http/$1" ]; then read -r live_http <"$route_seen/http/$1"; fi
  if [ -f "$route_seen/tls/$1" ]; then read -r live_tls <"$route_seen/tls/$1"; fi
}

# route_claims: claims becomes a list of all domains that are taken on the node, as inspect answers it.
route_claims() {
  claims=
  if [ -n "\${only:-}" ]; then return 0; fi
  for route_file in "$route_domains"/*; do
    route_holder "\${route_file##*/}"
    if [ -n "$route_holder" ]; then
      object route_claim text claim "the domain \${route_file##*/}" text id "$route_holder" text owner "$record_owner"
      push claims "$route_claim"
    fi
  done
}

# route_is_name HOST: whether it is a name and no address.
route_is_name() {
  case $1 in *:*) return 1 ;; *[!0-9.]*) return 0 ;; *) return 1 ;; esac
}

# route_address HOST: route_address becomes its address, as the node resolves it.
route_address() {
  route_address=$1
  if route_is_name "$1"; then
    route_address=$(getent ahosts "$1" | awk '{ print $1; exit }')
    [ -n "$route_address" ] || fail "this node finds no address of $1"
  fi
}
`;
