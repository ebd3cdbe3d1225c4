import { z } from "zod";
import { anyWorkloadSchema } from "./any-workload.js";
import { networkSchema } from "./network.js";
import { date, flag, id, text, uint8, whole } from "./scalars.js";

/** {@link workloadSchema} without its content. */
export const workloadEnvelopeSchema = z.strictObject({
  /** `<reservation id>-<workload id>`. */
  workloadId: text(),
  /** The customer's id as text. */
  user: text(),
  /** 0 where there are no pools. */
  poolId: id(),
  /** `WorkloadTypeEnum`. */
  type: uint8(),
  created: date(),
  /** Seconds; 0 without expiry. */
  duration: whole(),
  /** Always left empty. */
  signature: text(),
  /** Whether it is to be deleted or already is. */
  toDelete: flag(),
  nodeId: text(),
});

/** What a node receives when it asks for work. */
export const workloadSchema = z.strictObject({
  ...workloadEnvelopeSchema.shape,
  /** The workload itself, which is of the kind that `type` says; only classic reservations have whole networks. */
  content: z.union([anyWorkloadSchema, networkSchema]),
});
export type Workload = z.output<typeof workloadSchema>;
