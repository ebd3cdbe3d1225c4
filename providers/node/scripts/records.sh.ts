/**
 * Records of workloads: one private folder each below `w`, whose `spec.json` tells whose the workload is, what it
 * takes of the node and what it was to be like. Lines before the spec are written in one form only, so that a shell
 * reads them without starting a process. Names that begin with `rec_` are the library's own.
 */
export const RECORDS = `
rec_root=$state_folder/w

# record_read ID: sets record_id, record_folder, record_sort, record_owner (as in JSON), record_token, record_order,
# record_cru, record_mru, record_sru, record_hru and record_state (pending or done); 1 when there is no such record.
record_read() {
  record_id=$1 record_folder=$rec_root/$1
  # A file without content is what a power cut leaves of a new one.
  [ -s "$record_folder/spec.json" ] || return 1
  {
    IFS= read -r rec_begin && IFS= read -r rec_id && IFS= read -r rec_sort_line && IFS= read -r rec_owner &&
      IFS= read -r rec_token && IFS= read -r rec_order && IFS= read -r rec_cru && IFS= read -r rec_mru &&
      IFS= read -r rec_sru && IFS= read -r rec_hru
  } <"$record_folder/spec.json" || rec_broken
  [ "$rec_begin" = "{" ] && [ "$rec_id" = "\\"id\\": \\"$1\\"," ] || rec_broken
  rec_text record_sort sort "$rec_sort_line"
  rec_text record_owner owner "$rec_owner"
  rec_text record_token token "$rec_token"
  rec_number record_order order "$rec_order"
  rec_number record_cru cru "$rec_cru"
  rec_number record_mru mru "$rec_mru"
  rec_number record_sru sru "$rec_sru"
  rec_number record_hru hru "$rec_hru"
  record_state=pending
  if [ -s "$record_folder/state" ]; then read -r record_state <"$record_folder/state" || :; fi
}

rec_broken() {
  fail "$record_folder/spec.json is no valid record any more; put it back as it was, or remove the folder $record_folder if nothing of that workload is left"
}

rec_text() {
  case $3 in "\\"$2\\": \\""*'",') ;; *) rec_broken ;; esac
  rec_value=\${3#"\\"$2\\": \\""}
  rec_value=\${rec_value%'",'}
  eval "$1=\\$rec_value"
}

rec_number() {
  rec_value=\${3#"\\"$2\\": "}
  rec_value=\${rec_value%,}
  [ "\\"$2\\": $rec_value," = "$3" ] || rec_broken
  case $rec_value in '' | *[!0-9]*) rec_broken ;; esac
  eval "$1=\\$rec_value"
}

# same_stack OWNER: whether that owner, as in JSON, is of the stack that this workload is of.
same_stack() { [ "\${1%"\${1#*/*/*/}"}" = "\${owner_text%"\${owner_text#*/*/*/}"}" ]; }

# each_record SORT FUNCTION: calls the function for all workloads of the sort, whosever they are, or for those that
# only names.
each_record() {
  case \${only:-} in
    "$1"-*)
      for rec_only in $only; do
        if record_read "$rec_only"; then "$2"; fi
      done
      return 0 ;;
  esac
  for rec_path in "$rec_root/$1"-*/; do
    rec_path=\${rec_path%/}
    if record_read "\${rec_path##*/}" && [ "$record_sort" = "$1" ]; then "$2"; fi
  done
}

# record_begin: makes sure that the workload is ours and fits on the node, and records it.
record_begin() {
  rec_made=false
  if record_read "$id" && ! same_stack "$record_owner"; then fail "$folder belongs to $record_owner"; fi
  rec_fit
  [ -d "$folder" ] || { mkdir -p "$folder" && rec_made=true; }
  if ! rec_write 2>/dev/null; then
    rm -f "$folder/spec.json.new"
    if [ "$rec_made" = true ]; then rmdir "$folder" 2>/dev/null || :; fi
    fail "cannot write below $folder: is the disk full?"
  fi
  # The line behind it sends the first one on its way: the last line that a script prints is held back as its answer.
  printf 'record begun\\n.\\n'
}

rec_write() {
  printf '{\\n"id": "%s",\\n"sort": "%s",\\n"owner": "%s",\\n"token": "%s",\\n"order": %s,\\n"cru": %s,\\n"mru": %s,\\n"sru": %s,\\n"hru": %s,\\n"spec": %s\\n}\\n' \\
    "$id" "$sort" "$owner_text" "$token" "$order" "$use_cru" "$use_mru" "$use_sru" "$use_hru" "$spec" >"$folder/spec.json.new" &&
    mv -f "$folder/spec.json.new" "$folder/spec.json" && printf 'pending\\n' >"$folder/state"
}

# rec_sum: sets used_… to what all other workloads take.
rec_sum() {
  used_cru=0 used_mru=0 used_sru=0 used_hru=0
  for rec_path in "$rec_root"/*/; do
    rec_path=\${rec_path%/}
    if [ "\${rec_path##*/}" != "$id" ] && record_read "\${rec_path##*/}"; then
      used_cru=$((used_cru + record_cru)) used_mru=$((used_mru + record_mru))
      used_sru=$((used_sru + record_sru)) used_hru=$((used_hru + record_hru))
    fi
  done
}

rec_fit() {
  [ "$use_mru" -gt 0 ] || [ "$use_sru" -gt 0 ] || [ "$use_hru" -gt 0 ] || return 0
  rec_sum
  if { [ "$use_mru" -gt 0 ] && [ $((used_mru + use_mru)) -gt "$room_mru" ]; } ||
    { [ "$use_sru" -gt 0 ] && [ $((used_sru + use_sru)) -gt "$room_sru" ]; } ||
    { [ "$use_hru" -gt 0 ] && [ $((used_hru + use_hru)) -gt "$room_hru" ]; }; then
    printf 'record used %s %s %s %s\\n.\\n' "$used_cru" "$used_mru" "$used_sru" "$used_hru"
    fail "the workload does not fit on the node"
  fi
}

# record_done: the workload is as it was to be.
record_done() { printf 'done\\n' >"$folder/state" || fail "cannot write below $folder: is the disk full?"; }

# record_remove: forgets the workload.
record_remove() { rm -rf "$folder"; }

# record_guard: ends the script when the workload is held by somebody else, or by a later creation.
record_guard() {
  if record_read "$id"; then
    if [ "$record_token" != "$token" ] || ! same_stack "$record_owner"; then
      answer text heldBy "$record_owner"
      exit 0
    fi
  fi
}

# records_in_answer SORT: the answer of this script gets a member more, the records of that sort.
records_in_answer() {
  rec_rows=
  each_record "$1" rec_row
  answer() {
    gp_members "$@" json records "[$rec_rows]"
    printf '%s\\n' "$gp_object"
  }
}

rec_row() {
  object rec_object text id "$record_id" text owner "$record_owner" text token "$record_token" text state "$record_state"
  push rec_rows "$rec_object"
}

# remember NAME VALUE: keeps a text in the workload's folder, readable for root only.
remember() { printf '%s\\n' "$2" >"$folder/keep.$1" || fail "cannot write below $folder: is the disk full?"; }

# recall ID NAME: recalled becomes what that workload remembers under the name, or the empty text.
recall() { rec_content recalled "$rec_root/$1/keep.$2"; }

# rec_content VARIABLE FILE: sets the variable to the file's text without the last line end; empty without a file.
rec_content() {
  rec_all= rec_between=
  if [ -f "$2" ]; then
    while IFS= read -r rec_line || [ -n "$rec_line" ]; do
      rec_all=$rec_all$rec_between$rec_line
      rec_between='
'
    done <"$2"
  fi
  eval "$1=\\$rec_all"
}

# secret_digest VALUE: digest becomes 64 hex digits that tell nothing of the value without the node's own key.
secret_digest() {
  if [ ! -s "$state_folder/key" ]; then
    rec_new=$(head -c 32 /dev/urandom | sha256sum) || fail "the node has no sha256sum"
    put_file "$state_folder/key" 600 "\${rec_new%% *}"
  fi
  rec_content rec_key "$state_folder/key"
  digest=$(printf '%s:%s' "$rec_key" "$1" | sha256sum)
  digest=\${digest%% *}
}
`;
