import { z } from "zod";
import { INSTANCE_STATES, type InstanceState } from "../../model/artifact/ledger/record.js";
import { currentBudget } from "../../model/artifact/plan/budget.js";
import type { InstanceNumbers } from "../../model/artifact/plan/numbers.js";
import type { InstanceView, PoolView } from "../../model/artifact/plan/types.js";
import { POOL_SETTINGS_SHAPE, settingsProblems } from "../../model/artifact/settings.js";
import type { Problem } from "../../model/shared/problem.js";
import { schemaProblems } from "./schema-problems.js";

/** A pool as a file describes it. */
export interface DescribedPool {
  readonly view: PoolView;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const count = z.int().min(0).max(99_999).exactOptional();
const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)), {
  error: "is no time; write it as 2026-11-21T12:00:00Z",
});

/** Instances by state, under the upstream project's names and ours. */
const COUNT_SHAPE = {
  running: count,
  building: count,
  done_clean: count,
  doneClean: count,
  clean: count,
  borrowed: count,
  done_dirt: count,
  doneDirt: count,
  dirty: count,
  cleaning: count,
  fail: count,
  failed: count,
};

const COUNTED: readonly (readonly [keyof typeof COUNT_SHAPE, InstanceState])[] = [
  ["running", "building"],
  ["building", "building"],
  ["done_clean", "clean"],
  ["doneClean", "clean"],
  ["clean", "clean"],
  ["borrowed", "borrowed"],
  ["done_dirt", "dirty"],
  ["doneDirt", "dirty"],
  ["dirty", "dirty"],
  ["cleaning", "cleaning"],
  ["fail", "failed"],
  ["failed", "failed"],
];

const instance = z.strictObject({
  slot: z.int().min(0),
  /** Default `<slot>-00000`. */
  instance: z.string().min(1).exactOptional(),
  state: z.enum(INSTANCE_STATES),
  /** Default: the pool's. */
  specHash: z.string().min(1).exactOptional(),
  stale: z.boolean().exactOptional(),
  /** Default `now`. */
  createdAt: time.exactOptional(),
  builtAt: time.exactOptional(),
  attempt: z.int().min(1).exactOptional(),
  accounts: z.record(z.string(), z.string()).exactOptional(),
  failure: z
    .strictObject({
      phase: z.enum(["build", "clean"]),
      /** Default `now`. */
      at: time.exactOptional(),
      retriable: z.boolean().default(true),
    })
    .exactOptional(),
});

const planFile = z.strictObject({
  ...POOL_SETTINGS_SHAPE,
  ...COUNT_SHAPE,
  /** In place of counts. */
  instances: z.array(instance).exactOptional(),
  specHash: z.string().min(1).default("current"),
  /** Outcomes of the last builds. */
  outcomes: z
    .string()
    .regex(/^[sf]*$/, "must consist of s for successes and f for failures, the last build last")
    .default(""),
  lastFailureAt: time.exactOptional(),
  freeAccounts: z.record(z.string(), z.int().min(0)).default({}),
  cleanRefs: z.record(z.string(), z.int().min(0)).default({}),
  /** Default: the time of the call. */
  now: time.exactOptional(),
});

type Parsed = z.output<typeof planFile>;

/** Reads a parsed document. A target above `total` is a warning: the planner takes `total` instead. */
export function readPlanFile(
  document: unknown,
  clock: () => number,
): { readonly pool?: DescribedPool; readonly problems: readonly Problem[] } {
  const result = planFile.safeParse(document);
  if (!result.success) return { problems: schemaProblems(result.error, planFile) };
  const parsed = result.data;
  const named = COUNTED.filter(([name]) => parsed[name] !== undefined).map(([name]) => name);
  const problems: Problem[] = settingsProblems(parsed).map((problem) => ({
    ...problem,
    severity: "warning",
  }));
  if (parsed.instances !== undefined && named.length > 0) {
    problems.push({
      path: "instances",
      reason: `stands beside ${named.join(", ")}`,
      fix: "give one of the two",
    });
    return { problems };
  }
  const slots = parsed.instances?.map(({ slot }) => slot) ?? [];
  const twice = slots.findIndex((slot, index) => slots.indexOf(slot) < index);
  if (twice >= 0) {
    problems.push({ path: `instances[${twice}].slot`, reason: "is the slot of another instance, too" });
    return { problems };
  }
  return { pool: described(parsed, clock), problems };
}

/** Instances as the upstream project counts them: what is used, or on its way out, is dirty. */
export function upstreamNumbers(instances: readonly InstanceView[]): InstanceNumbers {
  const those = (...states: InstanceState[]): number =>
    instances.filter(({ state }) => states.includes(state)).length;
  return {
    running: those("building"),
    fail: those("failed"),
    doneClean: those("clean"),
    doneDirt: those("borrowed", "dirty", "cleaning"),
  };
}

function described(parsed: Parsed, clock: () => number): DescribedPool {
  const now = parsed.now === undefined ? clock() : Date.parse(parsed.now);
  const { specHash, outcomes, lastFailureAt, freeAccounts, cleanRefs } = parsed;
  const fresh = currentBudget(undefined, specHash, parsed.retry, now);
  const failedAt = lastFailureAt ?? (outcomes.endsWith("f") ? new Date(now).toISOString() : undefined);
  return {
    now,
    view: {
      settings: parsed,
      specHash,
      instances:
        parsed.instances === undefined ? counted(parsed, now) : listed(parsed.instances, specHash, now),
      budget: { ...fresh, outcomes, ...(failedAt === undefined ? {} : { lastFailureAt: failedAt }) },
      freeAccounts,
      cleanRefs,
    },
  };
}

function listed(
  instances: readonly z.output<typeof instance>[],
  specHash: string,
  now: number,
): readonly InstanceView[] {
  const at = new Date(now).toISOString();
  return instances.map(({ failure, ...one }) => ({
    ...{ instance: `${one.slot}-00000`, specHash, createdAt: at, changedAt: at },
    ...one,
    ...(failure === undefined ? {} : { failure: { at, ...failure } }),
  }));
}

/** As many instances as counted, in the lowest slots. */
function counted(parsed: Parsed, now: number): readonly InstanceView[] {
  const states = COUNTED.flatMap(([name, state]) => Array.from({ length: parsed[name] ?? 0 }, () => state));
  return listed(
    states.map((state, slot) => ({ slot, state })),
    parsed.specHash,
    now,
  );
}
