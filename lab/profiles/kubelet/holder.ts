import type { Daemon } from "../../host/daemon.js";

/** Name of the process that holds the node's namespaces. */
export const HOLDER = "node";

const READY = "/run/groundplan-node";

// The node writes to /run, /var/lib and /var/log as any node does, but into memory: the host's folders shine
// through and stay as they are, the checkout holds no container file systems, and everything is gone with the
// last process in this mount namespace. Containers' layers cannot lie on an overlay, hence their own tmpfs.
// Paths stay relative to the state folder: a comma or colon in its name would be read as part of mount's options.
const SCRIPT = `set -e
cd "$1"
memory=kubelet/memory
mkdir -p $memory
mount -t tmpfs -o mode=0700 groundplan-lab $memory
for place in run var/lib var/log; do
  mkdir -p $memory/$place/upper $memory/$place/work
  mount -t overlay -o lowerdir=/$place,upperdir=$memory/$place/upper,workdir=$memory/$place/work groundplan-lab /$place
done
case $1/ in /run/*|/var/lib/*|/var/log/*) mount --no-canonicalize --bind . "$1" ;; esac
for place in containerd kubelet; do
  mkdir -p /var/lib/$place
  mount -t tmpfs -o mode=0711 groundplan-lab /var/lib/$place
done
ip link set lo up
echo 1 > /proc/sys/net/ipv4/ip_forward
touch ${READY}
exec sleep infinity
`;

/**
 * The process whose mount and network namespaces are the node: containerd, the kubelet and all pods live in
 * them, and they end with the last of these processes.
 */
export function holder(stateFolder: string): Daemon {
  return {
    name: HOLDER,
    binary: "/bin/sh",
    args: ["-c", SCRIPT, "node", stateFolder],
    ownNamespaces: true,
    probe: { type: "file", path: READY, within: HOLDER },
    readyWithinMs: 10_000,
    address: "namespaces of the node",
  };
}
