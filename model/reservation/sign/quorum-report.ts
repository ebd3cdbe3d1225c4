import { SIGN_ACTIONS } from "./challenge.js";
import { envelopeDigest, envelopeMessage } from "./envelope.js";
import { publicKeyFault } from "./public-key.js";
import { signatureFault } from "./signature.js";
import type { SignatureFile } from "./signature-file.js";
import { challengeOf, requestOf, type SigningSubject } from "./subject.js";

/** Public keys by decimal id of their users, hexadecimal. */
export type Keyring = Readonly<Record<string, string>>;

/** Why a signature does not count. */
export type RefusalReason =
  /** The request's time is over. */
  | "expired"
  /** The signer is not among those asked. */
  | "unlisted"
  /** The signer has signed already. */
  | "duplicate"
  /** The keyring has no key, or no usable one, of the signer. */
  | "no-key"
  /** It was given for other content: the object, its quorum, its expiry, the action or the stack has changed since. */
  | "stale"
  /** It is not by the signer's key, which may have been changed since. */
  | "bad-signature";

export interface Refusal {
  readonly tid: string;
  readonly reason: RefusalReason;
  /** One sentence for people. */
  readonly text: string;
}

/** How far a request for signatures is. */
export interface QuorumReport {
  /** How many different signers must sign. */
  readonly needed: number;
  /** Who has, by decimal id, in the declared order. */
  readonly signed: readonly string[];
  /** Who may still, in the declared order. */
  readonly missing: readonly string[];
  readonly refused: readonly Refusal[];
  readonly reached: boolean;
  /** Whether the request's time is over, so that no signature counts any more. */
  readonly expired: boolean;
  /** `2 of 3, missing 11, 14`. */
  readonly summary: string;
}

/**
 * Counts the good signatures of a subject: both upstream's and the envelope's must be right.
 * @param now Unix seconds.
 */
export function quorumReport(
  subject: SigningSubject,
  files: readonly SignatureFile[],
  keyring: Keyring,
  now: number,
): QuorumReport {
  const { signers, quorumMin } = requestOf(subject.object, subject.action);
  const listed = [...new Set(signers)];
  const good = new Set<string>();
  const refused: Refusal[] = [];
  for (const file of files) {
    const refusal = good.has(file.tid)
      ? refuse(file, "duplicate", "has signed already; a second signature does not count")
      : refusalOf(file, subject, listed, keyring, now);
    if (refusal === undefined) good.add(file.tid);
    else refused.push(refusal);
  }
  const signed = listed.filter((tid) => good.has(tid));
  const missing = listed.filter((tid) => !good.has(tid));
  const never = subject.action === "delete" && quorumMin === 0;
  const reached = !never && signed.length >= quorumMin;
  const count = `${signed.length} of ${quorumMin}`;
  const rest = never
    ? ", and a delete quorum of 0 is never reached"
    : reached || missing.length === 0
      ? ""
      : `, missing ${missing.join(", ")}`;
  const expired = isOver(subject, now);
  const end = expired ? "; the request has expired, make a new one" : "";
  return { needed: quorumMin, signed, missing, refused, reached, expired, summary: `${count}${rest}${end}` };
}

function refusalOf(
  file: SignatureFile,
  subject: SigningSubject,
  listed: readonly string[],
  keyring: Keyring,
  now: number,
): Refusal | undefined {
  const { tid } = file;
  if (isOver(subject, now)) {
    return refuse(file, "expired", `signed for a request that ended at ${String(subject.expires)}`);
  }
  if (!listed.includes(tid)) {
    return refuse(file, "unlisted", `is not among those asked (${listed.join(", ")})`);
  }
  const key = Object.hasOwn(keyring, tid) ? keyring[tid] : undefined;
  if (key === undefined) return refuse(file, "no-key", "has no public key in the keyring");
  const keyFault = publicKeyFault(key);
  if (keyFault !== undefined)
    return refuse(file, "no-key", `has a public key in the keyring that ${keyFault}`);
  const challenge = challengeOf(subject, tid);
  if (file.sha256 !== challenge.sha256 || file.envelopeSha256 !== envelopeDigest(subject, tid)) {
    return refuse(file, "stale", `signed ${otherThan(subject, file)}; it must be looked at and signed again`);
  }
  const fault =
    signatureFault(file.signature, challenge.message, key) ??
    signatureFault(file.envelope, envelopeMessage(subject, tid), key);
  return fault === undefined
    ? undefined
    : refuse(
        file,
        "bad-signature",
        `gave a signature that ${fault}; after a change of keys it must be given again`,
      );
}

/** What was signed in place of the subject, as far as that can be told. */
function otherThan(subject: SigningSubject, { tid, envelopeSha256 }: SignatureFile): string {
  const meant = SIGN_ACTIONS.find((action) => envelopeDigest({ ...subject, action }, tid) === envelopeSha256);
  return meant === undefined || meant === subject.action
    ? "other content"
    : `for ${meant} and not for ${subject.action}`;
}

function isOver({ expires }: SigningSubject, now: number): boolean {
  return expires !== 0 && expires <= now;
}

function refuse({ tid }: SignatureFile, reason: RefusalReason, text: string): Refusal {
  return { tid, reason, text: `signer ${tid} ${text}` };
}
