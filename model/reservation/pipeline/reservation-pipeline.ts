import { NextActionEnum } from "../types/enums/next-action.js";
import { ResultStateEnum } from "../types/enums/result-state.js";
import type { Reservation } from "../types/reservation.js";
import type { Generation } from "../wire/generation.js";
import { membersOf } from "./members.js";
import { deleteQuorumReached, provisionQuorumReached } from "./quorum.js";

/** What moves a reservation on besides its own content. */
export interface PipelineSituation {
  /** Unix seconds. */
  readonly now: number;
  /**
   * `classic` waits in pay until an escrow says that it was paid; `pool`, which only reads old reservations, passes
   * pay at once.
   */
  readonly generation: Generation;
  /** Whether the reservation costs nothing, so that pay passes at once in classic too. Default false. */
  readonly free?: boolean;
}

/**
 * What happens next with a reservation. The answer follows from content and time alone, and is worked out anew at
 * every look; an expiry of 0 is 1970 and so is over.
 */
export function nextReservationAction(reservation: Reservation, situation: PipelineSituation): number {
  const { nextAction, dataReservation: data } = reservation;
  if (nextAction === NextActionEnum.NextActionDelete || nextAction === NextActionEnum.NextActionDeleted) {
    return nextAction;
  }
  const { now } = situation;
  const ended =
    data.expirationReservation <= now ||
    deleteQuorumReached(data.signingRequestDelete, reservation.signaturesDelete) ||
    (data.expirationProvisioning < now && !isFullyDeployed(reservation));
  return ended ? NextActionEnum.NextActionDelete : moveOn(nextAction, reservation, situation);
}

/** Whether every workload has an ok result. */
export function isFullyDeployed({ results, dataReservation }: Reservation): boolean {
  return (
    results.length >= membersOf(dataReservation).length &&
    results.every(({ state }) => state === ResultStateEnum.ResultStateOk)
  );
}

function moveOn(action: number, reservation: Reservation, situation: PipelineSituation): number {
  switch (action) {
    case NextActionEnum.NextActionCreate:
      return moveOn(NextActionEnum.NextActionSign, reservation, situation);
    case NextActionEnum.NextActionSign: {
      const { signingRequestProvision } = reservation.dataReservation;
      return provisionQuorumReached(signingRequestProvision, reservation.signaturesProvision)
        ? moveOn(NextActionEnum.NextActionPay, reservation, situation)
        : action;
    }
    case NextActionEnum.NextActionPay:
      return situation.generation === "pool" || situation.free === true
        ? NextActionEnum.NextActionDeploy
        : action;
    default:
      return action;
  }
}

/** Where a reservation stands in time. */
export type ExpiryState = "current" | "soon" | "over";

/**
 * Whether a reservation is over, or will be soon.
 * @param notice Seconds before the end from which on it counts as soon.
 */
export function expiryState(
  { dataReservation }: Pick<Reservation, "dataReservation">,
  now: number,
  notice: number,
): ExpiryState {
  const left = dataReservation.expirationReservation - now;
  if (left <= 0) return "over";
  return left <= notice ? "soon" : "current";
}
