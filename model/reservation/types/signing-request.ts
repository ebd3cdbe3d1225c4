import { z } from "zod";
import { INT64, list, whole } from "./scalars.js";

/** Who may sign and how many must. */
export const signingRequestSchema = z.strictObject({
  /** Ids of users. */
  signers: list(INT64),
  /** How many different signers must sign. For deletions 0 means: never reached. */
  quorumMin: whole(),
});
export type SigningRequest = z.output<typeof signingRequestSchema>;
