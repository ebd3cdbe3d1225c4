import { hasMember } from "../../../model/reservation/document/members.js";
import { Failure } from "../../../model/shared/errors.js";
import type { KindContext } from "../../runtime/context.js";
import { countSignatures, secondsOf } from "./count-signatures.js";
import { subjectOf, type ReservationRecord } from "./record.js";
import { howToSign, writeRequest } from "./signature-folder.js";

/**
 * Whether a workload may go: a document that was agreed to does not have it any more, or everything may go.
 *
 * @throws Failure with who has to sign
 */
export async function mayRemoveMember(
  context: KindContext,
  record: ReservationRecord | undefined,
  digest: string,
): Promise<void> {
  if (record === undefined || !hasMember(record.reservation.dataReservation, digest)) return;
  await mayRemoveAll(context, record);
}

/**
 * Whether all of a reservation may go: nobody ordered it, it is over, or enough have signed that it be deleted.
 *
 * @throws Failure with who has to sign; the request for their signatures is then in the project folder
 */
export async function mayRemoveAll(context: KindContext, record: ReservationRecord): Promise<void> {
  const { reservation, name } = record;
  if (record.customer === null) return;
  if (reservation.dataReservation.expirationReservation <= secondsOf(context)) return;
  const subject = subjectOf(record, reservation, "delete");
  const { customer, signers } = record;
  const { report, remarks } = await countSignatures(context, subject, { customer, signers });
  if (report.reached) return;
  const never = report.needed === 0;
  const place = never ? undefined : await writeRequest(subject);
  throw new Failure({
    what: [`cannot be deleted: ${report.summary}`, ...remarks].join("; "),
    where: `reservation ${name}`,
    next:
      place === undefined
        ? "It ends by itself when its time is over"
        : `The request for signatures is ${place}: ${howToSign(place)}, and run the command again`,
  });
}
