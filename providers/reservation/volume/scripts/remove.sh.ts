import type { NodeScript } from "../../../../clients/node/types.js";
import { POOL } from "./pool.sh.js";

/** Removes a volume that nobody mounts, with its limit. */
export const REMOVE_VOLUME: NodeScript = {
  name: "volume-remove",
  text: `
${POOL}
must_not_be_wanted() {
  recall "$record_id" volumes
  case " $recalled " in *" $id "*) fail "the volume is mounted by $record_id of $record_owner" ;; esac
}

remove_subvolume() {
  if [ -d "$path" ]; then
    [ "$(stat -c %i "$path")" = 256 ] || fail "$path is there and is no subvolume; move it away"
    btrfs -q subvolume delete "$path" >/dev/null
  fi
  [ -n "$number" ] || return 0
  # Its limit can go only when its content has gone; the sync wakes up who takes it away.
  say "waiting until the content of $path is gone"
  btrfs filesystem sync "$pool"
  timeout 600 btrfs subvolume sync "$pool" "$number" >/dev/null
  if btrfs qgroup destroy "0/$number" "$pool" 2>/dev/null; then return 0; fi
  if btrfs qgroup show "$pool" 2>/dev/null | grep -q "^0/$number "; then btrfs qgroup destroy "0/$number" "$pool"; fi
}

remove_project() {
  rm -rf "$path"
  if [ -n "$number" ]; then xfs_quota -x -f -c "limit -p bhard=0 $number" "$(findmnt -n -o TARGET --target "$pool")" >/dev/null; fi
}

each_record container must_not_be_wanted
recall "$id" path
path=$recalled
recall "$id" number
number=$recalled
if [ -n "$path" ]; then
  pool=\${path%/*}
  holders=$(grep -ls -- "/$id[ /]" /proc/[0-9]*/mountinfo || :)
  if [ -n "$holders" ]; then
    holder=\${holders%%/mountinfo*}
    fail "the volume is mounted by the process \${holder#/proc/} ($(tr '\\000' ' ' <"$holder/cmdline" 2>/dev/null || :))"
  fi
  recall "$id" on
  case $recalled in
    btrfs) remove_subvolume ;;
    project) remove_project ;;
  esac
fi
record_remove
`,
};
