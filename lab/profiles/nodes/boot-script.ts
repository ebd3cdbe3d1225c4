import { BOOT_FOLDER, MILESTONES, NODE_USER, POOLS } from "./paths.js";

/** Seconds that one entry of the boot folder may take; after that the next one's turn comes. */
export const BOOT_ENTRY_SECONDS = 60;

/**
 * What a node starts with. Its first process joins the node's cgroups and makes these the root of all it can see.
 * Arguments, for both scripts: folder of the node's files, unpacked packages, the node's name, path of its cgroup; and
 * for this one the other script.
 */
export const JOIN_SCRIPT = `set -eu
for hierarchy in /sys/fs/cgroup /sys/fs/cgroup/*; do
  [ ! -e "$hierarchy/$4/cgroup.procs" ] || echo $$ > "$hierarchy/$4/cgroup.procs"
done
exec unshare --cgroup /bin/sh -c "$5" "$3" "$1" "$2" "$3" "$4"
`;

// Programs are the host's with the unpacked packages laid over them, and can only be read. What a node writes is on its
// own disk: a file system in a file, which can hold containers' layers and is there again after a restart. Paths stay
// relative to the node's folder: a comma in its name would be read as part of mount's options.
const DISKS = `cd "$1"
mkdir -p disk root tools
mount --bind "$2" tools
mount -o loop,discard=async ssd.img disk
for part in system pool; do [ -d disk/$part ] || btrfs -q subvolume create disk/$part; done
mkdir -p disk/etc/upper disk/etc/work
mount --bind disk/system root
for place in /*; do [ ! -L "$place" ] || cp -Pf "$place" "root$place"; done
for place in dev etc home opt proc root run srv sys tmp usr usr/local; do mkdir -p root/$place; done
for place in cache lib local log spool tmp; do mkdir -p root/var/$place; done
[ -L root/var/run ] || ln -s /run root/var/run
[ -L root/var/lock ] || ln -s /run/lock root/var/lock
chmod 1777 root/var/tmp
mkdir -p root${POOLS.hdd} root${POOLS.ssd}
mount --bind disk/pool root${POOLS.ssd}
mount -o loop,discard=async hdd.img root${POOLS.hdd}
`;

const PROGRAMS = `cp -an tools/var/. root/var
mount -t overlay -o lowerdir=tools/usr:/usr groundplan-lab root/usr
for part in bin sbin lib; do
  mount -t overlay -o lowerdir=tools/$part:tools/usr/$part:/usr/$part groundplan-lab root/usr/$part
done
mount --bind root/var/local root/usr/local
mkdir -p root/usr/local/bin root/usr/local/sbin
mount -t overlay -o lowerdir=tools/etc:/etc,upperdir=disk/etc/upper,workdir=disk/etc/work groundplan-lab root/etc
`;

const KERNEL = `mount -t proc groundplan-lab root/proc
mount -t sysfs groundplan-lab root/sys
mount -t tmpfs -o mode=0755 groundplan-lab root/run
mount -t tmpfs -o mode=1777 groundplan-lab root/tmp
mount -t tmpfs -o mode=0755 groundplan-lab root/dev
mkdir -p root/dev/net root/dev/pts root/dev/shm root/dev/mqueue root/run/lock root/run/sshd root/run/groundplan-lab
for device in null zero full random urandom tty net/tun fuse kmsg; do
  [ -e /dev/$device ] || continue
  touch root/dev/$device
  mount --bind /dev/$device root/dev/$device
done
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 groundplan-lab root/dev/pts
mount -t tmpfs -o mode=1777 groundplan-lab root/dev/shm
mount -t mqueue groundplan-lab root/dev/mqueue
ln -s pts/ptmx root/dev/ptmx
ln -s /proc/self/fd root/dev/fd
for stream in 0:stdin 1:stdout 2:stderr; do ln -s /proc/self/fd/\${stream%%:*} root/dev/\${stream#*:}; done
`;

// Processes of a node are in a leaf of its cgroup, since version 2 does not allow them beside children. Version 1 has
// one folder a controller, and links that give some of them second names.
const CGROUPS = `leaf() {
  mkdir -p "$1/system"
  for file in cpuset.cpus cpuset.mems; do [ ! -e "$1/$file" ] || [ -e "$1/cgroup.controllers" ] || cat "$1/$file" > "$1/system/$file"; done
  echo $$ > "$1/system/cgroup.procs"
  [ -e "$1/cgroup.controllers" ] || return 0
  for controller in $(cat "$1/cgroup.controllers"); do echo "+$controller" > "$1/cgroup.subtree_control"; done
}
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  mount --bind "/sys/fs/cgroup/$4" root/sys/fs/cgroup
  leaf root/sys/fs/cgroup
else
  mount -t tmpfs -o mode=0755 groundplan-lab root/sys/fs/cgroup
  for hierarchy in /sys/fs/cgroup/*; do
    inside=root$hierarchy
    if [ -L "$hierarchy" ]; then cp -P "$hierarchy" "$inside"
    elif [ -d "$hierarchy/$4" ]; then mkdir "$inside"; mount --bind "$hierarchy/$4" "$inside"; leaf "$inside"
    fi
  done
fi
`;

const SETTINGS = `cp -a files/. root/
chmod 0755 root
chmod 0700 root/root
hostname "$3"
cd root
mkdir run/outside
pivot_root . run/outside
cd /
umount -l /run/outside
rmdir /run/outside
unset LD_LIBRARY_PATH XTABLES_LIBDIR
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
user() {
  grep -q "^$1:" /etc/group || echo "$1:x:$2:" >> /etc/group
  grep -q "^$1:" /etc/passwd || echo "$1:x:$2:$2::$3:$4" >> /etc/passwd
  grep -q "^$1:" /etc/shadow || echo "$1:*:19000:0:99999:7:::" >> /etc/shadow
}
user ${NODE_USER} 770 /home/${NODE_USER} /bin/bash
user sshd 771 /run/sshd /usr/sbin/nologin
user knot 772 /var/lib/knot /usr/sbin/nologin
user bind 773 /var/cache/bind /usr/sbin/nologin
user haproxy 774 /var/lib/haproxy /usr/sbin/nologin
# A password that begins with "!" would lock the account for keys too.
sed -i 's/^root:[^:]*:/root:*:/' /etc/shadow
mkdir -p /home/${NODE_USER}
chown ${NODE_USER}: /home/${NODE_USER}
chown knot: /var/lib/knot
chown bind: /var/cache/bind
ip link set lo up
# Unpacked packages have no file capabilities, by which ping would be everybody's.
echo '0 2147483647' > /proc/sys/net/ipv4/ping_group_range
touch ${MILESTONES.mounted}
`;

const BOOT = `until [ -e ${MILESTONES.connected} ]; do sleep 0.05; done
mkdir -p ${BOOT_FOLDER}
for entry in ${BOOT_FOLDER}/*; do
  { [ -f "$entry" ] && [ -x "$entry" ]; } || continue
  echo "starting $entry"
  timeout --kill-after 5 ${BOOT_ENTRY_SECONDS} "$entry" </dev/null || echo "$entry ended with $?"
done
touch ${MILESTONES.booted}
exec tini -- sleep infinity
`;

/** What makes a node of its first process, in order: disks, programs, settings, network; then what it is to run. */
export const BOOT_SCRIPT = `set -eu\n${DISKS}${PROGRAMS}${KERNEL}${CGROUPS}${SETTINGS}${BOOT}`;
