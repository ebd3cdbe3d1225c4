import type { NodeScript } from "../../../../clients/node/types.js";
import { BINARY } from "../../../node/scripts/binary.sh.js";
import { GROUPS } from "./machine.sh.js";

/** Ends k3s with its pods and takes away all that it kept. */
export const REMOVE_KUBERNETES: NodeScript = {
  name: "kubernetes-remove",
  text: `${BINARY}
${GROUPS}
service_remove "$id"
kube_group
for hierarchy in "$group" /sys/fs/cgroup/*/groundplan/"$id"; do
  if [ -d "$hierarchy" ]; then
    find "$hierarchy" -depth -type d -exec rmdir {} +
    rmdir "\${hierarchy%/*}" 2>/dev/null || :
  fi
done
if [ -d "/etc/systemd/system/groundplan-simple@$id.service.d" ]; then
  rm -rf "/etc/systemd/system/groundplan-simple@$id.service.d"
  systemctl daemon-reload
fi
if [ -e "/run/netns/$id" ]; then ip netns delete "$id" 2>/dev/null || rm -f "/run/netns/$id"; fi
recall "$id" binary
program=$recalled

# Folders that machines have their own ones mounted over, each in its own view of the file system; to remove one would
# take it from all of them.
others=false
other() { if [ "$record_id" != "$id" ]; then others=true; fi; }
each_record kubernetes other
if [ "$others" = false ]; then
  for place in /var/lib/kubelet /etc/rancher /var/lib/cni /var/log/pods /var/log/containers /run/k3s /run/flannel; do
    rmdir "$place" 2>/dev/null || :
  done
fi
record_remove
binary_release "$id" "$program"
`,
};
