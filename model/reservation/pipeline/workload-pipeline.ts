import { NextActionEnum } from "../types/enums/next-action.js";
import type { AnyWorkload } from "../types/any-workload.js";
import type { ReservationInfo } from "../types/reservation-info.js";
import { resultSchema } from "../types/result.js";
import { signingSignatureSchema } from "../types/signing-signature.js";
import { deleteQuorumReached, provisionQuorumReached } from "./quorum.js";

/** Version that explorers give every new workload: its secrets are in shared-secret boxes. */
export const CURRENT_VERSION = 2;

/** What happens next with a workload that stands alone. It never expires, and waits in pay for its pool. */
export function nextWorkloadAction(workload: ReservationInfo): number {
  const { nextAction } = workload;
  if (nextAction === NextActionEnum.NextActionDelete || nextAction === NextActionEnum.NextActionDeleted) {
    return nextAction;
  }
  if (deleteQuorumReached(workload.signingRequestDelete, workload.signaturesDelete)) {
    return NextActionEnum.NextActionDelete;
  }
  const signing =
    nextAction === NextActionEnum.NextActionCreate || nextAction === NextActionEnum.NextActionSign;
  if (!signing) return nextAction;
  return provisionQuorumReached(workload.signingRequestProvision, workload.signaturesProvision)
    ? NextActionEnum.NextActionPay
    : NextActionEnum.NextActionSign;
}

/** What an explorer makes of a new workload. */
export interface Acceptance {
  /** Decimal id from the explorer's one counter. */
  readonly id: string;
  /** Unix seconds; takes the place of the signed epoch. */
  readonly now: number;
  /** Whether the pool lasts long enough; without it the record stays behind as invalid. */
  readonly poolLasts: boolean;
  /**
   * Whether the provision quorum counts. Explorers ignore it and deploy at once, which is the default; a ledger that
   * means it does not.
   */
  readonly heedQuorum?: boolean;
}

/** A new workload as an explorer stores it: state, signatures and result are the explorer's. */
export function acceptWorkload<W extends AnyWorkload>(workload: W, acceptance: Acceptance): W {
  const fresh: W = {
    ...workload,
    id: acceptance.id,
    epoch: acceptance.now,
    version: CURRENT_VERSION,
    signaturesProvision: [],
    signatureFarmer: signingSignatureSchema.parse({}),
    signaturesDelete: [],
    result: resultSchema.parse({}),
    nextAction: NextActionEnum.NextActionCreate,
  };
  if (!acceptance.poolLasts) return { ...fresh, nextAction: NextActionEnum.NextActionInvalid };
  const heeded = acceptance.heedQuorum === true ? nextWorkloadAction(fresh) : NextActionEnum.NextActionPay;
  const quorum = heeded === NextActionEnum.NextActionPay;
  return { ...fresh, nextAction: quorum ? NextActionEnum.NextActionDeploy : heeded };
}
