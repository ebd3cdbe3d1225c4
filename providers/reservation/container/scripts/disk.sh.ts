/**
 * The root disk of a container with a limit: what the container writes is in a btrfs subvolume of a pool, and podman's
 * own folder of the container leads there. The image stays where podman has it and does not count.
 */
export const DISK = `
# disk_make DRIVER FOLDER PATH: moves what podman has made for a container into a new subvolume.
disk_make() {
  layer=\${2%/diff}
  if [ "$1" != overlay ]; then
    fail "podman keeps containers by $1 here, and only with overlay can their root disk be limited: set diskSize to 0, or let podman use overlay"
  fi
  mkdir -p "\${3%/*}"
  btrfs subvolume create "$3" >/dev/null
  cp -a "$layer/." "$3/"
  rm -rf "$layer"
  ln -s "$3" "$layer"
}

# disk_limit PATH BYTES
disk_limit() {
  if ! btrfs qgroup show "$1" >/dev/null 2>&1; then btrfs quota enable "$1"; fi
  btrfs qgroup limit "$2" "$1"
}

# disk_find PATH: disk_most and disk_used become the limit and what is used, in bytes; empty without a disk or limit.
disk_find() {
  disk_most= disk_used=
  if [ -z "$1" ] || [ ! -d "$1" ]; then return 0; fi
  row=$(btrfs qgroup show -r --raw -f "$1" 2>/dev/null | tail -n 1) || return 0
  read -r _ disk_used _ disk_most _ <<DISK_END
$row
DISK_END
  case $disk_used in '' | *[!0-9]*) disk_used= disk_most= ;; esac
  case $disk_most in *[!0-9]*) disk_most= ;; esac
}

# disk_remove PATH: the subvolume and its accounting.
disk_remove() {
  if [ -z "$1" ]; then return 0; fi
  if [ -d "$1" ]; then
    number=$(btrfs inspect-internal rootid "$1")
    btrfs subvolume delete --commit-after "$1" >/dev/null
    btrfs qgroup destroy "0/$number" "\${1%/*}" 2>/dev/null || :
  fi
  rmdir "\${1%/*}" 2>/dev/null || :
}
`;
