import { z } from "zod";
import { rolloutSchema } from "../../model/vimana/schema.js";
import { commonInputs } from "../runtime/common-inputs.js";
import { defineKind } from "../runtime/kind.js";
import { inputProblems } from "./traffic/input-problems.js";
import { canonicalCarrier } from "./traffic/carrier-texts.js";
import { longestRun } from "./traffic/longest-run.js";

const weights = z.record(z.string().min(1), z.int().min(0).max(1_000_000));

const inputs = z.strictObject({
  /** Name of the cluster target. */
  cluster: z.string().min(1),
  /** Namespace of the carriers and of the ledger. */
  namespace: z.string().min(1),
  /** `<domain id>:<server id>`. */
  fullName: z.string().regex(/^[^:]+:[^:]+$/, "must be <domain id>:<server id>"),
  /** JSON of the objects that carry the weights, marks of ownership included and weights left out. */
  carriers: z.array(z.string().min(1)).min(1),
  /** Name of the Service of every declared version, by version. */
  backends: z.record(z.string().min(1), z.string().min(1)),
  /** Wanted weights by version; zeros may be left out. Absent with a rollout, and only then. */
  weights: weights.optional(),
  /** Who sets the weights after the first time: this resource, or somebody else. Default `pulumi`. */
  managed: z.enum(["pulumi", "external"]).default("pulumi"),
  /** Brings one version to all calls step by step. */
  rollout: rolloutSchema.optional(),
  /** Seconds between the moment when a version has lost its calls and the end of the update. Default 30. */
  drainSeconds: z.number().min(0).default(30),
  /** Whether an update waits until the gateway has accepted the carriers. Default `accepted`. */
  waitFor: z.enum(["accepted", "none"]).default("accepted"),
  /** Seconds that the gateway may take to accept one write. Default 120. */
  acceptTimeoutSeconds: z.number().positive().default(120),
  /** Take over carriers that exist without this stack's mark. Default false. */
  adopt: z.boolean().default(false),
  /** Refuse the removal of a version that still gets calls. Default false: it is told and drained. */
  requireDrain: z.boolean().default(false),
  timeouts: commonInputs.timeouts,
  onUnreachable: commonInputs.onUnreachable,
});

/** Inputs of {@link traffic}. */
export type TrafficInputs = z.infer<typeof inputs>;

/** Outputs of {@link traffic}. */
export type TrafficOutputs = {
  /** Weights by version as they are, zeros left out. */
  liveWeights: Record<string, number>;
  /** Share of the calls by version, as `12.5%`. */
  effectiveWeights: Record<string, string>;
  /** The last 20 sets of weights that were written, oldest first. */
  history: { weights: Record<string, number>; at: string; reason: string }[];
  /** Where the rollout stands; an empty object without one. */
  rolloutStatus: RolloutStatus | Record<string, never>;
  /** Whether the gateway has accepted the carriers in their latest form; true where it does not tell. */
  accepted: boolean;
  /** Everything that may exist because of this resource. */
  objects: { apiVersion: string; kind: string; name: string }[];
};

/** A rollout as outputs show it. */
export interface RolloutStatus {
  id: string;
  to: string;
  phase: "Progressing" | "Paused" | "Succeeded" | "Failed" | "Aborted";
  /** Number of the step whose weights are live, counted from 1. */
  step: number;
  steps: number;
  message: string;
  checks: { name: string; good: number; bad: number; inconclusive: number; last: string }[];
}

/**
 * Where the calls of one server go: owns the objects that carry its weights, with or without a rollout. Weights
 * change in one write, which the gateway has accepted before an update ends, and a version that lost its calls is
 * drained before anything of it can be deleted.
 *
 * It has no natural key: a replacement is made before the old one goes, so that no call is lost, and deletion leaves
 * what a later creation holds.
 */
export const traffic = defineKind<TrafficInputs, TrafficOutputs>({
  name: "vimana.Traffic",
  module: "vimana",
  type: "Traffic",
  inputs,
  outputs: ["liveWeights", "effectiveWeights", "history", "rolloutStatus", "accepted", "objects"],
  replaceOn: ["cluster", "namespace", "fullName"],
  localOnly: ["drainSeconds", "waitFor", "acceptTimeoutSeconds", "adopt", "requireDrain"],
  timeouts: { read: 60_000, delete: 5 * 60_000 },
  problems: inputProblems,
  normalise: (given) => ({
    ...given,
    carriers: given.carriers.map(canonicalCarrier),
    ...(given.weights === undefined ? {} : { weights: withoutZeros(given.weights) }),
    timeouts: { ...longestRun(given), ...given.timeouts },
  }),
  handlers: async () => (await import("./traffic.handlers.js")).trafficHandlers,
});

function withoutZeros(weights: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(weights).filter(([, weight]) => weight > 0));
}
