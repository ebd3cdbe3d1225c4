import type { NodeScript } from "../../../../clients/node/types.js";
import { DISCARD } from "./discard.sh.js";
import { DISK } from "./disk.sh.js";
import { IMAGE } from "./image.sh.js";
import { SECRETS } from "./secrets.sh.js";

/** Takes a container away with everything that was made for it; its volumes and its network stay. */
export const REMOVE_CONTAINER: NodeScript = {
  name: "container-remove",
  text: `
${DISCARD}
${DISK}
${IMAGE}
${SECRETS}
service_remove "$id"
container_discard
secrets_list "$id"
secrets_remove "$id" ' '
recall "$id" disk
disk_remove "$recalled"
if [ -e "/run/netns/$id" ]; then
  ip -n "$id" link delete dev eth0 2>/dev/null || :
  ip netns delete "$id" 2>/dev/null || rm -f "/run/netns/$id"
fi
rm -f "$run_folder/$id.monitor"
recall "$id" pinned
image_release "$recalled"
recall "$id" fetching
if [ -n "$recalled" ]; then podman rmi "$recalled" >/dev/null 2>&1 || :; fi
record_remove
`,
};
