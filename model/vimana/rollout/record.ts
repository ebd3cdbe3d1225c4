import { z } from "zod";
import { canonicalJson } from "../../shared/json.js";

const weights = z.record(z.string(), z.number());

const tally = z.object({
  name: z.string(),
  good: z.number(),
  bad: z.number(),
  inconclusive: z.number(),
  /** When the last measurement was made, in milliseconds since the epoch. */
  at: z.number(),
  /** What the last measurements were, as people read them; newest last. */
  values: z.array(z.string()),
});

const record = z.object({
  id: z.string(),
  to: z.string(),
  /** Weights from before the rollout: what a restoration writes. */
  from: weights,
  phase: z.enum(["Progressing", "Paused", "Succeeded", "Failed", "Aborted"]),
  /** Step whose weights were written, from 0, and how many there are. */
  step: z.number(),
  steps: z.number(),
  /** Percent of the calls that the step gives the new version. */
  percent: z.number(),
  /** What was written last, and what stood there before; carriers of a server are written one after the other. */
  weights,
  previous: weights,
  /** When the weights were written, in milliseconds since the epoch; pauses count from here. */
  since: z.number(),
  /** Measurements of this step. */
  checks: z.array(tally),
  message: z.string(),
  /** Versions that have had all calls, newest first. */
  served: z.array(z.string()),
  /** Rollouts that failed or were aborted and are not repeated, newest first. */
  failed: z.array(z.object({ id: z.string(), to: z.string(), message: z.string() })),
});

/** Where a rollout stands, as it is kept on the object that carries the weights. */
export type RolloutRecord = Readonly<z.infer<typeof record>>;
/** Measurements of one check in one step. */
export type Tally = Readonly<z.infer<typeof tally>>;

/** The record as text. */
export function formatRecord(value: RolloutRecord): string {
  return canonicalJson(value);
}

/** Undefined for a text that is no record. */
export function parseRecord(text: string): RolloutRecord | undefined {
  try {
    return record.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Whether nothing goes on any more. */
export function isOver({ phase }: Pick<RolloutRecord, "phase">): boolean {
  return phase === "Succeeded" || phase === "Failed" || phase === "Aborted";
}
