import { NextActionEnum } from "../types/enums/next-action.js";
import type { AnyWorkload } from "../types/any-workload.js";
import type { Reservation } from "../types/reservation.js";
import { workloadSchema, type Workload } from "../types/workload.js";
import { membersOf } from "./members.js";
import { globalId } from "./names.js";

/** What the nodes of a reservation are given to do. */
export function nodeWorkloads(reservation: Reservation): readonly Workload[] {
  const { id, customerTid, epoch, dataReservation, nextAction } = reservation;
  return membersOf(dataReservation).map(({ workload }) => ({
    ...NO_WORKLOAD,
    workloadId: globalId(id, workload.workloadId),
    user: customerTid,
    poolId: workload.poolId,
    type: workload.workloadType,
    content: workload,
    created: epoch,
    duration: dataReservation.expirationReservation - epoch,
    toDelete: isToDelete(nextAction),
    nodeId: workload.nodeId,
  }));
}

/** What the node of a workload that stands alone is given to do. */
export function nodeWorkload(workload: AnyWorkload): Workload {
  return {
    ...NO_WORKLOAD,
    workloadId: globalId(workload.id, workload.workloadId),
    user: workload.customerTid,
    poolId: workload.poolId,
    type: workload.workloadType,
    content: workload,
    created: workload.epoch,
    toDelete: isToDelete(workload.nextAction),
    nodeId: workload.nodeId,
  };
}

function isToDelete(nextAction: number): boolean {
  return nextAction === NextActionEnum.NextActionDelete || nextAction === NextActionEnum.NextActionDeleted;
}

const NO_WORKLOAD = workloadSchema.parse({ content: { workloadType: 2 } });
