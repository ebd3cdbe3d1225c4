import type { NodeScript } from "../../../../clients/node/types.js";
import { quoted } from "../../../../clients/node/shell-words.js";
import { LOG } from "../../../node/scripts/log.sh.js";
import { SHELL_WORD } from "../../../node/scripts/shell-word.sh.js";
import { ROUTER } from "../router.sh.js";
import { ROUTER_CONFIG } from "./config.sh.js";

/** Runs haproxy in the foreground. Needs `router_root` and `router_run`. */
const RUN = `${LOG}
umask 077
mkdir -p "$router_run"
: >"$router_run/log"
log_keep "$router_run/log" &
ulimit -n "$(ulimit -H -n)" 2>/dev/null || :
exec haproxy -W -S "$router_run/master.sock,mode,600" -f "$router_root/current/haproxy.cfg" \\
  >>"$router_run/log" 2>&1 </dev/null
`;

/** Parameters: `http_port`, `https_port`, `bind`, `connect_timeout` and `idle_timeout` (seconds). */
export const ROUTER_ENSURE: NodeScript = {
  name: "router-ensure",
  text: `${ROUTER}${ROUTER_CONFIG}${SHELL_WORD}
router_program=${quoted(RUN)}

refuse_other_router() {
  [ "$record_id" = "$id" ] || fail "this node has a router already, which is $record_owner's"
}

# settled: whether haproxy answers or has failed for good.
settled() {
  if router_answers; then return 0; fi
  # What systemd said before is old by now.
  svc_states=
  service_state "$id"
  [ "$state" = failed ]
}

start_haproxy() {
  service_start "$id"
  if ! wait_until 20 settled || [ -z "$router_described" ]; then
    router_log_before=0
    reason=$(router_why)
    service_stop "$id"
    fail "haproxy does not start: $reason"
  fi
}

begin_anew() {
  if router_reload; then return 0; fi
  reason=$(router_why)
  if [ -n "$router_new" ]; then
    router_swap_back
    # Without it, haproxy would wait for settings that it can take, and would not be looked after meanwhile.
    echo reload | router_ask master.sock >/dev/null || :
  fi
  fail "haproxy does not take the new settings, and goes on with those that it has: $reason"
}

make_version() {
  router_config
  router_new_version
  printf '%s' "$router_text" >"$router_new/haproxy.cfg" || fail "cannot write below $router_root: is the disk full?"
  router_write_maps
  changed=false
  for file in haproxy.cfg http.map tls.map; do
    cmp -s "$router_new/$file" "$router_root/current/$file" || changed=true
  done
  if [ "$changed" = false ]; then
    rm -rf "$router_new"
    router_new=
  else
    router_check
    router_swap
  fi
}

bring_to_life() {
  shell_word "$router_root"
  settings="router_root=$word"
  shell_word "$router_run"
  service_define "$id" simple "$settings
router_run=$word
$router_program" '' "$order"
  if [ "$service_changed" = true ]; then service_stop "$id"; fi
  service_state "$id"
  if [ "$state" = running ] && ! router_answers && ! router_reload; then
    service_stop "$id"
    state=stopped
  fi
  if [ "$state" != running ]; then start_haproxy; fi
  if [ "$router_described" != "groundplan \${router_digest%% *}" ]; then
    begin_anew
    return 0
  fi
  router_tell || begin_anew
}

have haproxy || fail "haproxy is not installed on this node"
each_record router refuse_other_router
record_begin
mkdir -p "$router_root/empty" "$run_folder"
make_version
put_file "$router_root/id" 600 "$id
"
bring_to_life
put_file "$folder/haproxy.cfg" 600 "$router_text"
record_done
`,
};
