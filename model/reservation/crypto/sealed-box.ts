import { hsalsa, secretbox } from "@noble/ciphers/salsa.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { x25519PrivateOf, x25519PublicKey, x25519PublicOf, x25519Shared } from "./x25519.js";

/**
 * NaCl's sealed box: anybody can close it for a key, only the key's owner can open it. Workloads of version 0 carry
 * secrets so, and private keys of WireGuard are carried so in every version.
 */

const KEY = 32;
const TAG = 16;
/** Shortest sealed box, in bytes: that of an empty text. */
export const SEALED_BOX_MINIMUM = KEY + TAG;

/**
 * Closes a box.
 * @param recipient Ed25519 public key.
 * @param ephemeralSeed 32 random bytes, never used again.
 */
export function sealBox(message: Uint8Array, recipient: Uint8Array, ephemeralSeed: Uint8Array): Uint8Array {
  const to = x25519PublicOf(recipient);
  const from = x25519PublicKey(ephemeralSeed);
  const box = secretbox(boxKey(x25519Shared(ephemeralSeed, to)), sealNonce(from, to)).seal(message);
  return Uint8Array.from([...from, ...box]);
}

/** Opens a box with the recipient's Ed25519 seed; undefined when it was not closed for it or was changed. */
export function openSealedBox(sealed: Uint8Array, seed: Uint8Array): Uint8Array | undefined {
  if (sealed.length < SEALED_BOX_MINIMUM) return undefined;
  const secret = x25519PrivateOf(seed);
  const from = sealed.slice(0, KEY);
  try {
    const nonce = sealNonce(from, x25519PublicKey(secret));
    return secretbox(boxKey(x25519Shared(secret, from)), nonce).open(sealed.slice(KEY));
  } catch {
    return undefined;
  }
}

function sealNonce(from: Uint8Array, to: Uint8Array): Uint8Array {
  return blake2b(Uint8Array.from([...from, ...to]), { dkLen: 24 });
}

/** What NaCl's box makes of a shared secret: HSalsa20 of it with a nonce of zeros. */
function boxKey(shared: Uint8Array): Uint8Array {
  const out = new Uint32Array(8);
  hsalsa(words("expand 32-byte k"), words(shared), new Uint32Array(4), out);
  const key = new Uint8Array(KEY);
  const view = new DataView(key.buffer);
  for (const [index, word] of out.entries()) view.setUint32(4 * index, word, true);
  return key;
}

function words(bytes: Uint8Array | string): Uint32Array {
  const buffer = Buffer.from(bytes);
  return Uint32Array.from({ length: buffer.length / 4 }, (_, index) => buffer.readUInt32LE(4 * index));
}
