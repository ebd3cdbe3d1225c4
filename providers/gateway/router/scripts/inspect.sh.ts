import type { NodeScript } from "../../../../clients/node/types.js";
import { ROUTER } from "../router.sh.js";

/** Tells of the router what is not as it was made. Parameters: `claim`, what a router has that no second one can have. */
export const ROUTER_INSPECT: NodeScript = {
  name: "router-inspect",
  text: `${ROUTER}
# same_file FILE WANTED NAME: tells of a file that is not as it should be.
same_file() {
  if [ ! -f "$1" ]; then push_text differences "$3: missing"
  elif ! cmp -s "$1" "$2"; then push_text differences "$3: edited"; fi
}

# The maps are compared with what they would be if they were written now.
look_at_files() {
  # A router that was never finished has no settings to compare with.
  if [ -f "$record_folder/haproxy.cfg" ]; then
    same_file "$router_root/current/haproxy.cfg" "$record_folder/haproxy.cfg" haproxy.cfg
  fi
  mkdir -p "$run_folder"
  router_new=$(mktemp -d "$run_folder/router.XXXXXX")
  router_write_maps 2>/dev/null
  same_file "$router_root/current/http.map" "$router_new/http.map" http.map
  same_file "$router_root/current/tls.map" "$router_new/tls.map" tls.map
  rm -rf "$router_new"
}

look_at_process() {
  service_state "$record_id"
  if [ "$state" != running ]; then
    push_text differences "process: $state"
  elif ! router_answers; then
    push_text differences "haproxy: does not answer"
  elif [ -f "$record_folder/haproxy.cfg" ] &&
    ! grep -qxF "  description \\"$router_described\\"" "$record_folder/haproxy.cfg"; then
    push_text differences "haproxy: runs with other settings"
  fi
}

look_at_router() {
  differences=
  look_at_files
  look_at_process
  object own json differences "[$differences]"
  object row text id "$record_id" json own "$own"
  push workloads "$row"
  object row text claim "$claim" text id "$record_id" text owner "$record_owner"
  push claims "$row"
}

workloads= claims=
each_record router look_at_router
answer json workloads "[$workloads]" json claims "[$claims]"
`,
};
