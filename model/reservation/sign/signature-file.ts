import { z } from "zod";
import { publicKeyOf } from "../crypto/ed25519.js";
import type { Identity } from "../crypto/seed-file.js";
import { hexText } from "../scalars/hex.js";
import { INT64 } from "../types/scalars.js";
import type { SigningSignature } from "../types/signing-signature.js";
import type { SignAction } from "./challenge.js";
import { envelopeDigest, envelopeMessage } from "./envelope.js";
import { signHex } from "./signature.js";
import { challengeOf, type SigningSubject } from "./subject.js";

const SIGNATURE = z.string().regex(/^[0-9a-f]{128}$/, { error: "must be 128 lower-case hexadecimal digits" });
const DIGEST = z.string().regex(/^[0-9a-f]{64}$/, { error: "must be 64 lower-case hexadecimal digits" });

/** A detached signature: one file a signer, kept beside the stack's code. */
export const signatureFileSchema = z.strictObject({
  tid: INT64,
  /** By upstream's rules. */
  signature: SIGNATURE,
  /** Over the envelope. */
  envelope: SIGNATURE,
  /** When it was given, unix seconds. */
  epoch: z.int().min(0),
  /** Digest of upstream's challenge for this signer. */
  sha256: DIGEST,
  /** Digest of the envelope for this signer. */
  envelopeSha256: DIGEST,
});
export type SignatureFile = z.output<typeof signatureFileSchema>;

/** Where a signer's file is, below the folder of the stack: `signatures/<object>/<action>/<tid>.json`. */
export function signaturePath(name: string, action: SignAction, tid: string, folder = "signatures"): string {
  return `${folder}/${name}/${action}/${tid}.json`;
}

/**
 * Signs what the caller has put together from the checkout; never a digest that somebody handed over.
 * @param signer Whose seed it is; the public key that goes with it is {@link publicKeyOfSigner}.
 * @param epoch Now, in unix seconds.
 */
export function signSubject(
  subject: SigningSubject,
  { seed, tid }: Required<Identity>,
  epoch: number,
): SignatureFile {
  const { message, sha256 } = challengeOf(subject, tid);
  return {
    tid,
    signature: signHex(message, seed),
    envelope: signHex(envelopeMessage(subject, tid), seed),
    epoch,
    sha256,
    envelopeSha256: envelopeDigest(subject, tid),
  };
}

/** The public key of a seed, hexadecimal, as keyrings have it. */
export function publicKeyOfSigner(seed: Uint8Array): string {
  return hexText(publicKeyOf(seed));
}

/** The text of a signature file. */
export function signatureFileText(file: SignatureFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** The signature as documents and explorers carry it. */
export function signingSignature({ tid, signature, epoch }: SignatureFile): SigningSignature {
  return { tid, signature, epoch };
}
