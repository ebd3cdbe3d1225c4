import type { Together } from "../../node/definition.js";
import { ROUTES } from "./routes.sh.js";

/**
 * Has haproxy forward what the routes of all workloads say: done once for all that were changed at the same time. It
 * is told line by line; it begins anew only when it does not take that. Without a router there is nothing to do.
 */
export const ROUTES_TOGETHER: Together = {
  name: "routes-together",
  reads: ["route"],
  text: `${ROUTES}
routes_prune() {
  for route_file in "$route_domains"/*; do
    route_holder "\${route_file##*/}"
    if [ -z "$route_holder" ]; then rm -f "$route_file"; fi
  done
}

# routes_grow: whether the new version has a line that haproxy does not read yet.
routes_grow() {
  for router_map in http tls; do
    if grep -qvxFf "$router_root/current/$router_map.map" "$router_new/$router_map.map"; then return 0; fi
  done
  return 1
}

routes_bring() {
  router_new_version
  router_write_maps
  routes_more=false
  if cmp -s "$router_new/http.map" "$router_root/current/http.map" &&
    cmp -s "$router_new/tls.map" "$router_root/current/tls.map"; then
    rm -rf "$router_new"
    router_new=
  else
    # What is only taken away cannot be wrong, and has to go even when something else is.
    if routes_grow; then
      routes_more=true
      router_check
    fi
    router_swap
  fi
  if router_tell; then return 0; fi
  if [ -S "$router_run/master.sock" ] && router_reload; then return 0; fi
  service_state "$router_id"
  if [ "$state" != running ] && [ "$routes_more" = false ]; then return 0; fi
  if [ -n "$router_new" ]; then router_swap_back; fi
  fail "haproxy does not answer on this node (its service $router_id: $state): bring up the GatewayRouter again, or look into $router_log"
}

if router_there; then routes_bring; fi
routes_prune
`,
};
