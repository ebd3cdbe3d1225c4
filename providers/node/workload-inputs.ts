import { z } from "zod";
import { commonInputs } from "../runtime/common-inputs.js";

/** Inputs that every workload on a node has, for the schema of its kind. */
export const workloadInputs = {
  /** Name in `groundplan:nodes`; with `explorer`, the node's id there. */
  node: z.string().min(1),
  /** Name in `groundplan:explorers`. Absent: the node itself, over SSH. */
  explorer: z.string().min(1).optional(),
  /** Default none. */
  description: z.string().default(""),
  /** Default none. */
  metadata: z.string().default(""),
  /**
   * The reservation document that the workload is part of: its id, and the SHA-256 (hex) of the workload's own
   * canonical content in it. Absent: it stands alone.
   */
  reservation: z.strictObject({ id: z.string().min(1), member: z.string().min(1) }).optional(),
  /** Id of the capacity pool. Explorer only. */
  pool: z.string().min(1).optional(),
  /** Name in `groundplan:identities`: who signs. Explorer only. */
  identity: z.string().min(1).optional(),
  /**
   * Ids of the users who may agree to the workload's deletion, and how many of them must. Explorer only. Default: the
   * one who signs, alone.
   */
  deletion: z
    .strictObject({
      signers: z.array(z.string().regex(/^[1-9][0-9]{0,18}$/)).min(1),
      quorum: z.int().min(1),
    })
    .optional(),
  ...commonInputs,
};

/** What every workload on a node is told. */
export type WorkloadInputs = z.output<z.ZodObject<typeof workloadInputs>>;

/** What every workload on a node answers, besides what its kind does. */
export type WorkloadOutputs = {
  /** `<sort>-<13 characters>`: the same for one resource of one stack, whatever happens to it. */
  workloadId: string;
  /** What differs on the node and is no input: `process: not running`. The next update repairs it. */
  drift: readonly string[];
  /** What an explorer keeps of it: state, result and times, by name. Absent for workloads on nodes of the stack. */
  record?: Readonly<Record<string, string>>;
};

/** Names of {@link WorkloadOutputs}, for kinds. */
export const WORKLOAD_OUTPUTS = ["workloadId", "drift", "record"] as const;
