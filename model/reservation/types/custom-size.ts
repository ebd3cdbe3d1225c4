import { z } from "zod";
import { amount, whole } from "./scalars.js";

/** Size of a machine whose `size` is −1. Servers fill it in themselves; no signature covers it. */
export const customSizeSchema = z.strictObject({
  /** Processors. */
  cru: whole(),
  /** Memory, GiB. */
  mru: amount(),
  /** Disk, GiB. */
  sru: amount(),
});
export type CustomSize = z.output<typeof customSizeSchema>;
