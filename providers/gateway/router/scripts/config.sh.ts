/** The settings of haproxy, from the parameters of a router. Needs the functions of `router.sh.ts`. */
export const ROUTER_CONFIG = `
# router_bind PORT: router_lines becomes a line for each address that the router listens on.
router_bind() {
  router_lines=
  router_port=$1
  eval "set -- $bind"
  for router_address do
    case $router_address in
      0.0.0.0) router_line="$router_address:$router_port" ;;
      ::)
        # A node may have no IPv6.
        if ! grep -q . /proc/net/if_inet6 2>/dev/null; then continue; fi
        router_line="[::]:$router_port v6only" ;;
      *)
        [ -n "$(ip -o addr show to "$router_address" 2>/dev/null)" ] || fail "$router_address is no address of this node"
        case $router_address in *:*) router_line="[$router_address]:$router_port" ;; *) router_line="$router_address:$router_port" ;; esac ;;
    esac
    router_lines="$router_lines
  bind $router_line"
  done
  [ -n "$router_lines" ] || fail "this node has none of the addresses that the router is to listen on: $bind"
}

# router_config: router_text becomes the settings.
router_config() {
  router_as=$(id -u haproxy 2>/dev/null) && router_as_group=$(id -g haproxy) || router_as=65534 router_as_group=65534
  router_bind "$http_port"
  router_http=$router_lines
  router_bind "$https_port"
  router_text="global
  default-path config
  stats socket $router_run/worker.sock mode 600 level admin expose-fd listeners
  chroot $router_root/empty
  uid $router_as
  gid $router_as_group
defaults
  timeout connect \${connect_timeout}s
  timeout client \${idle_timeout}s
  timeout server \${idle_timeout}s
  timeout tunnel \${idle_timeout}s
  timeout http-request 30s
  timeout http-keep-alive 60s
frontend http
  mode http$router_http
  option forwardfor
  http-request set-var(txn.to) req.hdr(host),host_only,lower,map_str(http.map)
  http-request return status 404 content-type text/plain string \\"This gateway forwards no such domain.\\\\n\\" unless { var(txn.to) -m found }
  http-request set-dst var(txn.to),field(1,/)
  http-request set-dst-port var(txn.to),field(2,/)
  default_backend http
backend http
  mode http
  server route 0.0.0.0
frontend tls
  mode tcp$router_lines
  tcp-request inspect-delay 10s
  tcp-request content reject unless { req.ssl_hello_type 1 }
  tcp-request content set-var(sess.to) req.ssl_sni,lower,map_str(tls.map)
  tcp-request content reject unless { var(sess.to) -m found }
  tcp-request content set-dst var(sess.to),field(1,/)
  tcp-request content set-dst-port var(sess.to),field(2,/)
  default_backend tls
backend tls
  mode tcp
  server route 0.0.0.0
"
  router_digest=$(printf '%s' "$router_text" | sha256sum)
  # By its description a running haproxy tells which settings it has read.
  router_text="global
  description \\"groundplan \${router_digest%% *}\\"
$router_text"
}
`;
