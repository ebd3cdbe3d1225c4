import { KEY_LENGTH } from "../crypto/ed25519.js";
import { SEALED_BOX_MINIMUM } from "../crypto/sealed-box.js";
import { hexBytes } from "../scalars/hex.js";

/** Each says what is wrong with a value, as the end of a sentence that does not repeat it; undefined when nothing is. */

const SHARED_BOX_MINIMUM = 24 + 16;

/** A secret encrypted for a node: hexadecimal, and long enough to be a box of its version. */
export function cipherFault(cipher: string, version: number): string | undefined {
  const bytes = hexBytes(cipher);
  if (bytes === undefined) return "must be encrypted for the node, as hexadecimal digits";
  const least = version === 0 ? SEALED_BOX_MINIMUM : SHARED_BOX_MINIMUM;
  return bytes.length < least ? `must be encrypted for the node: it has less than ${least} bytes` : undefined;
}

/** A WireGuard key: base64 of 32 bytes. */
export function wireguardKeyFault(key: string): string | undefined {
  return /^[A-Za-z0-9+/]{43}=$/.test(key) && Buffer.from(key, "base64").length === KEY_LENGTH
    ? undefined
    : "must be a WireGuard key: base64 of 32 bytes, as `wg pubkey` prints";
}

/** A port of TCP or UDP. */
export function portFault(port: number): string | undefined {
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? undefined : "must be from 1 to 65535";
}

/** Another end of a tunnel: `host:port`, `[address]:port`. */
export function endpointFault(endpoint: string): string | undefined {
  const [, port] = /^(?:[^\s:[\]]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})$/.exec(endpoint) ?? [];
  return port !== undefined && portFault(Number(port)) === undefined
    ? undefined
    : "must be host:port, with an IPv6 address in brackets";
}

/** Where logs and figures go. */
export function redisFault(address: string): string | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const whole = url?.protocol === "redis:" && url.hostname !== "" && url.pathname.length > 1;
  return whole ? undefined : "must be redis://host:port/channel";
}

/** The plain secret of a Kubernetes cluster. */
export function clusterSecretFault(secret: string): string | undefined {
  if (secret === "") return "must not be empty";
  return /\s/.test(secret) ? "must not have blanks or line ends" : undefined;
}

/** A line of `authorized_keys`. */
export function sshKeyFault(key: string): string | undefined {
  if (key.trim() === "") return "must not be empty";
  if (key.includes('"')) return "must not have double quotes; options are not supported";
  return /[\r\n]/.test(key.trim()) ? "must be one line; give each key an item of its own" : undefined;
}

/** The name of an environment variable. */
export function variableNameFault(name: string): string | undefined {
  if (name === "") return "must have a name";
  return /[=\0]/.test(name) ? "must not have '=' or NUL in its name" : undefined;
}

/** The place of a volume in a container. */
export function mountpointFault(path: string): string | undefined {
  if (!path.startsWith("/")) return "must be an absolute path";
  const steps = path.split("/").filter((step) => step !== "");
  if (steps.length === 0) return "must not be the root folder";
  return steps.includes("..") || steps.includes(".") || path.includes("\0")
    ? "must be a plain path, without . and .."
    : undefined;
}

/** A path with single slashes and none at its end, to compare by. */
export function cleanPath(path: string): string {
  return `/${path
    .split("/")
    .filter((step) => step !== "")
    .join("/")}`;
}
