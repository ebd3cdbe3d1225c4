import type { Daemon } from "../../host/daemon.js";

/** Name of the process that holds the node's namespaces. */
export const HOLDER = "node";

const READY = "/run/groundplan-node";

// The node writes to /run, /var/lib and /var/log as any node does, but into memory: the host's folders shine
// through and stay as they are, the checkout holds no container file systems, and everything is gone with the
// last process in this mount namespace. Containers' layers cannot lie on an overlay, hence their own tmpfs.
const SCRIPT = `set -e
base=$1/kubelet/memory
mkdir -p "$base"
cd "$1"
mount -t tmpfs -o mode=0700 groundplan-lab "$base"
for place in run var/lib var/log; do
  mkdir -p "$base/$place/upper" "$base/$place/work"
  mount -t overlay -o "lowerdir=/$place,upperdir=$base/$place/upper,workdir=$base/$place/work" groundplan-lab "/$place"
done
case $1/ in /run/*|/var/lib/*|/var/log/*) mount --no-canonicalize --bind . "$1" ;; esac
for place in containerd kubelet; do
  mkdir -p "/var/lib/$place"
  mount -t tmpfs -o mode=0711 groundplan-lab "/var/lib/$place"
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
