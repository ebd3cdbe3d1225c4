import type { NodeScript } from "../../../../clients/node/types.js";
import { ROUTES } from "../../routes/routes.sh.js";
import { TUNNELS } from "../../tunnels/scripts/tunnels.sh.js";

/** Tells of all reverse proxies what they remember, and what haproxy and the server of tunnels have of them. */
export const REVERSE_PROXY_INSPECT: NodeScript = {
  name: "reverse-proxy-inspect",
  text: `${ROUTES}${TUNNELS}
newline='
'
# key_of ID: key_line becomes the first line of the server that ends with it; 1 when there is none.
key_of() {
  case $key_lines in *" $1$newline"*) ;; *) return 1 ;; esac
  key_line=\${key_lines%%" $1$newline"*}
  key_line="\${key_line##*"$newline"} $1"
}

look_at_proxy() {
  route_read "$record_id"
  recall "$record_id" domain
  route_live "$recalled"
  key_line=
  key_of "$record_id" || :
  recall "$record_id" line
  remembered_line=$recalled
  recall "$record_id" host
  remembered_host=$recalled
  recall "$record_id" ports
  object own text workload "$record_id" text ports "$recalled" text host "$remembered_host" text line "$remembered_line" \\
    maybe authorized "$key_line" json server "$server" \\
    text file "$route_state" text domain "$route_domain" text http "$route_http" text tls "$route_tls" \\
    flag answers "$route_router" text liveHttp "$live_http" text liveTls "$live_tls"
  object row text id "$record_id" json own "$own"
  push workloads "$row"
}

workloads= server=null key_lines=
if tunnels_find; then
  recall "$tunnels_id" port
  host_key=$(ssh-keygen -y -P '' -f "$rec_root/$tunnels_id/host_key" 2>/dev/null) || host_key=
  object server number port "$recalled" text hostKey "$host_key"
fi
if [ -f "$tunnels_keys" ]; then
  rec_content key_lines "$tunnels_keys"
  key_lines=$newline$key_lines$newline
fi
route_fresh
each_record reverseproxy look_at_proxy
route_claims
answer json workloads "[$workloads]" json claims "[$claims]"
`,
};
