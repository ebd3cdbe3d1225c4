import { z } from "zod";
import { date, id, text } from "./scalars.js";

/** One signature of one user. */
export const signingSignatureSchema = z.strictObject({
  tid: id(),
  /** 64 bytes, hexadecimal. */
  signature: text(),
  /** When it was given; servers put their own time. */
  epoch: date(),
});
export type SigningSignature = z.output<typeof signingSignatureSchema>;
