import { z } from "zod";
import { resultSchema } from "./result.js";
import { date, id, list, text, uint8, whole } from "./scalars.js";
import { signingRequestSchema } from "./signing-request.js";
import { signingSignatureSchema } from "./signing-signature.js";

/** What every workload has besides its own fields; flattened into each of them, also on the wire. */
export const reservationInfoShape = {
  /** Position inside its reservation; 1 for a workload that stands alone. */
  workloadId: id(),
  /** Base58 of the node's or gateway's public key. */
  nodeId: text(),
  /** Capacity pool that pays; 0 where there are no pools. */
  poolId: id(),
  /** `<reservation id>-<workload id>` of the old workload that this one was converted from. */
  reference: text(),
  description: text(),
  signingRequestProvision: signingRequestSchema.prefault({}),
  signingRequestDelete: signingRequestSchema.prefault({}),
  /** Given by the server. */
  id: id(),
  /** Used only while old reservations are converted. */
  json: text(),
  customerTid: id(),
  /** 64 bytes, hexadecimal. */
  customerSignature: text(),
  /** `NextActionEnum`. */
  nextAction: uint8(),
  signaturesProvision: list(signingSignatureSchema),
  /** Never filled by any server. */
  signatureFarmer: signingSignatureSchema.prefault({}),
  signaturesDelete: list(signingSignatureSchema),
  /** The client's time is what is signed; servers then put their own. */
  epoch: date(),
  /** At most 1024 bytes. */
  metadata: text(),
  result: resultSchema.prefault({}),
  /** `WorkloadTypeEnum`. */
  workloadType: uint8(),
  /** 0: secrets are sealed boxes; from 1 on: shared-secret boxes with the customer's key. */
  version: whole(),
};

export const reservationInfoSchema = z.strictObject(reservationInfoShape);
export type ReservationInfo = z.output<typeof reservationInfoSchema>;
