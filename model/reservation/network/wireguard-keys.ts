import { x25519PublicKey } from "../crypto/x25519.js";

/** A pair of WireGuard keys, base64. The private one is a secret. */
export interface WireguardKeys {
  readonly privateKey: string;
  readonly publicKey: string;
}

/**
 * Keys as `wg genkey` and `wg pubkey` make them.
 * @param random 32 random bytes, never used again.
 */
export function wireguardKeys(random: Uint8Array): WireguardKeys {
  const secret = Uint8Array.from(random);
  // WireGuard stores keys with the bits already set that X25519 sets anyway.
  secret[0] = (secret[0] ?? 0) & 248;
  secret[31] = ((secret[31] ?? 0) & 127) | 64;
  return { privateKey: base64(secret), publicKey: base64(x25519PublicKey(secret)) };
}

/** The public key of a private one, both base64. */
export function wireguardPublicKey(privateKey: string): string {
  return base64(x25519PublicKey(new Uint8Array(Buffer.from(privateKey, "base64"))));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}
