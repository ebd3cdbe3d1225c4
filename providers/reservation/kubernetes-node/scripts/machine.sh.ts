import { quoted } from "../../../../clients/node/shell-words.js";
import { LOG } from "../../../node/scripts/log.sh.js";
import { NETWORK } from "../../network/place.sh.js";

/**
 * The cgroup of a Kubernetes node, which holds all its processes and those of its pods. systemd makes it where it runs.
 * Needs `id`, and to set limits `memory` in bytes and `quota` in microseconds of a tenth of a second.
 */
export const GROUPS = `
# kube_group: group becomes the cgroup of the machine, as the file system of version 2 or the folder of memory has it.
kube_group() {
  if [ ! -e /sys/fs/cgroup/cgroup.controllers ]; then group=/sys/fs/cgroup/memory/groundplan/$id
  elif [ -d /run/systemd/system ]; then group=/sys/fs/cgroup$(systemctl show --property ControlGroup --value "groundplan-simple@$id.service")
  else group=/sys/fs/cgroup/groundplan/$id
  fi
}

# kube_pids: pids becomes all of its processes.
kube_pids() {
  pids=$(find "$group" -name cgroup.procs -exec cat {} + 2>/dev/null | tr '\\n' ' ') || pids=
}

# kube_limit: sets what the machine gets at most, while it runs too.
kube_limit() {
  if [ -e "$group/memory.max" ]; then
    printf '%s\\n' "$memory" >"$group/memory.max"
    printf '%s 100000\\n' "$quota" >"$group/cpu.max"
  else
    printf '%s\\n' "$memory" >"$group/memory.limit_in_bytes"
    printf '%s\\n' "$quota" >"/sys/fs/cgroup/cpu/groundplan/$id/cpu.cfs_quota_us"
  fi
}

# kube_limits: limit_memory and limit_quota become what it gets at most; empty without a limit.
kube_limits() {
  limit_memory= limit_quota=
  if [ -e "$group/memory.max" ]; then
    read -r limit_memory <"$group/memory.max"
    read -r limit_quota _ <"$group/cpu.max"
  elif [ -e "$group/memory.limit_in_bytes" ]; then
    read -r limit_memory <"$group/memory.limit_in_bytes"
    read -r limit_quota <"/sys/fs/cgroup/cpu/groundplan/$id/cpu.cfs_quota_us" || :
  fi
  limit_memory=\${limit_memory#max} limit_quota=\${limit_quota#max}
}
`;

// Places where k3s and what it starts keep things are its own: folders of the workload, mounted where they are looked
// for in a view of the file system that ends with the last process.
const INSIDE = `kube=$1 program=$2
shift 2
mount --make-rshared /
place() {
  mkdir -p "$2"
  mount --bind "$kube/$1" "$2"
}
place places/kubelet /var/lib/kubelet
place places/rancher /etc/rancher
place places/cni /var/lib/cni
place places/pods /var/log/pods
place places/containers /var/log/containers
place run/k3s /run/k3s
place run/flannel /run/flannel
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  mount -t cgroup2 groundplan /sys/fs/cgroup
  mkdir -p /sys/fs/cgroup/machine
  echo $$ >/sys/fs/cgroup/machine/cgroup.procs
  for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do
    echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control 2>/dev/null || :
  done
else
  for hierarchy in /sys/fs/cgroup/*/; do
    hierarchy=\${hierarchy%/}
    if [ ! -L "$hierarchy" ] && [ -d "$hierarchy/groundplan/$0" ]; then
      mount --bind "$hierarchy/groundplan/$0" "$hierarchy"
    fi
  done
fi
export K3S_DATA_DIR="$kube/data"
exec "$program" "$@"
`;

/**
 * Runs k3s in the foreground. Needs `id`, `network`, `ip`, `kube` (the folder of all it keeps), `memory`, `quota`,
 * `program` and `arguments`.
 */
export const START = `inside=${quoted(INSIDE)}
${LOG}
${NETWORK}
${GROUPS}
fail() { printf '%s\\n' "$*" >&2; exit 1; }
(umask 077; : >"$kube/log")
exec >>"$kube/log" 2>&1
bridge_find "$network" || fail "network $network is not there"
place_bring_up "$id" "$ip"
kube_group

# Pods are in the machine's cgroup too, so that its limits are theirs: it is the root of all that the machine sees.
if [ ! -e /sys/fs/cgroup/cgroup.controllers ]; then
  for hierarchy in /sys/fs/cgroup/*/; do
    hierarchy=\${hierarchy%/}
    if [ -L "$hierarchy" ] || [ ! -e "$hierarchy/cgroup.procs" ]; then continue; fi
    mkdir -p "$hierarchy/groundplan/$id"
    for level in "$hierarchy/groundplan" "$hierarchy/groundplan/$id"; do
      for file in cpuset.cpus cpuset.mems; do
        if [ -e "$level/$file" ]; then cat "$level/../$file" >"$level/$file"; fi
      done
    done
    echo $$ >"$hierarchy/groundplan/$id/cgroup.procs"
  done
  kube_limit
elif [ ! -d /run/systemd/system ]; then
  mkdir -p "$group"
  for level in /sys/fs/cgroup /sys/fs/cgroup/groundplan; do
    for controller in $(cat "$level/cgroup.controllers"); do
      echo "+$controller" >"$level/cgroup.subtree_control" 2>/dev/null || :
    done
  done
  echo $$ >"$group/cgroup.procs"
  kube_limit
fi

# What the machine cannot have must not be promised to pods.
total=$(awk '/^MemTotal:/ { printf "%.0f", $2 * 1024 }' /proc/meminfo)
cpus=$(getconf _NPROCESSORS_ONLN)
reserved=
if [ "$total" -gt "$memory" ]; then reserved=memory=$(((total - memory) / 1024))Ki; fi
if [ "$cpus" -gt $((quota / 100000)) ]; then reserved=\${reserved:+$reserved,}cpu=$((cpus - quota / 100000)); fi

for place in kubelet rancher cni pods containers; do mkdir -p "$kube/places/$place"; done
rm -rf "$kube/run"
mkdir -p "$kube/run/k3s" "$kube/run/flannel"
eval "set -- $arguments"
if [ -n "$reserved" ]; then set -- "$@" "--kubelet-arg=system-reserved=$reserved"; fi
log_keep "$kube/log" &
exec nsenter "--net=/run/netns/$id" unshare --mount --cgroup --propagation slave sh -eu -c "$inside" "$id" "$kube" "$program" "$@"
`;

/** Ends k3s with its pods. Needs `id`. */
export const STOP = `${GROUPS}
# systemd ends what is in a unit's cgroup by itself.
if [ -d /run/systemd/system ]; then exit 0; fi
kube_group
kube_pids
kill -s TERM $pids 2>/dev/null || :
tries=0
while kube_pids; [ -n "$pids" ] && [ $tries -lt 200 ]; do
  tries=$((tries + 1))
  sleep 0.1
done
while kube_pids; [ -n "$pids" ]; do
  kill -s KILL $pids 2>/dev/null || :
  sleep 0.05
done
`;
