import { secretbox } from "@noble/ciphers/salsa.js";
import { blake2b } from "@noble/hashes/blake2.js";
import { x25519PrivateOf, x25519PublicOf, x25519Shared } from "./x25519.js";

/** The box between a customer and a node, in which workloads from version 1 on carry secrets: nonce, then cipher. */

const NONCE = 24;
const TAG = 16;

/**
 * Closes a box.
 * @param sender Ed25519 seed of the customer.
 * @param recipient Ed25519 public key of the node.
 * @param nonce 24 random bytes, never used again between these two.
 */
export function closeSharedBox(
  message: Uint8Array,
  sender: Uint8Array,
  recipient: Uint8Array,
  nonce: Uint8Array,
): Uint8Array {
  return Uint8Array.from([...nonce, ...secretbox(sharedBoxKey(sender, recipient), nonce).seal(message)]);
}

/** Opens a box with one side's seed and the other's public key; undefined when it is not theirs or was changed. */
export function openSharedBox(
  box: Uint8Array,
  seed: Uint8Array,
  publicKey: Uint8Array,
): Uint8Array | undefined {
  if (box.length < NONCE + TAG) return undefined;
  try {
    return secretbox(sharedBoxKey(seed, publicKey), box.slice(0, NONCE)).open(box.slice(NONCE));
  } catch {
    return undefined;
  }
}

/** The key that both sides come to: BLAKE2b-256 of their shared secret. */
export function sharedBoxKey(seed: Uint8Array, publicKey: Uint8Array): Uint8Array {
  return blake2b(x25519Shared(x25519PrivateOf(seed), x25519PublicOf(publicKey)), { dkLen: 32 });
}
