import { createPrivateKey, X509Certificate } from "node:crypto";

/** Days before its end that a certificate is renewed. */
const RENEWAL_DAYS = 30;
const DAY = 24 * 60 * 60 * 1_000;

/** A certificate and its private key, PEM each. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** A key pair that was read, and what is in its certificate. */
export interface ReadPair extends KeyPair {
  readonly parsed: X509Certificate;
}

/** A certificate with its key, undefined for texts that are not these or do not belong together. */
export function readPair({ certificate, key }: KeyPair): ReadPair | undefined {
  try {
    const parsed = new X509Certificate(certificate);
    return parsed.checkPrivateKey(createPrivateKey(key)) ? { certificate, key, parsed } : undefined;
  } catch {
    return undefined;
  }
}

/** An authority that can sign: ours are on the curve P-256. */
export function isAuthority({ parsed }: ReadPair): boolean {
  return parsed.ca && parsed.publicKey.asymmetricKeyDetails?.namedCurve === "prime256v1";
}

/** Whether a certificate is for exactly this host and signed by this authority. */
export function isForHost({ parsed }: ReadPair, host: string, authority: ReadPair): boolean {
  return (
    parsed.subjectAltName === `DNS:${host}` &&
    parsed.checkIssued(authority.parsed) &&
    parsed.verify(authority.parsed.publicKey)
  );
}

/** Whether the time to renew a certificate has come. Times in milliseconds since the epoch. */
export function mustRenew(notAfter: number, now: number): boolean {
  return notAfter - now < RENEWAL_DAYS * DAY;
}

/** End of a certificate, in milliseconds since the epoch. */
export function endOf({ validTo }: X509Certificate): number {
  return Date.parse(validTo);
}

/** SHA-256 of a certificate, in hex. */
export function fingerprintOf({ fingerprint256 }: X509Certificate): string {
  return fingerprint256.replaceAll(":", "").toLowerCase();
}
