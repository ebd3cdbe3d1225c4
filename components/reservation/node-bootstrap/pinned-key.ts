/** In the order in which the command plugin's SSH client asks for them: it accepts one key, and takes what it gets. */
const ASKED_FOR = [
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "ssh-rsa",
  "ssh-ed25519",
];

/**
 * The pinned key that a machine is going to show, as `ssh-ed25519 AAAA…`; undefined when none is pinned for it.
 *
 * @param texts Plain keys and lines of `known_hosts`; each may hold several lines.
 */
export function pinnedKey(texts: readonly string[], host: string, port: number): string | undefined {
  const keys = texts
    .flatMap((text) => text.split(/\r?\n/))
    .flatMap((line) => keyFor(line.trim(), host, port));
  return ASKED_FOR.flatMap((type) => keys.filter((key) => key.startsWith(`${type} `)))[0];
}

function keyFor(line: string, host: string, port: number): readonly string[] {
  const fields = line.split(/\s+/);
  const at = fields.findIndex((field) => ASKED_FOR.includes(field));
  const [type, base64] = fields.slice(at);
  if (at === -1 || at > 1 || type === undefined || base64 === undefined) return [];
  const name = port === 22 ? host : `[${host}]:${port}`;
  // A line of `known_hosts` begins with the names of its machines.
  return at === 0 || fields[0]?.split(",").includes(name) === true ? [`${type} ${base64}`] : [];
}
