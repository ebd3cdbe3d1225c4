/**
 * Programs that the operator supplies. They are kept by their digest in `$state_folder/bin`; nothing is run before its
 * digest is found to be the wanted one. The address goes to curl by its standard input, and is told without its query.
 */
export const BINARY = `
# binary_get URL SHA256 PATH: binary becomes the path of a program; PATH is one that is on the node already.
binary_get() {
  if [ -n "$3" ]; then
    binary=$3
    if [ ! -f "$binary" ] || [ ! -x "$binary" ]; then fail "there is no program $binary on this node"; fi
    return 0
  fi
  binary=$state_folder/bin/$2
  if [ -x "$binary" ] && binary_digest "$binary" && [ "$binary_found" = "$2" ]; then return 0; fi
  binary_shown=\${1%%[?#]*}
  have curl || fail "curl is not installed on this node: it is what fetches $binary_shown"
  mkdir -p "$state_folder/bin"
  binary_new=$binary.new
  say "fetching $binary_shown"
  if ! binary_said=$(printf 'url = "%s"\\n' "$1" | curl --config - --fail --silent --show-error --location \\
    --globoff --proto =http,https --connect-timeout 20 --output "$binary_new" 2>&1); then
    rm -f "$binary_new"
    fail "$binary_shown cannot be fetched: $(printf '%s\\n' "$binary_said" | sed 's/[?][^ ]*//g' | tail -n 1)"
  fi
  binary_digest "$binary_new"
  if [ "$binary_found" != "$2" ]; then
    rm -f "$binary_new"
    fail "$binary_shown has the SHA-256 $binary_found and was to have $2; nothing of it was run"
  fi
  chmod 0700 "$binary_new"
  mv -f "$binary_new" "$binary"
}

# binary_digest FILE: binary_found becomes its SHA-256.
binary_digest() {
  binary_found=$(sha256sum "$1")
  binary_found=\${binary_found%% *}
}

# binary_release ID FILE: removes a program that was fetched for workload ID, when no other workload remembers it.
binary_release() {
  case $2 in "$state_folder"/bin/*) ;; *) return 0 ;; esac
  for binary_user in "$state_folder"/w/*/; do
    binary_user=\${binary_user%/}
    binary_user=\${binary_user##*/}
    if [ "$binary_user" = "$1" ]; then continue; fi
    recall "$binary_user" binary
    if [ "$recalled" = "$2" ]; then return 0; fi
  done
  rm -f "$2"
}
`;
