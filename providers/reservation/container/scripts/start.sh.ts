import { DISK } from "./disk.sh.js";
import { NETWORK } from "../../network/place.sh.js";

/** What podman may need of a root disk to start a container, in bytes. */
const ROOM_TO_START = 2 ** 20;

/**
 * What keeps a container running, in the foreground as long as it does. The variables are in the file `run`, which the
 * first line reads. It leaves `started` behind, or `failed` with what was said in `trouble`.
 *
 * Older versions of podman forget limits that were changed while a container ran, so these are set again before its
 * process begins. A full root disk may have no room for what podman makes at each start; it gets some for that time.
 * What podman hands to the container's process has its secrets, too, so it is made readable for root only.
 */
export const START = `
fail() { printf '%s\\n' "$*" >&2; exit 1; }
rm -f "$folder/started" "$folder/failed"
trap ': >"$folder/failed"' EXIT
exec 2>"$folder/trouble"
${NETWORK}
${DISK}
if [ -n "$network" ]; then
  bridge_find "$network" || fail "network $network is not there"
  place_bring_up "$id" "$ip"
fi
begin() {
  if [ "$memory $cpu" != "$made_memory $made_cpu" ]; then
    podman init "$id" >/dev/null || :
    podman update --memory "\${memory}m" --memory-swap "\${memory}m" --cpus "$cpu" "$id" >/dev/null || return 1
  fi
  podman start "$id" >/dev/null
}
if ! begin; then
  if [ -z "$disk" ] || ! grep -q 'quota exceeded' "$folder/trouble"; then exit 1; fi
  disk_limit "$disk" $((disk_bytes + ${ROOM_TO_START}))
  begun=true
  begin || begun=false
  disk_limit "$disk" "$disk_bytes"
  "$begun"
fi
chmod 600 "$config"
if [ -n "$disk" ]; then disk_limit "$disk" "$disk_bytes"; fi
read -r keeper <"$monitor" || [ -n "$keeper" ]
trap - EXIT
: >"$folder/started"
exec tail --pid="$keeper" -f /dev/null
`;

/** Ends a container: it is asked to, and after ten seconds killed. Needs `id`. */
export const STOP = `podman stop --ignore --time 10 "$id" >/dev/null`;
