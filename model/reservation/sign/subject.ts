import { canonicalJson, isObject, type JsonObject } from "../../shared/json.js";
import { ZERO_DATE } from "../scalars/date.js";
import { sha256Hex } from "../scalars/hash.js";
import type { AnyWorkload } from "../types/any-workload.js";
import { reservationSchema, type Reservation } from "../types/reservation.js";
import type { SigningRequest } from "../types/signing-request.js";
import { classic, pool } from "../wire/codec.js";
import { challengeOfReservation, challengeOfWorkload, type Challenge, type SignAction } from "./challenge.js";

/** What can be signed: a whole reservation, or a workload that stands alone. */
export type SignedObject =
  | { readonly kind: "reservation"; readonly reservation: Reservation }
  | { readonly kind: "workload"; readonly workload: AnyWorkload };

/** Something that waits for signatures. */
export interface SigningSubject {
  /** Name of the object in its stack, which is also the folder of its signatures. */
  readonly name: string;
  /** `<installation>/<project>/<stack>`. */
  readonly stack: string;
  /** Who keeps the object: `ledger`, or the address of an explorer. */
  readonly backend: string;
  readonly action: SignAction;
  /** As declared; for deletions as stored, since its stored time is what must be signed. */
  readonly object: SignedObject;
  /** Until when signatures are taken, in unix seconds; 0 for ever. */
  readonly expires: number;
}

/** Who signs an action on an object, and how many must. The customer alone orders. */
export function requestOf(object: SignedObject, action: SignAction): SigningRequest {
  const { signingRequestProvision, signingRequestDelete } = signingRequests(object);
  switch (action) {
    case "customer":
      return { signers: [customerOf(object)], quorumMin: 1 };
    case "provision":
      return signingRequestProvision;
    case "delete":
      return signingRequestDelete;
  }
}

/** What upstream wants signed by one signer. */
export function challengeOf({ object, action }: SigningSubject, tid: string): Challenge {
  return object.kind === "reservation"
    ? challengeOfReservation(object.reservation, action)
    : challengeOfWorkload(object.workload, action, tid);
}

/** Decimal id of the customer. */
export function customerOf(object: SignedObject): string {
  return object.kind === "reservation" ? object.reservation.customerTid : object.workload.customerTid;
}

/** Decimal id of the object, `0` before it has one. */
export function idOf(object: SignedObject): string {
  return object.kind === "reservation" ? object.reservation.id : object.workload.id;
}

/** Both signing requests of an object. */
export function signingRequests(object: SignedObject) {
  return object.kind === "reservation" ? object.reservation.dataReservation : object.workload;
}

/** The time that enters the upstream signature of a workload; reservations have none. */
export function epochOf(object: SignedObject): number {
  return object.kind === "reservation" ? 0 : object.workload.epoch;
}

/** When a reservation ends by itself, in unix seconds; a workload that stands alone never does. */
export function expirationsOf(object: SignedObject): {
  readonly provisioning: number;
  readonly reservation: number;
} {
  if (object.kind === "workload") return { provisioning: 0, reservation: 0 };
  const { expirationProvisioning, expirationReservation } = object.reservation.dataReservation;
  return { provisioning: known(expirationProvisioning), reservation: known(expirationReservation) };
}

/** What servers change by themselves, and signatures. */
const STATE = new Set([
  "customer_signature",
  "next_action",
  "signatures_provision",
  "signatures_farmer",
  "signature_farmer",
  "signatures_delete",
  "result",
  "results",
]);

/** The object on the wire without signatures and state: everything that somebody decides. */
export function contentOf(object: SignedObject): JsonObject {
  const wire =
    object.kind === "reservation"
      ? classic.encode(reservationSchema, withoutServerTime(object.reservation), "empty")
      : pool.encodeWorkload(object.workload, "empty");
  const members = isObject(wire) ? wire : {};
  return Object.fromEntries(Object.entries(members).filter(([name]) => !STATE.has(name)));
}

/** SHA-256 of the canonical JSON of {@link contentOf}, hexadecimal. */
export function contentDigest(object: SignedObject): string {
  return sha256Hex(canonicalJson(contentOf(object)));
}

/** A reservation's own time is the server's and enters no signature. */
function withoutServerTime(reservation: Reservation): Reservation {
  return { ...reservation, epoch: ZERO_DATE };
}

function known(seconds: number): number {
  return seconds === ZERO_DATE ? 0 : seconds;
}
