import * as ed from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";

// The library has no synchronous SHA-512 of its own and takes one here.
ed.hashes.sha512 = sha512;

/** Length of a seed and of a public key, in bytes. */
export const KEY_LENGTH = 32;
/** Length of a signature, in bytes. */
export const SIGNATURE_LENGTH = 64;

/** The public key of a seed of 32 bytes. */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  return ed.getPublicKey(seed);
}

/** Plain Ed25519 (RFC 8032) over the bytes as they are; the same input always gives the same 64 bytes. */
export function sign(message: Uint8Array, seed: Uint8Array): Uint8Array {
  return ed.sign(message, seed);
}

/**
 * Whether a signature is by a key and over these bytes. Non-canonical encodings and keys of small order are refused;
 * a wrong length is simply false.
 */
export function verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_LENGTH || publicKey.length !== KEY_LENGTH) return false;
  try {
    return ed.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
