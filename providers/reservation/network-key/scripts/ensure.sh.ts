/** Makes the key once; it never leaves the node. */
export const ENSURE_KEY = {
  name: "network-key-ensure",
  text: `
record_begin
if ! wg pubkey <"$folder/private.key" >/dev/null 2>&1; then
  rm -f "$folder/private.key"
  (umask 077 && wg genkey >"$folder/new.key" && mv "$folder/new.key" "$folder/private.key")
fi
chmod 600 "$folder/private.key"
wg pubkey <"$folder/private.key" >/dev/null 2>&1 || fail "cannot write below $folder: is the disk full?"
record_done
`,
};
