import type { NodeScript } from "../../../clients/node/types.js";
import { ROUTES } from "../routes/routes.sh.js";

/** Parameters: `domain`, `addr`, `http_port`, `tls_port`; 0 is no port. */
export const PROXY_ENSURE: NodeScript = {
  name: "proxy-ensure",
  text: `${ROUTES}
route_claim "$domain"
route_address "$addr"
record_begin
remember addr "$addr"
route_put "$domain" "$route_address" "$http_port" "$route_address" "$tls_port"
record_done
`,
};

/** Tells of each route what its file says, what haproxy does, and where a host name leads now. */
export const PROXY_INSPECT: NodeScript = {
  name: "proxy-inspect",
  text: `${ROUTES}
look_at_proxy() {
  recall "$record_id" domain
  route_live "$recalled"
  route_read "$record_id"
  recall "$record_id" addr
  addresses=
  if route_is_name "$recalled"; then
    for address in $(getent ahosts "$recalled" | awk '!seen[$1]++ { print $1 }'); do push_text addresses "$address"; done
  fi
  object own text file "$route_state" text domain "$route_domain" text http "$route_http" text tls "$route_tls" \\
    flag answers "$route_router" text liveHttp "$live_http" text liveTls "$live_tls" json addresses "[$addresses]"
  object row text id "$record_id" json own "$own"
  push workloads "$row"
}

workloads=
route_fresh
each_record proxy look_at_proxy
route_claims
answer json workloads "[$workloads]" json claims "[$claims]"
`,
};

/** Forgets the route. */
export const PROXY_REMOVE: NodeScript = {
  name: "proxy-remove",
  text: `${ROUTES}
route_drop
record_remove
`,
};
