import type { Daemon } from "../../host/daemon.js";
import { MEMORY } from "./paths.js";

/** Name of the process that holds the gateway's namespaces. */
export const EDGE = "edge";

/** A file that the edge has once it is made. */
const READY = `${MEMORY}/ready`;

// Envoy Gateway reads its certificates from /certs and nowhere else. A root of the edge's own, into which the
// host's folders shine through, can have that folder without the host getting it.
const SCRIPT = `set -e
certs=$1/gateway/config/certs/envoy-gateway
root=$1/gateway/root
mkdir -p "$root"
mount -t tmpfs -o mode=0755 groundplan-lab "$root"
for place in /*; do
  if [ -L "$place" ]; then cp -P "$place" "$root$place"
  elif [ -d "$place" ]; then mkdir "$root$place"; mount --rbind "$place" "$root$place"
  fi
done
mkdir -p "$root/certs" "$root${MEMORY}/outside"
mount --bind "$certs" "$root/certs"
cd "$root"
pivot_root . .${MEMORY}/outside
cd /
umount -l ${MEMORY}/outside
rmdir ${MEMORY}/outside
ip link set lo up
touch ${READY}
exec sleep infinity
`;

/**
 * The process whose mount and network namespaces are the edge: Envoy, which controls it and what watches it live
 * in them, since they insist on ports and a folder of their own.
 */
export function edge(stateFolder: string): Daemon {
  return {
    name: EDGE,
    binary: "/bin/sh",
    args: ["-c", SCRIPT, EDGE, stateFolder],
    ownNamespaces: true,
    probe: { type: "file", path: READY, within: EDGE },
    readyWithinMs: 10_000,
    address: "namespaces of the gateway",
  };
}
