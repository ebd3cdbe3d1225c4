import { z } from "zod";
import { nextReservationAction } from "../../../model/reservation/pipeline/reservation-pipeline.js";
import { sha256Hex } from "../../../model/reservation/scalars/hash.js";
import type { SigningSubject } from "../../../model/reservation/sign/subject.js";
import { signatureFileSchema } from "../../../model/reservation/sign/signature-file.js";
import type { SignAction } from "../../../model/reservation/sign/challenge.js";
import { reservationSchema, type Reservation } from "../../../model/reservation/types/reservation.js";
import { classic } from "../../../model/reservation/wire/codec.js";
import { Failure } from "../../../model/shared/errors.js";
import { LEDGER } from "./ledger.js";

const recordSchema = z.strictObject({
  version: z.literal(1),
  /** Owner mark of the resource that wrote it. */
  owner: z.string(),
  /** Instance token of its creation. */
  token: z.string(),
  name: z.string(),
  /** `<installation>/<project>/<stack>`. */
  stack: z.string(),
  /** Identity that ordered; null when nobody did. */
  customer: z.string().nullable(),
  /** Identities whose signatures may count. */
  signers: z.array(z.string()),
  /** Detached signatures that were counted. */
  signatures: z.array(signatureFileSchema),
  /** On the wire, signed. */
  reservation: z.record(z.string(), z.json()),
});
type StoredRecord = z.output<typeof recordSchema>;

/** A reservation as a node keeps it. */
export interface ReservationRecord extends Omit<StoredRecord, "reservation"> {
  readonly reservation: Reservation;
  /** SHA-256 of its text, hexadecimal. */
  readonly digest: string;
}

/** The text of a record and its digest. */
export function recordText(record: Omit<ReservationRecord, "digest" | "version">): {
  readonly text: string;
  readonly digest: string;
} {
  const { reservation, ...rest } = record;
  const text = JSON.stringify({
    version: 1,
    ...rest,
    reservation: classic.encode(reservationSchema, reservation, "empty"),
  });
  return { text, digest: sha256Hex(text) };
}

/** @throws Failure when it is none. */
export function readRecord(text: string, where: string): ReservationRecord {
  const parsed = recordSchema.safeParse(jsonOf(text));
  if (!parsed.success) throw broken(where);
  const decoded = classic.decode(reservationSchema, parsed.data.reservation);
  if (!decoded.ok) throw broken(where);
  return { ...parsed.data, reservation: decoded.value, digest: sha256Hex(text) };
}

/** @throws Failure when the text is no reservation. */
export function readDocument(text: string, name: string): Reservation {
  const decoded = classic.decode(reservationSchema, jsonOf(text));
  if (decoded.ok) return decoded.value;
  const [problem] = decoded.problems;
  throw new Failure({
    what: `document is no reservation: ${problem?.path ?? ""} ${problem?.reason ?? ""}`,
    where: name,
    next: "Make it with the component Reservation",
  });
}

/** What a reservation is called when it is signed. */
export interface SubjectName {
  readonly name: string;
  /** `<installation>/<project>/<stack>`. */
  readonly stack: string;
  /** Default the ledger. */
  readonly backend?: string;
}

/** What is signed for an action on a reservation. */
export function subjectOf(
  { name, stack, backend = LEDGER }: SubjectName,
  reservation: Reservation,
  action: SignAction,
): SigningSubject {
  const { expirationProvisioning } = reservation.dataReservation;
  return {
    ...{ name, stack, action, backend },
    object: { kind: "reservation", reservation },
    expires: action === "provision" ? expirationProvisioning : 0,
  };
}

/**
 * `NextActionEnum` of a signed reservation. A ledger keeps no results, so that the end of the time for provisioning
 * says nothing once it is recorded.
 *
 * @param now unix seconds
 */
export function actionOf(reservation: Reservation, now: number): number {
  const { dataReservation } = reservation;
  const { expirationReservation } = dataReservation;
  return nextReservationAction(
    {
      ...reservation,
      dataReservation: { ...dataReservation, expirationProvisioning: expirationReservation },
    },
    { now, generation: "pool" },
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function broken(where: string): Failure {
  return new Failure({
    what: "the record of a reservation cannot be read",
    where,
    next: "Look at it on the node, below /var/lib/groundplan/reservations; take it away there and run `pulumi up` to have it written anew",
  });
}
