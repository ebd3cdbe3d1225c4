import { createHmac } from "node:crypto";

/**
 * HMAC-SHA-256 of a secret, hexadecimal: tells whether a secret has changed without keeping it. The name of what the
 * secret is for enters as well, so that equal secrets do not show as equal.
 */
export function keyedDigest(key: Uint8Array, purpose: string, secret: Uint8Array | string): string {
  const name = Buffer.from(purpose, "utf8");
  const length = Buffer.alloc(4);
  length.writeUInt32BE(name.length);
  return createHmac("sha256", key).update(length).update(name).update(secret).digest("hex");
}
