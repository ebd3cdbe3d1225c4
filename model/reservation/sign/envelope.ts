import { canonicalJson } from "../../shared/json.js";
import { sha256Hex } from "../scalars/hash.js";
import { utf8 } from "../scalars/utf8.js";
import {
  challengeOf,
  contentDigest,
  customerOf,
  epochOf,
  expirationsOf,
  idOf,
  signingRequests,
  type SigningSubject,
} from "./subject.js";

/** First line of every envelope; nothing that upstream signs begins so. */
export const ENVELOPE_DOMAIN = "groundplan reservation envelope v1";

/**
 * What is signed besides upstream's challenge, which covers neither the quorum nor the expiry, does not tell provision
 * from delete in reservations, and can be split into fields in more than one way.
 *
 * The text is {@link ENVELOPE_DOMAIN}, one LF, and the canonical JSON (keys sorted, no white space) of exactly these
 * members; ids are decimal text and times unix seconds:
 *
 * - `action`: `customer`, `provision` or `delete`
 * - `backend`: `ledger`, or the address of an explorer
 * - `challengeSha256`: SHA-256 of upstream's challenge for this signer, hexadecimal
 * - `contentSha256`: SHA-256 of the canonical JSON of the object on the wire, unsigned fields included, without
 *   signatures and server state
 * - `customer`, `signer`: users
 * - `epoch`: the time in the challenge of a workload, 0 for a reservation
 * - `expirationProvisioning`, `expirationReservation`: 0 where there is none
 * - `expires`: until when the signature counts, 0 for ever
 * - `id`: the object's, `0` before it has one
 * - `kind`: `reservation` or `workload`
 * - `name`: the object's name in its stack
 * - `signingRequestDelete`, `signingRequestProvision`: `{quorumMin, signers}`, signers in the declared order
 * - `stack`: `<installation>/<project>/<stack>`
 *
 * Its UTF-8 bytes are the message of a plain Ed25519 signature.
 *
 * @param tid Decimal id of the signer.
 */
export function envelopeText(subject: SigningSubject, tid: string): string {
  const { object, action, backend, expires, name, stack } = subject;
  const { signingRequestDelete, signingRequestProvision } = signingRequests(object);
  const { provisioning, reservation } = expirationsOf(object);
  const members = {
    action,
    backend,
    challengeSha256: challengeOf(subject, tid).sha256,
    contentSha256: contentDigest(object),
    customer: customerOf(object),
    epoch: epochOf(object),
    expirationProvisioning: provisioning,
    expirationReservation: reservation,
    expires,
    id: idOf(object),
    kind: object.kind,
    name,
    signer: tid,
    signingRequestDelete,
    signingRequestProvision,
    stack,
  };
  return `${ENVELOPE_DOMAIN}\n${canonicalJson(members)}`;
}

/** The bytes that are signed. */
export function envelopeMessage(subject: SigningSubject, tid: string): Uint8Array {
  return utf8(envelopeText(subject, tid));
}

/** SHA-256 of the envelope, hexadecimal: names what a signature file is about. */
export function envelopeDigest(subject: SigningSubject, tid: string): string {
  return sha256Hex(envelopeText(subject, tid));
}
