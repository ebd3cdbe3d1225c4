import { ed25519, x25519 } from "@noble/curves/ed25519.js";

/** The X25519 private key of an Ed25519 seed: the first half of its SHA-512, clamped. */
export function x25519PrivateOf(seed: Uint8Array): Uint8Array {
  return ed25519.utils.toMontgomerySecret(seed);
}

/**
 * The X25519 public key of an Ed25519 public key.
 * @throws Error for bytes that are no point of the curve.
 */
export function x25519PublicOf(publicKey: Uint8Array): Uint8Array {
  return ed25519.utils.toMontgomery(publicKey);
}

/** The public key of an X25519 private key; WireGuard's keys are made so as well. */
export function x25519PublicKey(privateKey: Uint8Array): Uint8Array {
  return x25519.getPublicKey(privateKey);
}

/**
 * What the owners of two keys have in common.
 * @throws Error for a public key of small order.
 */
export function x25519Shared(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array {
  return x25519.getSharedSecret(privateKey, publicKey);
}
