import { z } from "zod";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";

const LONGEST_CLEAN_SECONDS = 1_800;

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  namespace: z.string().min(1),
  /** Name of the artifact to borrow an instance of. */
  artifact: z.string().min(1),
  /** The team that the stack acts as. */
  team: z.string().min(1),
  /** Whether the stack acts as an administrator. Default false. */
  admin: z.boolean().default(false),
  /** Longest wait for an instance that can be borrowed. Default 600. */
  waitSeconds: z.number().min(0).default(600),
  /** Which instance is taken: one of the newest spec, the youngest first, or the oldest one. Default `fresh`. */
  prefer: z.enum(["fresh", "oldest"]).default("fresh"),
  /** Results that the instance must have. Default none. */
  expects: z.array(z.string().min(1)).default([]),
  /** Whether the pool is brought back to its target after the instance was taken. Default true. */
  replenish: z.boolean().default(true),
  /** Whether deletion cleans the instance at once, and does not leave that to the pool's next update. Default true. */
  cleanOnReturn: z.boolean().default(true),
  timeouts: commonInputs.timeouts,
  onUnreachable: commonInputs.onUnreachable,
});

/** Inputs of {@link artifactLease}. */
export type ArtifactLeaseInputs = z.output<typeof inputs>;

/** Outputs of {@link artifactLease}. */
export type ArtifactLeaseOutputs = {
  instance: string;
  slot: number;
  /** The run that built it; absent for a pool without pipelines. */
  run?: string;
  /** RFC 3339. */
  builtAt: string;
  /** Results of the instance. Secret. */
  results: Readonly<Record<string, string>>;
};

/**
 * One instance of a pool, borrowed as long as the resource exists. Creation takes a clean one and has the pool build
 * another; deletion gives it back and has it cleaned. A creation that is repeated, since its outcome got lost, goes on
 * with the instance that it took before.
 */
export const artifactLease = defineKind<ArtifactLeaseInputs, ArtifactLeaseOutputs>({
  name: "artifact.ArtifactLease",
  module: "artifact",
  type: "ArtifactLease",
  inputs,
  outputs: ["instance", "slot", "run", "builtAt", "results"],
  secretOutputs: ["results"],
  replaceOn: ["cluster", "namespace", "artifact", "team"],
  localOnly: ["admin", "waitSeconds", "prefer", "replenish", "cleanOnReturn"],
  normalise: (given) => ({
    ...given,
    timeouts: {
      create: given.waitSeconds + LONGEST_CLEAN_SECONDS,
      delete: LONGEST_CLEAN_SECONDS,
      ...given.timeouts,
    },
  }),
  handlers: async () => (await import("./artifact-lease.handlers.js")).artifactLeaseHandlers,
});
