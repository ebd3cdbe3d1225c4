import {
  endOf,
  fingerprintOf,
  isAuthority,
  isForHost,
  mustRenew,
  readPair,
  type ReadPair,
} from "./key-pair.js";
import type { SecretTexts } from "./secrets.js";

/** Keys of a TLS Secret. */
export const KEYS = { certificate: "tls.crt", key: "tls.key", authority: "ca.crt" } as const;

/** The authority that a Secret holds; undefined when it holds none. */
export function heldAuthority(held: SecretTexts | undefined): ReadPair | undefined {
  const pair = heldPair(held);
  return pair !== undefined && isAuthority(pair) ? pair : undefined;
}

/** The certificate of a host that a Secret holds; undefined unless it is whole, for this host, and by this authority. */
export function heldCertificate(
  held: SecretTexts | undefined,
  host: string,
  authority: ReadPair,
): ReadPair | undefined {
  const pair = heldPair(held);
  if (pair === undefined || !isForHost(pair, host, authority)) return undefined;
  return held?.[KEYS.authority] === authority.certificate ? pair : undefined;
}

/** Whether a certificate may stay as it is. */
export function isFresh({ parsed }: ReadPair, now: number): boolean {
  return !mustRenew(endOf(parsed), now);
}

/** SHA-256 of the certificate that a Secret holds, in hex; undefined when it holds none. */
export function heldFingerprint(held: SecretTexts): string | undefined {
  const pair = heldPair(held);
  return pair === undefined ? undefined : fingerprintOf(pair.parsed);
}

function heldPair(held: SecretTexts | undefined): ReadPair | undefined {
  const [certificate, key] = [held?.[KEYS.certificate], held?.[KEYS.key]];
  return certificate === undefined || key === undefined ? undefined : readPair({ certificate, key });
}
