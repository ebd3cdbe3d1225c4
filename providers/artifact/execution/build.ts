import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { RunFailure } from "../../../model/artifact/ledger/record.js";
import { runName } from "../../../model/artifact/names.js";
import { pipelineRun } from "../../../model/artifact/tekton/pipeline-run.js";
import type { Unit } from "../../../model/artifact/unit.js";
import type { Pool } from "../ledger/pool-record.js";
import { advance, type Slot, type SlotChange } from "../ledger/slot-store.js";
import { timeAt } from "../site.js";
import type { Job } from "./job.js";
import { prepare } from "./prepare.js";
import { releaseHoldings, removeInstance } from "./remove-instance.js";
import { type RunEnd, runEnd } from "./run-end.js";
import { settleRun, staysAfter } from "./settle-run.js";
import { RunRefused, startRun } from "./start-run.js";
import type { WorkEnd } from "./work-end.js";

/** How a build begins. */
export interface BuildStart {
  readonly pool: Pool;
  /** Digest of the shared secrets that its runs mount. */
  readonly secretsDigest: string | undefined;
  /** Whether this process has taken the slot just now, and so is the one that may free it before its run exists. */
  readonly taken: boolean;
  /** Called once there is only the run to wait for. */
  readonly begun: () => void;
}

/** Builds an instance whose slot is taken, or goes on with that, until its results or its failure are in the ledger. */
export async function buildInstance(job: Job, slot: Slot, start: BuildStart): Promise<WorkEnd> {
  const { site, specs } = job;
  const { record } = slot.entry;
  const spec = await specs.get(record.specHash);
  if (spec?.provided !== undefined) return provide(job, slot, spec.provided);
  const name = runName("build", site.artifact, record.instance, record.attempt);
  let current = slot;
  if (record.run === undefined) {
    if (spec?.build === undefined) return withoutSpec(job, slot);
    const prepared = await prepare(site, slot, spec, start.pool.owner);
    if (!prepared.ready) {
      if (prepared.slot !== undefined)
        await removeInstance(job, prepared.slot, { whatever: false, runsStay: false });
      return { ...idOf(slot), came: "short", missing: prepared.missing };
    }
    try {
      const begun = await begin(job, prepared.slot, name, spec.build, start);
      if (!begun.done) {
        // Whoever took the slot has freed it meanwhile, and does not know what was got for it since.
        if (begun.slot === undefined) await releaseHoldings(site, prepared.slot);
        return { ...idOf(slot), came: "elsewhere" };
      }
      current = begun.slot;
    } catch (error) {
      return refused(job, prepared.slot, error);
    }
  }
  start.begun();
  const end = await runEnd(job, name, {
    instance: record.instance,
    phase: "build",
    settings: start.pool.settings,
  });
  return keep(job, current, start.pool, end);
}

/** An instance of a pool without pipelines is there at once. */
async function provide(job: Job, slot: Slot, results: Readonly<Record<string, string>>): Promise<WorkEnd> {
  const built = await advance(job.site, slot, { do: "built", at: timeAt(job.site), results });
  return { ...idOf(slot), came: built.done ? "built" : "elsewhere" };
}

/** Nobody can tell how it was to be built; whether its run was begun is not known either. */
async function withoutSpec({ site }: Job, slot: Slot): Promise<WorkEnd> {
  const at = timeAt(site);
  const failure: RunFailure = {
    ...{ phase: "build", reason: "SpecGone", message: "the spec it was to be built with is gone" },
    ...{ logTail: [], at, retriable: true },
  };
  const noted = await advance(site, slot, { do: "vanished", at, failure });
  return noted.done ? { ...idOf(slot), came: "vanished", failure } : { ...idOf(slot), came: "elsewhere" };
}

/**
 * Creates the run and notes that it exists: a run that is noted and not there has vanished. Whoever has not taken the
 * slot notes it before, since the one who has may free the slot as long as nothing is noted.
 */
async function begin(
  job: Job,
  slot: Slot,
  name: string,
  unit: Unit,
  { pool, secretsDigest, taken }: BuildStart,
): Promise<SlotChange> {
  const { site } = job;
  const { instance, attempt, specHash } = slot.entry.record;
  const { artifact, namespace } = site;
  const run = pipelineRun({
    ...{ artifact, namespace, phase: "build" as const, instance, attempt, unit, specHash },
    labels: pool.runLabels,
  });
  const note = (of: Slot): Promise<SlotChange> =>
    advance(site, of, {
      do: "prepare",
      at: timeAt(site),
      run: name,
      ...(secretsDigest === undefined ? {} : { secretsDigest }),
    });
  if (taken) {
    await startRun(job, run);
    return note(slot);
  }
  const noted = await note(slot);
  if (noted.done) await startRun(job, run);
  return noted;
}

/** Nothing was run, so there is nothing to clean: the slot is free again. */
async function refused(job: Job, slot: Slot, error: unknown): Promise<WorkEnd> {
  const { site, budget } = job;
  if (isKubeError(error, "Forbidden")) {
    await removeInstance(job, slot, { whatever: true, runsStay: false });
    throw error;
  }
  if (!(error instanceof RunRefused)) throw error;
  const failure: RunFailure = {
    phase: "build",
    reason: "RunRefused",
    message: error.what,
    logTail: [],
    at: timeAt(site),
    retriable: false,
  };
  await removeInstance(job, slot, { whatever: true, runsStay: false });
  await budget.record({ specHash: slot.entry.record.specHash, failure });
  return { ...idOf(slot), came: "failed", failure };
}

/** Puts what a run came to into the ledger, then lets go of the run. */
async function keep(job: Job, slot: Slot, { settings }: Pool, end: RunEnd): Promise<WorkEnd> {
  const { site, budget } = job;
  const { specHash } = slot.entry.record;
  const at = timeAt(site);
  if (end.state === "succeeded") {
    const built = await advance(site, slot, { do: "built", at, results: end.results });
    if (built.done) job.later(budget.record({ specHash }));
    job.later(settleRun(job, end.run, staysAfter(settings.keepRuns, end.run, true)));
    return { ...idOf(slot), came: built.done ? "built" : "elsewhere" };
  }
  const { failure } = end;
  const event = end.state === "failed" ? ("buildFailed" as const) : ("vanished" as const);
  const noted = await advance(site, slot, { do: event, at, failure });
  if (noted.done) await budget.record({ specHash, failure });
  if (end.state === "failed")
    job.later(settleRun(job, end.run, staysAfter(settings.keepRuns, end.run, true)));
  if (!noted.done) return { ...idOf(slot), came: "elsewhere" };
  return { ...idOf(slot), came: end.state, failure };
}

function idOf({ entry: { record } }: Slot): Pick<WorkEnd, "instance" | "slot"> {
  return { instance: record.instance, slot: record.slot };
}
