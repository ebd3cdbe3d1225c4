import { createHash } from "node:crypto";

/** SHA-256, 32 bytes. */
export function sha256(data: Uint8Array | string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(data).digest());
}

/** SHA-256 as lower-case hexadecimal digits. */
export function sha256Hex(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}

/** MD5, 16 bytes. Only names and addresses are derived from it, nothing is secured by it. */
export function md5(data: Uint8Array | string): Uint8Array {
  return new Uint8Array(createHash("md5").update(data).digest());
}
