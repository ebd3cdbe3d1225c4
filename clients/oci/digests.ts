import { createHash } from "node:crypto";
import { isOciDigest } from "../../model/shared/oci-reference.js";
import { RegistryError } from "./errors.js";

/** Digest of content, by SHA-256. */
export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** @throws RegistryError DigestMismatch when the content is not what the digest says. */
export function assertDigest(bytes: Uint8Array, digest: string, where: string): void {
  const algorithm = digest.slice(0, Math.max(0, digest.indexOf(":")));
  if (!isOciDigest(digest)) throw new RegistryError("BadAnswer", { what: `"${digest}" is no digest`, where });
  const found = `${algorithm}:${createHash(algorithm).update(bytes).digest("hex")}`;
  if (found === digest) return;
  throw new RegistryError("DigestMismatch", {
    what: `the content has the digest ${found} instead of ${digest}`,
    where,
    next: "Something between here and the registry changes content, or the registry is damaged; do not use this image",
  });
}
