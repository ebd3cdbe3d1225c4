/** What a bare node is to have. */
export interface NodeWish {
  readonly packages: readonly string[];
  /** Units of these packages that are masked before they are installed. Default none. */
  readonly idleServices?: readonly string[];
  /** Absolute paths of the folders that volumes are made in. */
  readonly folders: readonly string[];
  /** Who logs in. */
  readonly user: string;
  /** Lines for that user's `authorized_keys`. */
  readonly authorizedKeys: readonly string[];
}

/**
 * A script for `sh -eu` that brings a Debian machine to where workloads can be put on it, as root. It may run again at
 * any time, and changes nothing then.
 */
export function bootstrapScript({
  packages,
  idleServices = [],
  folders,
  user,
  authorizedKeys,
}: NodeWish): string {
  return `LC_ALL=C DEBIAN_FRONTEND=noninteractive
export LC_ALL DEBIAN_FRONTEND
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
fail() { echo "$*" >&2; exit 1; }

[ "$(id -u)" = 0 ] || fail "the user who logs in is not root and cannot become so: set sudo on the node"
command -v apt-get >/dev/null || fail "only Debian and its kin can be prepared: there is no apt-get"

missing=
for package in ${words(packages)}; do
  case $(dpkg-query -W -f '\${Status}' "$package" 2>/dev/null || :) in
    *" installed") ;;
    *) missing="$missing $package" ;;
  esac
done
if [ -n "$missing" ]; then
  for unit in ${words(idleServices)}; do
    [ -d /run/systemd/system ] || continue
    systemctl cat "$unit" >/dev/null 2>&1 || systemctl mask --quiet "$unit"
  done
  apt-get update -qq >/dev/null
  apt-get install -y -qq --no-install-recommends $missing >/dev/null </dev/null
fi

mkdir -p /var/lib/groundplan
chmod 700 /var/lib/groundplan
for folder in ${words(folders)}; do mkdir -p "$folder"; done

user=${word(user)}
home=$(getent passwd "$user" | cut -d: -f6)
[ -n "$home" ] || fail "there is no user $user"
for key in ${words(authorizedKeys)}; do
  install -d -m 700 -o "$user" -g "$(id -g "$user")" "$home/.ssh"
  keys=$home/.ssh/authorized_keys
  if ! grep -qxF -- "$key" "$keys" 2>/dev/null; then
    if [ -s "$keys" ] && [ -n "$(tail -c 1 "$keys")" ]; then echo >>"$keys"; fi
    printf '%s\\n' "$key" >>"$keys"
    chmod 600 "$keys"
    chown "$user:$(id -g "$user")" "$keys"
  fi
done
`;
}

/** What is said when a prepared node is given up: others may use its packages by then. */
export const NOTHING_REMOVED =
  "echo 'packages, folders and authorised keys stay on the node; remove them by hand if nothing else needs them' >&2";

function words(texts: readonly string[]): string {
  return texts.map(word).join(" ");
}

/** One word for a POSIX shell, whatever is in it. */
function word(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
