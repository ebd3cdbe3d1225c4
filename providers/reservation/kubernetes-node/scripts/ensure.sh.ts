import { quoted } from "../../../../clients/node/shell-words.js";
import type { NodeScript } from "../../../../clients/node/types.js";
import { BINARY } from "../../../node/scripts/binary.sh.js";
import { SHELL_WORD } from "../../../node/scripts/shell-word.sh.js";
import { NETWORK } from "../../network/place.sh.js";
import { LOOK } from "./look.sh.js";
import { GROUPS, START, STOP } from "./machine.sh.js";

/**
 * Parameters: `network`, `ip`, `role` (server or agent), `master`, `ingress`, `cluster_secret`, `datastore` (k3s's
 * configuration), `memory`, `quota`, `patience` in seconds, and those of the program.
 */
export const ENSURE_KUBERNETES: NodeScript = {
  name: "kubernetes-ensure",
  secrets: ["cluster_secret", "datastore"],
  text: `${NETWORK}
${BINARY}
${SHELL_WORD}
${GROUPS}
${LOOK}
kube_start=${quoted(START)}
kube_stop=${quoted(STOP)}
record_begin
record_read "network-$network" || fail "network $network is not on this node"
same_stack "$record_owner" || fail "network $network belongs to $record_owner"
bridge_find "$network" || fail "network $network has no bridge: bring it up again with \\\`pulumi refresh\\\` and \\\`pulumi up\\\`"
remember network "$network"
remember ip "$ip"
remember role "$role"
binary_get "$binary_url" "$binary_sha256" "$binary_path"
recall "$id" binary
program_before=$recalled
remember binary "$binary"

kube=$folder/k3s
mkdir -p "$kube"
put_file "$kube/token" 600 "$cluster_secret"
if [ -n "$datastore" ]; then put_file "$kube/config.yaml" 600 "$datastore"; else rm -f "$kube/config.yaml"; fi
kube_secrets
remember secrets "$digest"
kube_name
if [ "$role" = server ]; then
  set -- server "--write-kubeconfig=$kube/kubeconfig" --write-kubeconfig-mode=600 "--advertise-address=$ip" "--tls-san=$ip"
else
  set -- agent "--server=https://$master:6443"
fi
set -- "$@" "--data-dir=$kube/data" "--token-file=$kube/token" "--node-name=$name" "--node-ip=$ip" --flannel-iface=eth0
if [ -n "$datastore" ]; then set -- "$@" "--config=$kube/config.yaml"; fi
if [ "$role" = server ] && [ "$ingress" = false ]; then set -- "$@" --disable=traefik; fi
words=
for argument do
  shell_word "$argument"
  words="$words $word"
done

settings=
for setting in id network ip kube memory quota; do
  eval "shell_word \\"\\$$setting\\""
  settings="$settings$setting=$word
"
done
shell_word "$binary"
settings="\${settings}program=$word
"
shell_word "$words"
settings="\${settings}arguments=$word
"
systemd_limits=/etc/systemd/system/groundplan-simple@$id.service.d
if [ -d /run/systemd/system ]; then
  mkdir -p "$systemd_limits"
  put_file "$systemd_limits/limits.conf" 644 "[Service]
MemoryMax=$memory
CPUQuota=$((quota / 1000))%
Delegate=yes
"
  systemctl daemon-reload
fi
service_define "$id" simple "$settings$kube_start" "id=$id
$kube_stop" "$order"
if [ "$service_changed" = true ]; then service_stop "$id"; fi
service_start "$id"
if [ -n "$program_before" ] && [ "$program_before" != "$binary" ]; then binary_release "$id" "$program_before"; fi

kube_group
kube_limits
if [ -n "$limit_memory" ] && [ "$limit_memory $limit_quota" != "$memory $quota" ]; then kube_limit; fi
place_find "$id"
if [ "$place" = true ] && [ "$place_address" != "$ip/$prefix" ]; then place_bring_up "$id" "$ip"; fi
say "waiting for the Kubernetes node to become ready"
deadline=$(($(date +%s) + patience))
until kube_ready; do
  svc_states=
  service_state "$id"
  if [ "$state" = failed ] || [ "$(date +%s)" -ge "$deadline" ]; then
    fail "the Kubernetes node is not ready: $trouble; it said last: $(tail -n 1 "$kube/log" 2>/dev/null || :)"
  fi
  sleep 0.3
done
record_done
`,
};
