import type { NodeScript } from "../types.js";

/** Looks at a node and changes nothing on it. Parameters: `pools`, folders by type of disk. */
export const PROBE: NodeScript = {
  name: "probe",
  text: String.raw`
# version_line COMMAND …: the first line that has a version in it, or just the first.
version_line() {
  "$@" 2>&1 </dev/null | awk '
    NR == 1 { first = $0 }
    /[0-9][.][0-9]/ { first = $0; exit }
    END { print first }' || :
}

tools=
tool() {
  tool_name=$1
  shift
  if have "$tool_name"; then object row text name "$tool_name" text version "$(version_line "$tool_name" "$@")"; push tools "$row"; fi
}
tool podman --version
tool runc --version
tool crun --version
tool conmon --version
tool wg --version
tool wireguard-go --version
tool nft --version
tool ip -V
tool btrfs --version
tool xfs_quota -V
tool setquota -V
tool systemctl --version
tool haproxy -v
tool knotd --version
tool knotc --version
tool kdig --version
tool named -v
tool rndc -h
tool nsupdate -V
tool dig -v
tool sshd -V
tool socat -V
tool curl --version

cgroup=0
case $(stat -f -c %T /sys/fs/cgroup 2>/dev/null || :) in
  cgroup2fs) cgroup=2 ;;
  tmpfs) if [ -d /sys/fs/cgroup/memory ]; then cgroup=1; fi ;;
esac
if [ -d /run/systemd/system ]; then systemd=true; else systemd=false; fi

# In a network of its own, so that nothing is seen of it; else by what is loaded or can be.
kernel_wireguard=false
if have unshare && have ip && unshare -n ip link add gp-probe type wireguard 2>/dev/null; then kernel_wireguard=true
elif [ -d /sys/module/wireguard ]; then kernel_wireguard=true
fi

space() {
  space_size= space_free=
  if space_line=$(stat -f -c '%S %b %a' "$1" 2>/dev/null); then
    set -- $space_line
    space_size=$(($1 * $2)) space_free=$(($1 * $3))
  fi
}

found_pools=
eval "set -- $pools"
while [ $# -gt 0 ]; do
  disk=$1 folder=$2
  shift 2
  exists=false filesystem= quota=none size= free=
  if [ -d "$folder" ]; then
    exists=true
    filesystem=$(stat -f -c %T "$folder")
    mounted=
    if have findmnt; then mounted=$(findmnt -n -o FSTYPE,OPTIONS --target "$folder" 2>/dev/null || :); fi
    case $filesystem in ext2/ext3 | UNKNOWN*) if [ -n "$mounted" ]; then filesystem=$(printf '%s\n' "$mounted" | awk '{ print $1; exit }'); fi ;; esac
    case $filesystem in
      btrfs) if have btrfs && btrfs qgroup show "$folder" >/dev/null 2>&1; then quota=qgroup; fi ;;
      *) case ,$(printf '%s\n' "$mounted" | awk '{ print $2; exit }'), in *,prjquota,* | *,pquota,*) quota=project ;; esac ;;
    esac
    space "$folder"
    size=$space_size free=$space_free
  fi
  object row text disk "$disk" text path "$folder" flag exists "$exists" maybe filesystem "$filesystem" text quota "$quota" number size "$size" number free "$free"
  push found_pools "$row"
done

workloads=
for folder in "$state_folder"/w/*/; do
  if [ -d "$folder" ]; then folder=$(basename "$folder"); push_text workloads "$folder"; fi
done

existing=$state_folder
while [ ! -d "$existing" ]; do existing=$(dirname "$existing"); done
space "$existing"

os_id= os_version=
if [ -r /etc/os-release ]; then
  os_id=$(. /etc/os-release; printf %s "$ID")
  os_version=$(. /etc/os-release; printf %s "$VERSION_ID") || os_version=
fi
boot=
if [ -r /proc/sys/kernel/random/boot_id ]; then read -r boot </proc/sys/kernel/random/boot_id; fi

answer text kernel "$(uname -r)" text architecture "$(uname -m)" text hostname "$(uname -n)" \
  maybe osId "$os_id" maybe osVersion "$os_version" maybe bootId "$boot" number clock "$(date +%s)" \
  number user "$(id -u)" number cgroup "$cgroup" flag systemd "$systemd" flag kernelWireguard "$kernel_wireguard" \
  number memory "$(awk '/^MemTotal:/ { printf "%.0f", $2 * 1024 }' /proc/meminfo)" number cpus "$(getconf _NPROCESSORS_ONLN)" \
  number diskSize "$space_size" number diskFree "$space_free" \
  json tools "[$tools]" json pools "[$found_pools]" json workloads "[$workloads]"
`,
};
