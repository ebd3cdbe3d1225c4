import { z } from "zod";
import { MAX_ARTIFACT_NAME } from "../../model/artifact/names.js";
import type { Counts, Phase } from "../../model/artifact/plan/types.js";
import { poolSettings } from "../../model/artifact/settings.js";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";
import { poolProblems } from "./pool/input-problems.js";
import { poolTimeouts } from "./pool/longest-run.js";

const name = z
  .string()
  .max(MAX_ARTIFACT_NAME)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "must consist of lower-case letters, digits and dashes");

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  namespace: z.string().min(1),
  /** Name of the artifact. */
  name,
  /** The team that owns the pool. */
  team: z.string().min(1),
  /** Whether the stack acts as an administrator. Default false. */
  admin: z.boolean().default(false),
  /** Teams, names or globs, that may borrow instances and refer to them. Default none. */
  whitelist: z.array(z.string().min(1)).default([]),
  settings: poolSettings.prefault({}),
  /** Canonical JSON of the unit that builds an instance. */
  build: z.string().exactOptional(),
  /** Canonical JSON of the unit that cleans one. */
  clean: z.string().exactOptional(),
  /** Results of each instance of a pool without pipelines: its instances are there at once. Secret. */
  provided: z.record(z.string(), z.string()).exactOptional(),
  /** Artifacts of which each instance borrows one instance. Default none. */
  refs: z.array(z.string().min(1)).default([]),
  /** Accounts of which each instance has one entry for itself, besides those its units name. Default none. */
  accounts: z.array(z.string().min(1)).default([]),
  /** Shared secrets that runs may mount, besides those the units name. Default none. */
  secrets: z.array(z.string().min(1)).default([]),
  /** Labels of the pool's runs. Default none. */
  labels: z.record(z.string(), z.string()).default({}),
  /** Takes over a pool of the same name that another stack made. Default false. */
  adopt: z.boolean().default(false),
  /** Leave it alone. A read answers `false` when the ledger was changed by hand, which the next update repairs. */
  inStep: z.boolean().default(true),
  timeouts: commonInputs.timeouts,
  onUnreachable: commonInputs.onUnreachable,
});

/** Inputs of {@link artifactPool}. */
export type ArtifactPoolInputs = z.output<typeof inputs>;

/** One instance, as the state keeps it. */
export interface InstanceSummary {
  readonly slot: number;
  readonly instance: string;
  readonly state: string;
  /** First ten digits of the hash of what it was built with. */
  readonly specHash: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly run?: string;
  readonly failure?: {
    readonly phase: string;
    readonly task?: string;
    readonly step?: string;
    readonly exitCode?: number;
    readonly reason: string;
    readonly message: string;
  };
}

/** Outputs of {@link artifactPool}. */
export type ArtifactPoolOutputs = {
  /** Hash of what new instances are built with. */
  specHash: string;
  phase: Phase;
  counts: Counts;
  instances: readonly InstanceSummary[];
  /** Results by instance. Secret. */
  results: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/**
 * A pool of instances of one artifact, each built and cleaned by Tekton runs. What must last between two updates is
 * in the cluster: a ConfigMap with the settings, and a Secret for each instance. Creation and update bring the pool
 * to its target, deletion cleans every instance.
 */
export const artifactPool = defineKind<ArtifactPoolInputs, ArtifactPoolOutputs>({
  name: "artifact.ArtifactPool",
  module: "artifact",
  type: "ArtifactPool",
  inputs,
  outputs: ["specHash", "phase", "counts", "instances", "results"],
  secretInputs: ["provided"],
  secretOutputs: ["results"],
  replaceOn: ["cluster", "namespace", "name"],
  localOnly: ["admin", "adopt"],
  hideDiffs: ["build", "clean"],
  normalise: (given) => ({ ...given, timeouts: { ...poolTimeouts(given), ...given.timeouts } }),
  problems: poolProblems,
  handlers: async () => (await import("./artifact-pool.handlers.js")).artifactPoolHandlers,
});
