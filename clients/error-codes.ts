import { isObject } from "../model/shared/json.js";

/** What Node and OpenSSL say of a server whose certificate is not trusted. */
export const UNTRUSTED: ReadonlySet<string> = new Set([
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_SIGNATURE_FAILURE",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/** The codes of an error, its causes and the errors it joins, outermost first. */
export function codesOf(error: unknown): string[] {
  if (!isObject(error)) return [];
  const own = typeof error["code"] === "string" ? [error["code"]] : [];
  const joined = Array.isArray(error["errors"]) ? error["errors"].flatMap(codesOf) : [];
  return [...own, ...joined, ...codesOf(error["cause"])];
}
