/** How volumes are limited on the file systems that pools may have. */
export const POOL = `
# volume_filesystem PATH: volume_on becomes btrfs or project.
volume_filesystem() {
  case $(stat -f -c %T "$1") in
    btrfs) volume_on=btrfs ;;
    *) volume_on=project ;;
  esac
}

# volume_usage POOL: adds to volume_table, once a pool, what each of its volumes uses and may use, in bytes:
# |<pool>:<number>=<used>/<limit>|. The number is that of the subvolume or the project. volume_on tells which it is.
volume_usage() {
  case $volume_tables in *"|$1|"*) return 0 ;; esac
  volume_tables="$volume_tables|$1|"
  if [ "$volume_on" = btrfs ]; then
    # Only a volume itself has this inode; of one that was just made it is known.
    if [ -z "\${only:-}" ]; then volume_roots="$volume_roots$(stat -c '|%i:%n|' "$1"/volume-* 2>/dev/null || :)"; fi
    volume_lines=$(btrfs qgroup show -r --raw "$1" 2>/dev/null || :)
  else
    volume_lines=$(xfs_quota -x -f -c "report -p -N -n -b" "$(findmnt -n -o TARGET --target "$1")")
  fi
  while read -r volume_number volume_a volume_b volume_c _; do
    case $volume_on/$volume_number in
      btrfs/0/*) volume_row="\${volume_number#0/}=$volume_a/\${volume_c#none}" ;;
      project/\\#*)
        if [ "$volume_c" = 0 ]; then volume_c=; else volume_c=$((volume_c * 1024)); fi
        volume_row="\${volume_number#\\#}=$((volume_a * 1024))/$volume_c" ;;
      *) continue ;;
    esac
    volume_table="$volume_table|$1:$volume_row|"
  done <<LINES
$volume_lines
LINES
}
volume_table= volume_tables= volume_roots=

# volume_is_there PATH: whether the volume is, and no other folder in its place.
volume_is_there() {
  [ -d "$1" ] || return 1
  volume_usage "\${1%/*}"
  if [ "$volume_on" = project ] || [ -n "\${only:-}" ]; then return 0; fi
  case $volume_roots in *"|256:$1|"*) ;; *) return 1 ;; esac
}

# volume_numbers POOL NUMBER: sets used and limit; both are empty when nothing counts, limit when there is none.
volume_numbers() {
  volume_usage "$1"
  used= limit=
  case $volume_table in
    *"|$1:$2="*)
      volume_row=\${volume_table#*"|$1:$2="}
      volume_row=\${volume_row%%|*}
      used=\${volume_row%/*} limit=\${volume_row#*/} ;;
  esac
}
`;
