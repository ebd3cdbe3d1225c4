import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import path from "node:path";
import { wholePair } from "./whole-pair.js";
import { PRIVATE, readIfThere, writeIfChanged, writeWhole } from "../../state/files.js";

/** A pair of SSH keys. */
export interface KeyPair {
  /** File of the private half, in OpenSSH's format; the public one is beside it, in `<file>.pub`. */
  readonly file: string;
  /** `ssh-ed25519 AAAA…` */
  readonly publicKey: string;
}

/** A pair of keys, random, made once. */
export async function ensureKeyPair(file: string): Promise<KeyPair> {
  const known = readIfThere(`${file}.pub`)?.trim();
  if (known !== undefined && readIfThere(file) !== undefined) return { file, publicKey: known };
  // A native import of a CommonJS package has few of its names; the package as a whole is its default.
  const { default: ssh } = await import("ssh2");
  const { private: privateKey, public: publicKey } = wholePair(() =>
    ssh.utils.generateKeyPairSync("ed25519"),
  );
  // The public half is written last: it is what says that the pair is whole.
  rmSync(`${file}.pub`, { force: true });
  writeWhole(file, privateKey, PRIVATE);
  writeWhole(`${file}.pub`, `${publicKey}\n`);
  return { file, publicKey };
}

/** The seed of somebody who orders reservations on the nodes: 64 hexadecimal digits, random, made once. */
export function ensureSeed(file: string): void {
  if (readIfThere(file) === undefined) writeWhole(file, `${randomBytes(32).toString("hex")}\n`, PRIVATE);
}

/** The key that changes names on the nodes' name servers: 32 bytes in Base64, random, made once. */
export function ensureTsigKey(file: string): void {
  if (readIfThere(file) === undefined) writeWhole(file, `${randomBytes(32).toString("base64")}\n`, PRIVATE);
}

/** One node, as programs that connect to it know it. */
export interface Reachable {
  readonly name: string;
  readonly address: string;
  readonly hostKey: string;
}

/**
 * Writes what programs need to reach the nodes: `addresses.json` with the address of each by its name, `known_hosts`,
 * and for each a folder with the files `address` and `host_key.pub`.
 */
export function tellAddresses(folder: string, nodes: readonly Reachable[]): void {
  const addresses = Object.fromEntries(nodes.map(({ name, address }) => [name, address]));
  writeIfChanged(path.join(folder, "addresses.json"), `${JSON.stringify(addresses, null, 2)}\n`);
  const lines = nodes.map(({ name, address, hostKey }) => `${name},${address} ${hostKey}\n`);
  writeIfChanged(path.join(folder, "known_hosts"), lines.join(""));
  for (const { name, address } of nodes) writeIfChanged(path.join(folder, name, "address"), `${address}\n`);
}
