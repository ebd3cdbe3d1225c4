import type { KubeObject } from "../../../clients/kubernetes/types.js";
import type { RunFailure } from "../../../model/artifact/ledger/record.js";
import { runName } from "../../../model/artifact/names.js";
import type { PoolSettings } from "../../../model/artifact/settings.js";
import { pipelineRun } from "../../../model/artifact/tekton/pipeline-run.js";
import type { Unit } from "../../../model/artifact/unit.js";
import type { Pool } from "../ledger/pool-record.js";
import type { PoolSpec } from "../ledger/pool-spec.js";
import { advance, changeSlot, type Slot } from "../ledger/slot-store.js";
import { timeAt } from "../site.js";
import type { Job } from "./job.js";
import { removeInstance } from "./remove-instance.js";
import { type RunEnd, runEnd } from "./run-end.js";
import { settleRun, staysAfter } from "./settle-run.js";
import { RunRefused, startRun } from "./start-run.js";
import type { WorkEnd } from "./work-end.js";

/** How a clean run begins. */
export interface CleanStart {
  readonly pool: Pool;
  /** Called once there is only the run to wait for. */
  readonly begun: () => void;
}

/**
 * Cleans an instance that is `cleaning`, by the spec it was built with, until it is gone or its failure is in the
 * ledger.
 */
export async function cleanInstance(job: Job, slot: Slot, start: CleanStart): Promise<WorkEnd> {
  const { site } = job;
  const { pool } = start;
  const { settings } = pool;
  const unit = (await specOfInstance(job, slot, pool))?.clean;
  if (unit === undefined || settings.cleanPolicy === "orphan") return removed(job, slot, settings);
  for (let current = slot; ;) {
    const { record } = current.entry;
    const name = runName("clean", site.artifact, record.instance, record.attempt);
    const end = await run(job, current, name, unit, start);
    if (end === undefined) return { ...idOf(slot), came: "elsewhere" };
    if (end.state === "succeeded") return removed(job, current, settings);
    if (end.state === "vanished") {
      const again = await advance(site, current, { do: "vanished", at: timeAt(site), failure: end.failure });
      if (!again.done) return { ...idOf(slot), came: "elsewhere" };
      current = again.slot;
      continue;
    }
    return failed(job, current, settings, end);
  }
}

/** The spec an instance was built with; where that is gone, the one that is built with now. */
async function specOfInstance({ site, specs }: Job, slot: Slot, pool: Pool): Promise<PoolSpec | undefined> {
  const { specHash, instance } = slot.entry.record;
  const own = await specs.get(specHash);
  if (own !== undefined) return own;
  site.warn(
    `the spec that ${site.artifact}/${instance} was built with is gone; it is cleaned by the current one`,
  );
  return specs.get(pool.current);
}

type CleanEnd = RunEnd | { readonly state: "refused"; readonly failure: RunFailure };

/** Undefined when somebody else has gone on with the instance. */
async function run(
  job: Job,
  slot: Slot,
  name: string,
  unit: Unit,
  start: CleanStart,
): Promise<CleanEnd | undefined> {
  const { site } = job;
  const { pool, begun } = start;
  const { record, results } = slot.entry;
  const { instance, attempt, specHash } = record;
  if (record.run !== name) {
    const { artifact, namespace } = site;
    const wanted = pipelineRun({
      ...{ artifact, namespace, phase: "clean" as const, instance, attempt, unit, specHash, results },
      labels: pool.runLabels,
    });
    const refusal = await refusalOf(job, wanted);
    if (refusal !== undefined) return { state: "refused", failure: refusal };
    // A run that is noted and not there has vanished.
    const noted = await changeSlot(site, slot, (entry) =>
      entry.record.state === "cleaning" && entry.record.attempt === attempt
        ? { entry: { ...entry, record: { ...entry.record, run: name } } }
        : { refused: `instance ${instance} is ${entry.record.state}` },
    );
    if (!noted.done) return undefined;
    return run(job, noted.slot, name, unit, start);
  }
  begun();
  return runEnd(job, name, { instance, phase: "clean", settings: pool.settings });
}

async function refusalOf(job: Job, wanted: KubeObject): Promise<RunFailure | undefined> {
  try {
    await startRun(job, wanted);
    return undefined;
  } catch (error) {
    if (!(error instanceof RunRefused)) throw error;
    return {
      phase: "clean",
      reason: "RunRefused",
      message: error.what,
      logTail: [],
      at: timeAt(job.site),
      retriable: true,
    };
  }
}

async function removed(job: Job, slot: Slot, { keepRuns }: PoolSettings): Promise<WorkEnd> {
  await removeInstance(job, slot, { whatever: true, runsStay: keepRuns === "all" });
  return { ...idOf(slot), came: "cleaned" };
}

async function failed(
  job: Job,
  slot: Slot,
  settings: PoolSettings,
  end: CleanEnd & { readonly state: "failed" | "refused" },
): Promise<WorkEnd> {
  const { site } = job;
  const { failure } = end;
  if (settings.cleanPolicy === "bestEffort") {
    site.warn(
      `${site.artifact}/${slot.entry.record.instance} was not cleaned and is forgotten: ${failure.message}`,
    );
    return removed(job, slot, settings);
  }
  const noted = await advance(site, slot, { do: "cleanFailed", at: timeAt(site), failure });
  if (end.state === "failed")
    job.later(settleRun(job, end.run, staysAfter(settings.keepRuns, end.run, true)));
  return noted.done ? { ...idOf(slot), came: "failed", failure } : { ...idOf(slot), came: "elsewhere" };
}

function idOf({ entry: { record } }: Slot): Pick<WorkEnd, "instance" | "slot"> {
  return { instance: record.instance, slot: record.slot };
}
