/**
 * Secret variables are in podman's own store, which is readable for root only, one entry for each: `<id>-<variable>`.
 * An entry cannot be changed, only made anew under another number, so the number tells whether it is still ours. The
 * container's folder has number and keyed digest of each, and no value.
 */
export const SECRETS = `
# secrets_list ID: stored becomes the entries of a container, "<variable>=<number> " each after a blank, and stored_all
# those of all containers with their whole names.
secrets_list() {
  stored_all=" $(podman secret ls --format '{{.Name}}={{.ID}}' | tr '\\n' ' ')" stored=' '
  for word in $stored_all; do
    case $word in "$1"-*) stored="$stored\${word#"$1"-} " ;; esac
  done
}

# secrets_put ID: brings the entries to the values in $secret_environment. secret_note is what to remember of them,
# secret_names their names, and secrets_changed whether one had to be made.
secrets_put() {
  recall "$1" secrets
  secrets_known=" $recalled "
  secret_note= secret_names=' ' secrets_changed=false stored=' '
  if [ -n "$secret_environment$recalled" ]; then secrets_list "$1"; fi
  eval "set -- \\"\\$1\\" $secret_environment"
  owner_id=$1
  shift
  while [ $# -gt 0 ]; do
    secret_digest "$2"
    secret_names="$secret_names$1 "
    number=\${stored##*" $1="}
    if [ "$number" = "$stored" ]; then number=; else number=\${number%% *}; fi
    case $secrets_known in
      *" name=$1 number=\${number:-none} digest=$digest "*) ;;
      *)
        secrets_changed=true
        if [ -n "$number" ]; then podman secret rm "$owner_id-$1" >/dev/null; fi
        number=$(printf '%s' "$2" | podman secret create "$owner_id-$1" -) ;;
    esac
    secret_note="$secret_note\${secret_note:+ }name=$1 number=$number digest=$digest"
    shift 2
  done
}

# secrets_remove ID NAMES: removes all entries of a container but those named, each between blanks. Needs secrets_list or
# secrets_put.
secrets_remove() {
  for word in $stored; do
    case $2 in *" \${word%%=*} "*) ;; *) podman secret rm "$1-\${word%%=*}" >/dev/null ;; esac
  done
}

# secrets_differ ID: tampered becomes the names of entries that are missing or not ours, as texts of a list. Needs
# secrets_list.
secrets_differ() {
  tampered=
  recall "$1" secrets
  for word in $recalled; do
    case $word in
      name=*) name=\${word#name=} ;;
      number=*)
        case $stored_all in
          *" $1-$name=\${word#number=} "*) ;;
          *" $1-$name="*) push_text tampered "$name: changed" ;;
          *) push_text tampered "$name: missing" ;;
        esac ;;
    esac
  done
}
`;
