import { quoted } from "../../../../clients/node/shell-words.js";
import type { NodeScript } from "../../../../clients/node/types.js";
import { SHELL_WORD } from "../../../node/scripts/shell-word.sh.js";
import { DISCARD } from "./discard.sh.js";
import { DISK } from "./disk.sh.js";
import { IMAGE } from "./image.sh.js";
import { LOOK } from "./look.sh.js";
import { NETWORK } from "../../network/place.sh.js";
import { SECRETS } from "./secrets.sh.js";
import { START, STOP } from "./start.sh.js";

/** Seconds that a container's process may take to begin. */
const LONGEST_START = 60;

/**
 * Brings a container about. It is made anew when what it was made from differs, or when it is not as it was made; else
 * limits and network are put right while it runs. Parameters: see `parameters.ts`.
 */
export const ENSURE_CONTAINER: NodeScript = {
  name: "container-ensure",
  secrets: ["secret_environment"],
  text: `
record_begin
${LOOK}
${NETWORK}
${DISK}
${IMAGE}
${SECRETS}
${DISCARD}
${SHELL_WORD}
disk=
if [ -n "$pool" ]; then disk=$pool/containers/$id; fi
if [ -n "$network" ]; then
  record_read "network-$network" || fail "network $network is not on this node"
  same_stack "$record_owner" || fail "network $network belongs to $record_owner"
  bridge_find "$network" || fail "network $network has no bridge: bring it up again with \\\`pulumi refresh\\\` and \\\`pulumi up\\\`"
  remember network "$network"
fi

# Options of podman that the node alone knows are kept in option_1, option_2, …
options=0
option() { options=$((options + 1)); eval "option_$options=\\$1"; }

mounted=' ' mounted_at=
eval "set -- $volumes"
for volume do
  fields volume_ "$volume"
  record_read "$volume_volume" || fail "volume $volume_volume is not on this node"
  same_stack "$record_owner" || fail "cannot use volume $volume_volume: it belongs to $record_owner"
  recall "$volume_volume" path
  [ -d "$recalled" ] || fail "volume $volume_volume is not at $recalled: bring it up again with \\\`pulumi refresh\\\` and \\\`pulumi up\\\`"
  option "--mount=type=bind,source=$recalled,target=$volume_mountpoint"
  mounted="$mounted$volume_volume "
  object row text volume "$volume_volume" text source "$recalled"
  push mounted_at "$row"
done
remember volumes "$mounted"

recall "$id" image
kept=$image_wanted
case $recalled in "$image "*) kept=\${kept:-\${recalled#"$image "}} ;; esac
recall "$id" pinned
pinned_before=$recalled
image_get "$image" "$repository" "$kept"
remember image "$image $image_digest"
remember pinned "$image_pinned"
secrets_put "$id"
# What stops from here on has to make the container anew.
if [ "$secrets_changed" = true ]; then remember shape ""; fi
remember secrets "$secret_note"

recall "$id" shape
shape_before=$recalled
recall "$id" made
made_before=$recalled
made=
# One that was never finished is made anew, whatever is there.
if [ -n "$shape_before" ]; then
  look "$id"
  seen made "$id"
fi
new_shape="$shape $image_pinned $mounted_at $secret_names"
again=true
if [ -n "$shape_before" ] && [ -n "$made" ] && [ "$made" = "$made_before" ] && [ "$new_shape" = "$shape_before" ]; then again=false; fi
recall "$id" disk
disk_before=$recalled
if [ -n "$disk" ] && [ "$again" = false ] && [ ! -d "$disk" ]; then again=true; fi
monitor=$run_folder/$id.monitor

if [ "$again" = true ]; then
  service_stop "$id"
  remember shape ""
  remember made ""
  container_discard
  disk_remove "$disk_before"
  remember disk "$disk"
  if [ -n "$disk" ] && [ "$disk" != "$disk_before" ]; then disk_remove "$disk"; fi
  for variable in $secret_names; do option "--secret=$id-$variable,type=env,target=$variable"; done
  if [ -n "$network" ]; then
    place_bring_up "$id" "$ip"
    option "--network=ns:/run/netns/$id"
  else
    option --network=none
  fi
  eval "set -- $arguments"
  while [ "$options" -gt 0 ]; do
    eval "set -- \\"\\$option_$options\\" \\"\\$@\\""
    options=$((options - 1))
  done
  podman create --name "$id" --hostname "$id" --label "groundplan.workload=$id" --pull never --image-volume ignore \\
    --no-healthcheck --log-driver k8s-file --log-opt max-size=10mb --conmon-pidfile "$monitor" \\
    --memory "\${memory}m" --memory-swap "\${memory}m" --cpus "$cpu" "$@" "$image_pinned" >/dev/null
  paths=$(podman container inspect --format '{{.GraphDriver.Name}} {{.GraphDriver.Data.UpperDir}}
{{.StaticDir}}/config.json' "$id")
  remember config "\${paths#*
}"
  paths=\${paths%%
*}
  if [ -n "$disk" ]; then disk_make "\${paths%% *}" "\${paths#* }" "$disk"; fi
  remember limits "$memory $cpu"
fi
secrets_remove "$id" "$secret_names"
remember mounted "$mounted_at"
if [ -n "$pinned_before" ] && [ "$pinned_before" != "$image_pinned" ]; then image_release "$pinned_before"; fi

shell_word "$disk"
recall "$id" config
config=$recalled
recall "$id" limits
put_file "$folder/run" 600 "id=$id network=$network ip=$ip disk=$word disk_bytes=$disk_bytes
memory=$memory cpu=$cpu made_memory=\${recalled% *} made_cpu=\${recalled#* } monitor='$monitor'
config='$config'
"
service_define "$id" simple "folder='$folder'
. \\"\\$folder/run\\"
"${quoted(START)} "id=$id
"${quoted(STOP)} "$order"

if [ "$again" = false ]; then
  seen state "$id"
  seen pid "$id"
  if [ "$state" = paused ]; then podman unpause "$id" >/dev/null; state=running; fi
  if [ "$state" = running ] && { [ -z "$network" ] || [ "/proc/$pid/ns/net" -ef "/run/netns/$id" ]; }; then
    podman update --memory "\${memory}m" --memory-swap "\${memory}m" --cpus "$cpu" "$id" >/dev/null
    if [ -n "$disk" ]; then disk_limit "$disk" "$disk_bytes"; fi
    if [ -n "$network" ]; then place_bring_up "$id" "$ip"; fi
  else
    service_stop "$id"
  fi
fi

service_state "$id"
if [ "$state" != running ] || [ ! -e "$folder/started" ]; then
  service_stop "$id"
  rm -f "$folder/started" "$folder/failed"
  service_start "$id"
  begun() { [ -e "$folder/started" ] || [ -e "$folder/failed" ]; }
  wait_until ${LONGEST_START} begun || fail "the container does not begin within ${LONGEST_START} s"
  if [ -e "$folder/failed" ]; then
    service_stop "$id"
    fail "the container does not begin: $(tail -n 1 "$folder/trouble")"
  fi
fi
if [ "$again" = true ]; then
  look "$id"
  seen made "$id"
  remember made "$made"
  remember shape "$new_shape"
fi
record_done
`,
};
