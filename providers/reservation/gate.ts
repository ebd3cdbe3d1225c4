import { hasMember } from "../../model/reservation/document/members.js";
import { NextActionEnum } from "../../model/reservation/types/enums/next-action.js";
import { Failure } from "../../model/shared/errors.js";
import type { Gate } from "../node/definition.js";
import { secondsOf } from "./reservation-document/count-signatures.js";
import { mayRemoveMember } from "./reservation-document/may-remove.js";
import { actionOf, type ReservationRecord } from "./reservation-document/record.js";
import { records, type RecordStore } from "./reservation-document/record-store.js";

/** Lets workloads of a reservation be touched as far as the node's record of it allows, and all others. */
export function reservationGateWith(store: RecordStore): Gate {
  return {
    async beforeEnsure(context, client, { reservation, node }) {
      if (reservation === undefined) return undefined;
      const { id, member } = reservation;
      const record = await store.of(context, client, id);
      if (record !== undefined && mayDeploy(record, member, secondsOf(context))) return undefined;
      const waits = store.heldBack(id);
      if (waits !== undefined) return { held: waits };
      throw new Failure({
        what: whyNot(record, member, id, node),
        where: context.resource,
        next: "Deploy the reservation with its document: `pulumi up` without --target",
      });
    },
    async beforeRemove(context, client, { inputs: { reservation } }) {
      if (reservation === undefined) return;
      const { id, member } = reservation;
      const record = await store.of(context, client, id);
      const waits = store.heldBack(id);
      if (
        waits !== undefined &&
        record !== undefined &&
        hasMember(record.reservation.dataReservation, member)
      ) {
        throw new Failure({
          what: `${waits}; until then it stays as it is`,
          where: context.resource,
          next: "Have the change signed, or take it back",
        });
      }
      await mayRemoveMember(context, record, member);
    },
  };
}

/** What all kinds of reservations pass. */
export const reservationGate: Gate = reservationGateWith(records);

function mayDeploy({ reservation }: ReservationRecord, member: string, now: number): boolean {
  const { NextActionDeploy } = NextActionEnum;
  return actionOf(reservation, now) === NextActionDeploy && hasMember(reservation.dataReservation, member);
}

function whyNot(record: ReservationRecord | undefined, member: string, id: string, node: string): string {
  if (record === undefined) return `is part of reservation ${id}, which ${node} has no record of`;
  const { name, reservation } = record;
  if (!hasMember(reservation.dataReservation, member)) {
    return `is not what ${node}'s record of the reservation ${name} says`;
  }
  return `is part of the reservation ${name}, which is over`;
}
