import type { AnyWorkload } from "../types/any-workload.js";
import { NextActionEnum } from "../types/enums/next-action.js";
import { resultCategoryOf } from "../types/enums/result-category.js";
import { ResultStateEnum } from "../types/enums/result-state.js";
import type { Reservation } from "../types/reservation.js";
import { resultSchema, type Result } from "../types/result.js";
import { membersOf } from "./members.js";
import { parseGlobalId } from "./names.js";

/** What one failed workload means: the end of the whole reservation, as upstream has it, or only its own. */
export type FailurePolicy = "all" | "each";

/** A reservation after a node reported on one of its workloads. A later report takes the place of an earlier one. */
export function withResult(reservation: Reservation, result: Result, policy: FailurePolicy): Reservation {
  const results = replaceResult(reservation.results, result);
  const failed = result.state === ResultStateEnum.ResultStateError && policy === "all";
  return { ...reservation, results, ...(failed ? { nextAction: NextActionEnum.NextActionDelete } : {}) };
}

/**
 * A reservation after a node deleted one of its workloads; when it was the last, the reservation is deleted.
 * @param workloadId Global id.
 */
export function withDeletion(
  reservation: Reservation,
  workloadId: string,
  nodeId: string,
  now: number,
): Reservation {
  const reported = reservation.results.find((result) => isOf(result, workloadId, nodeId));
  const deleted: Result = {
    ...(reported ?? unreported(reservation, workloadId, nodeId, now)),
    state: ResultStateEnum.ResultStateDeleted,
  };
  const results = replaceResult(reservation.results, deleted);
  const gone = results.filter(({ state }) => state === ResultStateEnum.ResultStateDeleted).length;
  const last = gone >= membersOf(reservation.dataReservation).length;
  return { ...reservation, results, ...(last ? { nextAction: NextActionEnum.NextActionDeleted } : {}) };
}

/** A workload that stands alone after its node reported; an error ends it. */
export function withOwnResult<W extends AnyWorkload>(workload: W, result: Result): W {
  const failed = result.state === ResultStateEnum.ResultStateError;
  return { ...workload, result, ...(failed ? { nextAction: NextActionEnum.NextActionDelete } : {}) };
}

/** A workload that stands alone after its node deleted it. */
export function withOwnDeletion<W extends AnyWorkload>(workload: W): W {
  return {
    ...workload,
    result: { ...workload.result, state: ResultStateEnum.ResultStateDeleted },
    nextAction: NextActionEnum.NextActionDeleted,
  };
}

/** Whether anything was reported of a workload yet. */
export function isReported({ workloadId }: Pick<Result, "workloadId">): boolean {
  return workloadId !== "";
}

/** The result of a workload of a reservation; a network has one a node. */
export function resultOf(
  { results }: Pick<Reservation, "results">,
  workloadId: string,
  nodeId: string,
): Result | undefined {
  return results.find((result) => isOf(result, workloadId, nodeId));
}

function replaceResult(results: readonly Result[], result: Result): Result[] {
  const index = results.findIndex((one) => isOf(one, result.workloadId, result.nodeId));
  return index === -1 ? [...results, result] : results.map((one, at) => (at === index ? result : one));
}

function isOf(result: Result, workloadId: string, nodeId: string): boolean {
  return result.workloadId === workloadId && result.nodeId === nodeId;
}

function unreported(reservation: Reservation, workloadId: string, nodeId: string, now: number): Result {
  const own = parseGlobalId(workloadId)?.workloadId;
  const member = membersOf(reservation.dataReservation).find(
    ({ workload }) => workload.workloadId === own && workload.nodeId === nodeId,
  );
  const category = member === undefined ? 0 : resultCategoryOf(member.workload.workloadType);
  return resultSchema.parse({ category, workloadId, nodeId, epoch: now });
}
