import { z } from "zod";
import { dataSchema } from "./data.js";
import { resultSchema } from "./result.js";
import { date, id, list, text, uint8 } from "./scalars.js";
import { signingSignatureSchema } from "./signing-signature.js";

/** A signed document that reserves workloads. */
export const reservationSchema = z.strictObject({
  /** Given by the server. */
  id: id(),
  /** The exact JSON text of `dataReservation`; this text is what is signed. */
  json: text(),
  dataReservation: dataSchema.prefault({}),
  customerTid: id(),
  /** 64 bytes, hexadecimal. */
  customerSignature: text(),
  /** `NextActionEnum`. */
  nextAction: uint8(),
  signaturesProvision: list(signingSignatureSchema),
  /** Never filled or checked by any server. */
  signaturesFarmer: list(signingSignatureSchema),
  signaturesDelete: list(signingSignatureSchema),
  epoch: date(),
  /** At most 1024 bytes; not in the source document. */
  metadata: text(),
  results: list(resultSchema),
});
export type Reservation = z.output<typeof reservationSchema>;
