import type { NodeScript } from "../../../../clients/node/types.js";
import { ROUTES } from "../../routes/routes.sh.js";
import { TUNNELS } from "../../tunnels/scripts/tunnels.sh.js";

/** Takes the route and the key away, and ends the tunnel. */
export const REVERSE_PROXY_REMOVE: NodeScript = {
  name: "reverse-proxy-remove",
  text: `${ROUTES}${TUNNELS}
recall "$id" ports
route_drop
if [ -f "$tunnels_keys" ]; then
  tunnels_key "$id" ''
  if [ "$keys_changed" = true ]; then tunnels_end $recalled; fi
fi
record_remove
`,
};
