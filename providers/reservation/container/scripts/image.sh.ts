/**
 * Images on the node. One that was fetched for a container is noted below `$state_folder/images`, and goes with the last
 * container that runs it; one that was there before stays. A tag is looked up once in each command of ours, however many
 * containers that makes of it. Needs `id` and `command`.
 */
export const IMAGE = `
# image_fetch REFERENCE
image_fetch() {
  say "fetching $1"
  if ! said=$(podman pull --quiet "$1" 2>&1 </dev/null); then
    fail "the image $1 cannot be fetched: $(printf '%s\\n' "$said" | tail -n 1)"
  fi
}

# image_missing REFERENCE: whether it has to be fetched, by a workload that was cut off while it did so, too.
image_missing() {
  recall "$id" fetching
  if [ "$recalled" != "$1" ] && podman image exists "$1"; then return 1; fi
  remember fetching "$1"
}

# image_seen REFERENCE: image_digest becomes what this command has found the reference to stand for; empty before that.
image_seen() {
  image_digest=
  [ -s "$run_folder/tags" ] || return 0
  {
    IFS= read -r image_command
    if [ "$image_command" != "$command" ]; then return 0; fi
    while read -r image_name image_value; do
      if [ "$image_name" = "$1" ]; then image_digest=$image_value; fi
    done
  } <"$run_folder/tags"
}

# image_remember REFERENCE: the same for the workloads that come next.
image_remember() {
  image_command=
  if [ -s "$run_folder/tags" ]; then IFS= read -r image_command <"$run_folder/tags"; fi
  if [ "$image_command" != "$command" ]; then printf '%s\\n' "$command" >"$run_folder/tags"; fi
  printf '%s %s\\n' "$1" "$image_digest" >>"$run_folder/tags"
}

# image_get REFERENCE REPOSITORY DIGEST: image_pinned and image_digest become the image's; DIGEST may be empty.
image_get() {
  image_digest=$3 image_note=false
  if [ -n "$3" ]; then
    if image_missing "$2@$3"; then
      image_note=true
      image_fetch "$2@$3"
    fi
  else
    image_seen "$1"
    # Fetched by its digest it would have a second name, and outlive its last container.
    if [ -z "$image_digest" ] || ! podman image exists "$2@$image_digest"; then
      if image_missing "$1"; then image_note=true; fi
      image_fetch "$1"
      image_digest=$(podman image inspect --format '{{.Digest}}' "$1")
      image_remember "$1"
    fi
  fi
  image_pinned=$2@$image_digest
  if [ "$image_note" = true ]; then
    mkdir -p "$state_folder/images"
    put_file "$state_folder/images/\${image_digest#*:}" 600 "$image_pinned"
    remember fetching ""
  fi
}

# image_release REFERENCE: removes what was fetched, unless another container runs it.
image_release() {
  image_file=$state_folder/images/\${1#*@*:}
  if [ -n "$1" ] && [ -f "$image_file" ] && podman rmi "$1" >/dev/null 2>&1; then
    rm -f "$image_file"
    rmdir "$state_folder/images" 2>/dev/null || :
  fi
}
`;
