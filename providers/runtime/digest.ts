import { createHmac } from "node:crypto";
import { canonicalText } from "./canonical.js";

/**
 * What is kept of a value that itself is not: an HMAC of its canonical text, keyed with the instance token, so
 * that equal secrets of two resources do not look alike. Undefined for an absent value.
 */
export function digestOf(value: unknown, token: string): string | undefined {
  const text = canonicalText(value);
  return text === "" ? undefined : createHmac("sha256", token).update(text).digest("hex");
}
