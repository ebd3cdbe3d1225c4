import type { NodeScript } from "../../../../clients/node/types.js";
import { POOL } from "./pool.sh.js";

/** Makes a volume, or sets the limit of one that is there. Parameters: `pool`, `size_gib`. */
export const ENSURE_VOLUME: NodeScript = {
  name: "volume-ensure",
  text: `
${POOL}
must_fit() {
  volume_numbers "$pool" "$number"
  if [ -n "$used" ] && [ "$used" -ge "$bytes" ]; then
    if [ -z "$limit" ] || [ "$bytes" -lt "$limit" ]; then
      fail "the volume cannot be limited to $size_gib GiB: $used bytes are used"
    fi
  fi
}

btrfs_volume() {
  if [ ! -d "$path" ]; then
    umask 022
    btrfs -q subvolume create "$path" >/dev/null
    umask 077
    number=
  elif [ "$(stat -c %i "$path")" != 256 ]; then
    fail "$path is there and is no subvolume; move it away"
  else
    recall "$id" number
    number=$recalled
    btrfs filesystem sync "$pool"
  fi
  if [ -z "$number" ]; then
    number=$(btrfs inspect-internal rootid "$path")
    remember number "$number"
  else
    must_fit
  fi
  if btrfs qgroup limit "$bytes" "$path" 2>/dev/null; then return 0; fi
  say "switching on the quota of $pool"
  btrfs quota enable "$pool"
  btrfs quota rescan -w "$pool" >/dev/null
  btrfs qgroup limit "$bytes" "$path"
}

highest_project() {
  if [ "$record_id" != "$id" ]; then
    recall "$record_id" number
    if [ "\${recalled:-0}" -gt "$number" ]; then number=$recalled; fi
  fi
}

project_volume() {
  recall "$id" number
  number=$recalled
  if [ -z "$number" ]; then
    number=1000000
    each_record volume highest_project
    number=$((number + 1))
    remember number "$number"
  fi
  if [ -d "$path" ]; then must_fit; else mkdir -m 755 "$path"; fi
  xfs_quota -x -f -c "project -s -p $path $number" -c "limit -p bhard=\${size_gib}g $number" \\
    "$(findmnt -n -o TARGET --target "$pool")" >/dev/null
}

path=$pool/$id
bytes=$((size_gib * 1073741824))
[ -d "$pool" ] || fail "the pool $pool is not there"
recall "$id" path
if [ -n "$recalled" ] && [ "$recalled" != "$path" ]; then
  fail "the volume is at $recalled, and the pool was moved to $pool; move the volume, too, or take the setting back"
fi
record_begin
remember path "$path"
recall "$id" on
volume_on=$recalled
if [ -z "$volume_on" ]; then
  volume_filesystem "$pool"
  remember on "$volume_on"
fi
"\${volume_on}_volume"
record_done
`,
};
