/** Removes a key that no network uses. */
export const REMOVE_KEY = {
  name: "network-key-remove",
  text: `
for net_file in "$state_folder"/w/*/keep.key; do
  if [ -e "$net_file" ] && [ "$(cat "$net_file")" = "$id" ]; then
    net_user=\${net_file%/keep.key}
    fail "the key is in use by \${net_user##*/}: remove that network first"
  fi
done
record_remove
`,
};
