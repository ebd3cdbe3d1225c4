import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { utils, type ServerHostKeyAlgorithm } from "ssh2";
import { NodeError } from "./errors.js";
import type { NodeAddress } from "./types.js";

/** The host keys that one machine may show. */
export interface PinnedKeys {
  /** Algorithms to ask for: those of pinned keys first, so that a server with several keys shows a pinned one. */
  readonly algorithms: ServerHostKeyAlgorithm[];
  readonly fingerprints: readonly string[];
  accepts(key: Buffer): boolean;
}

const ALGORITHMS: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  "ssh-ed25519": ["ssh-ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ecdsa-sha2-nistp384": ["ecdsa-sha2-nistp384"],
  "ecdsa-sha2-nistp521": ["ecdsa-sha2-nistp521"],
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256"],
};

/** A key's fingerprint as `ssh-keygen -l` shows it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

/** The type of a key in wire form: `ssh-ed25519`. */
export function keyType(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0;
  return key.subarray(4, 4 + length).toString("latin1");
}

/**
 * The keys pinned for a machine, from plain keys and from those lines of `known_hosts` that are about it.
 * @throws NodeError Invalid when a line is no key, or none is left
 */
export function pinnedKeys(machine: NodeAddress): PinnedKeys {
  const trusted: Buffer[] = [];
  const revoked: Buffer[] = [];
  for (const line of machine.hostKeys.flatMap((text) => text.split(/\r?\n/))) {
    const entry = entryOf(line.trim(), machine);
    if (entry !== undefined) (entry.revoked ? revoked : trusted).push(entry.key);
  }
  const keys = trusted.filter((key) => !revoked.some((other) => other.equals(key)));
  if (keys.length === 0) {
    throw new NodeError("Invalid", {
      what: `no host key is pinned for ${machine.address}`,
      where: machine.hostKeysAt,
      next: `Read the node's keys with \`ssh-keyscan ${machine.address}\`, check them on its console, and pin them`,
    });
  }
  const wanted = keys.flatMap((key) => ALGORITHMS[keyType(key)] ?? []);
  return {
    algorithms: [...new Set([...wanted, ...Object.values(ALGORITHMS).flat()])],
    fingerprints: keys.map(fingerprint),
    accepts: (key) => keys.some((pinned) => pinned.equals(key)),
  };
}

/** What one line pins; undefined for a comment and for a line about another machine. */
function entryOf(line: string, machine: NodeAddress): { key: Buffer; revoked: boolean } | undefined {
  if (line === "" || line.startsWith("#")) return undefined;
  const words = line.split(/\s+/);
  const marker = words[0]?.startsWith("@") === true ? words.shift() : undefined;
  const isPlain = Object.hasOwn(ALGORITHMS, words[0] ?? "");
  if (!isPlain) {
    const hosts = words.shift() ?? "";
    if (!namesMachine(hosts, machine)) return undefined;
  }
  if (marker === "@cert-authority") {
    throw unusable(machine, "an authority that signs host keys is not supported");
  }
  const [type = "", base64 = ""] = words;
  const key = utils.parseKey(`${type} ${base64}`);
  if (!Object.hasOwn(ALGORITHMS, type) || key instanceof Error) {
    throw unusable(machine, `"${line.slice(0, 60)}" is no public key of a type that is supported`);
  }
  return { key: key.getPublicSSH(), revoked: marker === "@revoked" };
}

function unusable(machine: NodeAddress, what: string): NodeError {
  return new NodeError("Invalid", {
    what,
    where: machine.hostKeysAt,
    next: `Give keys as \`ssh-keyscan\` prints them: ${Object.keys(ALGORITHMS).join(", ")}`,
  });
}

/** Whether the first field of a `known_hosts` line is about a machine. */
function namesMachine(hosts: string, { address, port }: NodeAddress): boolean {
  const name = port === 22 ? address : `[${address}]:${port}`;
  if (hosts.startsWith("|1|")) return hashedNameIs(hosts, name);
  const patterns = hosts.split(",");
  const matching = (pattern: string): boolean => patternOf(pattern).test(name);
  const refused = patterns.some((pattern) => pattern.startsWith("!") && matching(pattern.slice(1)));
  return !refused && patterns.some((pattern) => !pattern.startsWith("!") && matching(pattern));
}

function hashedNameIs(field: string, name: string): boolean {
  const [, , salt = "", hash = ""] = field.split("|");
  const expected = Buffer.from(hash, "base64");
  const found = createHmac("sha1", Buffer.from(salt, "base64")).update(name).digest();
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function patternOf(pattern: string): RegExp {
  const literal = pattern.replace(/[\\^$.+()[\]{}|]/g, "\\$&");
  return new RegExp(`^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`, "i");
}
