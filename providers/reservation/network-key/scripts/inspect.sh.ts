/** Tells the public keys of all keys; a private one that is gone or damaged has none. */
export const INSPECT_KEYS = {
  name: "network-key-inspect",
  text: `
look_at_key() {
  key_public=
  if [ -e "$record_folder/private.key" ]; then
    key_public=$(wg pubkey <"$record_folder/private.key" 2>/dev/null) || key_public=
  fi
  object own maybe publicKey "$key_public"
  object row text id "$record_id" json own "$own"
  push workloads "$row"
}
workloads=
each_record networkkey look_at_key
answer json workloads "[$workloads]"
`,
};
