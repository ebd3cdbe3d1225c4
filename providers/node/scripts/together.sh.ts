/**
 * Brings about and removes several workloads of one sort in one script: each in a shell of its own, so that one that
 * fails fails alone, and then does once what all of them need. When that fails they are tried one by one, and what one
 * of them would have had others do is taken back. Needs the functions of `records.sh.ts`, and `group_ensure`,
 * `group_remove` and `group_whole`. Names that begin with `group_` are the library's own.
 */
export const TOGETHER = `
# group_run: works on members, a list of what to do, id and parameters of each. group_rows becomes what came of them, and
# group_made the ids of those that were brought about.
group_run() {
  # One that was cut short has left its own; nobody else is here with the node's lock held.
  group_folder=$run_folder/group
  rm -rf "$group_folder"
  mkdir -p "$group_folder"
  group_count=0 group_went=
  eval "set -- $members"
  while [ $# -gt 0 ]; do
    group_count=$((group_count + 1))
    group_at=$group_folder/$group_count
    group_tell work "$1"
    group_tell id "$2"
    group_begin "$3"
    shift 3
  done
  if [ -n "$group_went" ]; then group_together; fi
  group_results
  rm -rf "$group_folder"
}

# group_begin PARAMETERS: works on the member at group_at.
group_begin() {
  group_read
  group_keep
  # A shell that is part of a condition would go on after errors.
  set +e
  (
    set -e
    # What is done is so only when it was done for all.
    record_done() { :; }
    fields "" "$1"
    "group_$group_work"
  ) >"$group_at.out" 2>"$group_at.err"
  group_code=$?
  set -e
  group_tell code "$group_code"
  if [ "$group_code" = 0 ]; then group_went="$group_went $group_count"; fi
  printf 'member %s\\n.\\n' "$group_count"
}

group_tell() { printf '%s\\n' "$2" >"$group_at.$1"; }

group_read() {
  read -r group_work <"$group_at.work"
  read -r group_id <"$group_at.id"
  group_of=$rec_root/$group_id
}

# group_keep: sets aside what may have to be put back.
group_keep() {
  case $group_work in
    remove) if [ -d "$group_of" ]; then cp -a "$group_of" "$group_at.before"; fi ;;
    *) group_each_file group_copy_before ;;
  esac
}

group_each_file() {
  for group_file in $group_files; do "$1"; done
}

group_copy_before() {
  if [ -f "$group_of/$group_file" ]; then
    mkdir -p "$group_at.before"
    cp -p "$group_of/$group_file" "$group_at.before/"
  fi
}

group_move_after() {
  if [ -f "$group_of/$group_file" ]; then
    mkdir -p "$group_at.after"
    mv "$group_of/$group_file" "$group_at.after/"
  fi
}

group_put_before() { if [ -f "$group_at.before/$group_file" ]; then cp -p "$group_at.before/$group_file" "$group_of/"; fi; }

group_put_after() {
  rm -f "$group_of/$group_file"
  if [ -f "$group_at.after/$group_file" ]; then cp -p "$group_at.after/$group_file" "$group_of/"; fi
}

# group_take_back: the member at group_at is as it was before, but for its record.
group_take_back() {
  group_read
  if [ "$group_work" = ensure ]; then
    group_each_file group_move_after
    group_each_file group_put_before
  elif [ -s "$group_at.before/spec.json" ]; then
    rm -rf "$group_of"
    cp -a "$group_at.before" "$group_of"
  fi
}

# group_put_again: the member at group_at is as it was made.
group_put_again() {
  group_read
  if [ "$group_work" = ensure ]; then group_each_file group_put_after; else rm -rf "$group_of"; fi
}

# group_try: does once what all need; group_tried becomes its exit code.
group_try() {
  set +e
  (
    set -e
    group_whole
  ) >/dev/null 2>"$group_folder/err"
  group_tried=$?
  set -e
}

group_together() {
  group_try
  if [ "$group_tried" = 0 ]; then return 0; fi
  for group_number in $group_went; do
    group_at=$group_folder/$group_number
    group_take_back
  done
  case $group_went in
    ' '*' '*) ;;
    *)
      group_blame
      return 0 ;;
  esac
  for group_number in $group_went; do
    group_at=$group_folder/$group_number
    group_put_again
    group_try
    if [ "$group_tried" != 0 ]; then
      group_take_back
      group_blame
    fi
  done
}

group_blame() {
  group_tell code "$group_tried"
  cp "$group_folder/err" "$group_at.err"
}

group_results() {
  group_rows= group_made=
  group_number=0
  while [ "$group_number" -lt "$group_count" ]; do
    group_number=$((group_number + 1))
    group_at=$group_folder/$group_number
    group_read
    read -r group_code <"$group_at.code"
    group_said= group_out= group_begun=false
    if [ "$group_code" != 0 ]; then
      group_said=$(tail -n 3 "$group_at.err")
      if grep -qx 'record begun' "$group_at.out"; then group_begun=true; fi
    elif [ "$group_work" = remove ]; then
      rec_content group_out "$group_at.out"
    else
      group_made="$group_made $group_id"
      printf 'done\\n' >"$group_of/state" || fail "cannot write below $group_of: is the disk full?"
    fi
    object group_row number code "$group_code" flag begun "$group_begun" text said "$group_said" text out "$group_out"
    push group_rows "$group_row"
  done
}
`;
