import type { SigningRequest } from "../types/signing-request.js";
import type { SigningSignature } from "../types/signing-signature.js";

/** How many different signers of a request have signed. */
export function countSignatures(
  { signers }: Pick<SigningRequest, "signers">,
  signatures: readonly Pick<SigningSignature, "tid">[],
): number {
  const listed = new Set(signers);
  return new Set(signatures.map(({ tid }) => tid).filter((tid) => listed.has(tid))).size;
}

/** Whether enough have signed that something be deployed; a quorum of 0 is always reached. */
export function provisionQuorumReached(
  request: SigningRequest,
  signatures: readonly Pick<SigningSignature, "tid">[],
): boolean {
  return countSignatures(request, signatures) >= request.quorumMin;
}

/** Whether enough have signed that something be deleted; a quorum of 0 is never reached. */
export function deleteQuorumReached(
  request: SigningRequest,
  signatures: readonly Pick<SigningSignature, "tid">[],
): boolean {
  return request.quorumMin > 0 && countSignatures(request, signatures) >= request.quorumMin;
}

/** Signers who have not signed yet, each once, in the declared order. */
export function missingSigners(
  { signers }: Pick<SigningRequest, "signers">,
  signatures: readonly Pick<SigningSignature, "tid">[],
): readonly string[] {
  const signed = new Set(signatures.map(({ tid }) => tid));
  return [...new Set(signers)].filter((tid) => !signed.has(tid));
}

/** Whether a user may sign now. */
export type SignPermission =
  | "allowed"
  /** Not among those asked; servers answer 401. */
  | "unlisted"
  /** Has signed already; servers answer 400. */
  | "duplicate";

/** Whether a user may add a signature. */
export function signPermission(
  tid: string,
  { signers }: Pick<SigningRequest, "signers">,
  signatures: readonly Pick<SigningSignature, "tid">[],
): SignPermission {
  if (!signers.includes(tid)) return "unlisted";
  return signatures.some((signature) => signature.tid === tid) ? "duplicate" : "allowed";
}
