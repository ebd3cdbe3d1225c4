/**
 * Images on the node. One that was fetched for a container is noted below `$state_folder/images`, and goes with the last
 * container that runs it; one that was there before stays. Needs `id`.
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

# image_get REFERENCE REPOSITORY DIGEST: image_pinned and image_digest become the image's; DIGEST may be empty.
image_get() {
  image_digest=$3 image_note=false
  if [ -z "$image_digest" ]; then
    if image_missing "$1"; then image_note=true; fi
    image_fetch "$1"
    image_digest=$(podman image inspect --format '{{.Digest}}' "$1")
  elif image_missing "$2@$image_digest"; then
    image_note=true
    image_fetch "$2@$image_digest"
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
