import { z } from "zod";
import { parseGoDuration } from "../shared/duration.js";
import type { Problem } from "../shared/problem.js";
import { formatPropertyPath } from "../shared/property-path.js";
import { MAX_TOTAL } from "./names.js";
import { cronFault, timezoneFault } from "./schedule.js";

/** Seconds, as a number or as a Go duration (`90`, `1m30s`); kept as seconds. */
const seconds = z.union([z.number(), z.string()]).transform((value, context): number => {
  const parsed = typeof value === "number" ? { ok: true as const, seconds: value } : parseGoDuration(value);
  if (!parsed.ok) context.addIssue({ code: "custom", message: parsed.reason });
  else if (parsed.seconds < 0) context.addIssue({ code: "custom", message: "must not be negative" });
  return parsed.ok ? parsed.seconds : 0;
});

const someSeconds = seconds.refine((value) => value > 0, { error: "must be longer than 0" });

/** A text that a rule accepts; the rule's answer becomes the message. */
function ruled(rule: (text: string) => string | undefined): z.ZodString {
  return z.string().superRefine((text, context) => {
    const message = rule(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
}

const STRATEGIES = ["OnReplenish", "Rolling", "Recreate"] as const;

const updateStrategy = z
  .union([
    z.enum(STRATEGIES),
    z.strictObject({
      type: z.enum(STRATEGIES),
      /** Instances above the target while old ones are replaced; with `Rolling` only. Default 1. */
      maxSurge: z.int().min(0).exactOptional(),
    }),
  ])
  .transform((value, context): UpdateStrategy => {
    const { type, maxSurge } =
      typeof value === "string" ? { type: value, maxSurge: undefined } : { maxSurge: undefined, ...value };
    if (type === "Rolling") return { type, maxSurge: maxSurge ?? 1 };
    if (maxSurge !== undefined) {
      context.addIssue({ code: "custom", path: ["maxSurge"], message: "is for type Rolling only" });
    }
    return { type };
  });

/**
 * What happens to instances of an older spec: `OnReplenish` keeps them until they are used up, `Rolling` replaces
 * them with up to `maxSurge` instances above the target, `Recreate` cleans all idle ones before it builds anew.
 */
export type UpdateStrategy =
  { readonly type: "OnReplenish" | "Recreate" } | { readonly type: "Rolling"; readonly maxSurge: number };

const retry = z.strictObject({
  /** Failed builds in a row that are put up with. One more stops building. Default 5. */
  maxFailed: z.int().min(0).default(5),
  /** Share of failures among the last builds, once there are more than `maxFailed`, that stops building. Default 0.2. */
  maxFailedRatio: z.number().min(0).max(1).default(0.2),
  /** Pause after as many failures in a row as an entry's place says; the last one counts for all further failures. */
  backoff: z.array(seconds).min(1).default([0, 5, 10, 20, 40, 80]),
  /** Any text; another one makes failures forgotten. */
  resetToken: z.string().exactOptional(),
});

const scheduleEntry = z.strictObject({
  cron: ruled(cronFault),
  target: z.int().min(0),
  /** Default `UTC`. */
  timezone: ruled(timezoneFault).default("UTC"),
});

const wait = z.strictObject({
  /** Whether an update waits for its builds. Default true. */
  build: z.boolean().default(true),
  /** Longest wait of one update. Default 1800. */
  timeout: someSeconds.default(1800),
});

/** The keys of a pool's settings, for schemas that have others beside them. Durations are seconds once parsed. */
export const POOL_SETTINGS_SHAPE = {
  /** Most instances of any state at any time. Default 1. */
  total: z.int().min(0).max(MAX_TOTAL).default(1),
  /** Clean instances that nobody uses, running builds included. Default 1. */
  target: z.int().min(0).default(1),
  /** A plain name is accepted, too. Default `OnReplenish`. */
  updateStrategy: updateStrategy.default({ type: "OnReplenish" }),
  /** Which instance goes first when there are more than the target: of an older spec, the oldest or the newest. */
  scaleDown: z.enum(["staleFirst", "oldest", "newest"]).default("staleFirst"),
  retry: retry.prefault({}),
  /** Longest life of an instance that nobody uses, from the end of its build. Default: no end. */
  ttl: someSeconds.exactOptional(),
  /** Targets by time of day; the entry that fired last counts, `target` before any did. Default none. */
  schedule: z.array(scheduleEntry).exactOptional(),
  /** Whether an instance that comes back is cleaned, or kept for the next borrower. Default `clean`. */
  onReturn: z.enum(["clean", "keep"]).default("clean"),
  /**
   * What a failed clean run means: `required` keeps the instance and its slot until one succeeds, `bestEffort` forgets
   * the instance all the same, `orphan` runs none at all. Default `required`.
   */
  cleanPolicy: z.enum(["required", "bestEffort", "orphan"]).default("required"),
  wait: wait.prefault({}),
  /** Runs at the same time. Default 4. */
  parallelism: z.int().min(1).max(64).default(4),
  /** Whose steps' logs are printed. Default `failures`. */
  logs: z.enum(["failures", "all", "none"]).default("failures"),
  /** Lines of a failing step's log that the ledger keeps. Default 200. */
  logTailLines: z.int().min(0).max(1000).default(200),
  /** Runs that stay in the cluster once their results are in the ledger. Default `none`. */
  keepRuns: z.enum(["onFailure", "all", "none"]).default("none"),
  /** Nothing is built or cleaned while this is true. Default false. */
  paused: z.boolean().default(false),
  /** Whether the pool may be deleted while instances are borrowed. Default false. */
  forceReturn: z.boolean().default(false),
} as const;

const settings = z.strictObject(POOL_SETTINGS_SHAPE);

/** Settings of a pool, with all defaults; durations in seconds. */
export type PoolSettings = z.output<typeof settings>;
/** Settings as people write them. */
export type PoolSettingsInput = z.input<typeof settings>;

/** Settings of a pool: unknown keys are refused, and so are contradictions between keys ({@link settingsProblems}). */
export const poolSettings = settings.superRefine((value, context) => {
  for (const { path, message } of contradictions(value)) context.addIssue({ code: "custom", path, message });
});

/** What each key is fine by itself for but not with the others: targets above `total`. */
export function settingsProblems(value: Targets): readonly Problem[] {
  return contradictions(value).map(({ path, message }) => ({
    path: formatPropertyPath(path),
    reason: message,
  }));
}

type Targets = Pick<PoolSettings, "total" | "target"> & {
  readonly schedule?: readonly { readonly target: number }[];
};

interface Contradiction {
  readonly path: (string | number)[];
  readonly message: string;
}

function contradictions({ total, target, schedule = [] }: Targets): readonly Contradiction[] {
  const targets = [
    { path: ["target"], target },
    ...schedule.map((entry, index) => ({ path: ["schedule", index, "target"], target: entry.target })),
  ];
  return targets
    .filter((one) => one.target > total)
    .map((one) => ({ path: one.path, message: `must be at most total (${total}) and is ${one.target}` }));
}
