import { globalId } from "../../../model/reservation/pipeline/names.js";
import { isReported } from "../../../model/reservation/pipeline/results.js";
import { nextWorkloadAction } from "../../../model/reservation/pipeline/workload-pipeline.js";
import type { AnyWorkload } from "../../../model/reservation/types/any-workload.js";
import { NEXT_ACTION_TEXTS, NextActionEnum } from "../../../model/reservation/types/enums/next-action.js";
import { RESULT_STATE_TEXTS, ResultStateEnum } from "../../../model/reservation/types/enums/result-state.js";
import { textOf } from "../../../model/reservation/types/enums/text-of.js";
import type { ExplorerAnswer } from "./definition.js";

/** What only who signed knows of a workload; explorers put their own time in the place of the signed one. */
export interface Signed {
  readonly signedEpoch: string;
  readonly challengeSha256: string;
}

/** Drift of a workload of which its node has reported nothing yet. */
export const NOT_REPORTED = "result: not reported yet";

/** What is answered of a workload as the explorer has it. */
export function answerOf(workload: AnyWorkload, signed: Partial<Signed> = {}): ExplorerAnswer {
  const { id, workloadId, epoch, customerSignature, version, result } = workload;
  return {
    workloadId: globalId(id, workloadId),
    drift: driftOf(workload),
    record: {
      id,
      nextAction: textOf(NEXT_ACTION_TEXTS, nextWorkloadAction(workload)),
      resultState: isReported(result) ? textOf(RESULT_STATE_TEXTS, result.state) : "",
      resultMessage: result.message,
      storedEpoch: String(epoch),
      customerSignature,
      version: String(version),
      ...signed,
    },
  };
}

/** The parts of a record that only who signed knows. */
export function signedPartsOf(record: unknown): Partial<Signed> {
  const { signedEpoch, challengeSha256 } = recordOf(record);
  return {
    ...(signedEpoch === undefined ? {} : { signedEpoch }),
    ...(challengeSha256 === undefined ? {} : { challengeSha256 }),
  };
}

/** A record as it was stored. */
export function recordOf(record: unknown): Readonly<Record<string, string | undefined>> {
  if (typeof record !== "object" || record === null) return {};
  const entries = Object.entries(record);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
}

/** Whether its node carries a workload out, or is about to. */
export function isLive(workload: AnyWorkload): boolean {
  return nextWorkloadAction(workload) < NextActionEnum.NextActionDelete;
}

/** Whether nothing is left of a workload. */
export function isDeleted(workload: AnyWorkload | undefined): boolean {
  return workload === undefined || workload.nextAction === NextActionEnum.NextActionDeleted;
}

/** Whether nothing more is needed for a workload to be deleted: enough have signed, or its node has failed. */
export function deletionIsSigned(workload: AnyWorkload): boolean {
  return nextWorkloadAction(workload) === NextActionEnum.NextActionDelete;
}

/** Whether a workload's node has failed to carry it out. */
export function hasFailed({ result }: AnyWorkload): boolean {
  return isReported(result) && result.state === ResultStateEnum.ResultStateError;
}

function driftOf(workload: AnyWorkload): readonly string[] {
  const next = nextWorkloadAction(workload);
  const state =
    next === NextActionEnum.NextActionDeploy ? [] : [`next action: ${textOf(NEXT_ACTION_TEXTS, next)}`];
  if (hasFailed(workload)) return [...state, `result: error: ${workload.result.message}`];
  return isReported(workload.result) || state.length > 0 ? state : [NOT_REPORTED];
}
