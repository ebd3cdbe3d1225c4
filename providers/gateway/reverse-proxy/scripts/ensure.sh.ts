import type { NodeScript } from "../../../../clients/node/types.js";
import { ROUTES } from "../../routes/routes.sh.js";
import { TUNNELS } from "../../tunnels/scripts/tunnels.sh.js";
import { TUNNEL_PORTS } from "./ports.sh.js";

/**
 * Parameters: `domain`, `host` (where clients dial), and `key_line`, the key's line with `@http` and `@tls` in the places
 * of the ports. The secret itself never gets here.
 */
export const REVERSE_PROXY_ENSURE: NodeScript = {
  name: "reverse-proxy-ensure",
  text: `${ROUTES}${TUNNELS}${TUNNEL_PORTS}
tunnels_find || fail "there are no tunnels on this node: it needs a GatewayTunnels"
route_claim "$domain"
record_begin
route_ports=
route_read "$id"
if [ "$route_state" = kept ]; then route_ports="\${route_http#127.0.0.1 } \${route_tls#127.0.0.1 }"; fi
line=
if [ -f "$tunnels_keys" ]; then line=$(grep " $id\\$" "$tunnels_keys" || :); fi
recall "$id" ports
former=$recalled
ports_choose "$line" "$route_ports"
http_port=\${ports% *} tls_port=\${ports#* }
line=\${key_line%%@http*}$http_port\${key_line#*@http}
line=\${line%%@tls*}$tls_port\${line#*@tls}
remember ports "$ports"
remember host "$host"
remember line "$line"
tunnels_key "$id" "$line"
if [ "$keys_changed" = true ]; then tunnels_end $former $ports; fi
route_put "$domain" 127.0.0.1 "$http_port" 127.0.0.1 "$tls_port"
record_done
`,
};
