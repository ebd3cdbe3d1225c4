import type { KubeObject } from "../../../clients/kubernetes/types.js";
import type { InstanceRecord } from "../../../model/artifact/ledger/record.js";
import { ARTIFACT_ANNOTATIONS, ARTIFACT_LABELS, MAX_TOTAL } from "../../../model/artifact/names.js";
import { releaseEntries } from "../ledger/account-leases.js";
import { giveBackReferences } from "../ledger/references.js";
import { dropSecrets } from "../ledger/run-secrets.js";
import { takeSlot } from "../ledger/slot-store.js";
import { timeAt } from "../site.js";
import type { Job } from "./job.js";
import { hasOurFinalizer, settleRun, staysAfter } from "./settle-run.js";
import type { World } from "./world.js";

/**
 * Ends what interrupted work has left: holds and Secrets of instances that are gone, and runs whose outcome is in the
 * ledger or does not matter any more. A build whose instance is gone from the ledger gets its slot back as dirty, since
 * it may have made things that only its clean run removes.
 *
 * @param runs as they were before the world was looked at: a run that came later may be of a slot taken later
 * @returns whether that changed what the world has told
 */
export async function tidy(job: Job, world: World, runs: readonly KubeObject[]): Promise<boolean> {
  if (world.piecemeal) return false;
  const { site } = job;
  const records = new Map(world.slots.map(({ entry: { record } }) => [record.instance, record]));
  const isGone = (instance: string): boolean => !records.has(instance);
  const released = await releaseEntries(site, world.accounts, isGone);
  const returned = await giveBackReferences(site, Object.values(world.references), isGone);
  const leftover = world.runSecrets.filter(({ metadata }) => {
    const instance = metadata.labels?.[ARTIFACT_LABELS.instance];
    return instance !== undefined && isGone(instance);
  });
  await dropSecrets(site, leftover);
  let changed = released || returned;
  for (const run of runs) {
    const record = records.get(run.metadata.labels?.[ARTIFACT_LABELS.instance] ?? "");
    if (record !== undefined && isUnderWay(run, record)) continue;
    if (record === undefined && (await refound(job, world, run))) {
      changed = true;
      continue;
    }
    const stays = staysAfter(world.pool.settings.keepRuns, run, record !== undefined);
    if (!stays || hasOurFinalizer(run)) await settleRun(job, run, stays);
  }
  return changed;
}

function isUnderWay({ metadata }: KubeObject, { state, attempt }: InstanceRecord): boolean {
  const phase = metadata.labels?.[ARTIFACT_LABELS.phase];
  const isCurrent = metadata.annotations?.[ARTIFACT_ANNOTATIONS.attempt] === String(attempt);
  return (
    isCurrent && ((state === "building" && phase === "build") || (state === "cleaning" && phase === "clean"))
  );
}

/** Puts the instance of a run back into the ledger, to be cleaned. False when there is nothing to be put back. */
async function refound({ site }: Job, { pool }: World, run: KubeObject): Promise<boolean> {
  const { labels = {}, annotations = {}, name = "" } = run.metadata;
  const instance = labels[ARTIFACT_LABELS.instance] ?? "";
  const specHash = annotations[ARTIFACT_ANNOTATIONS.specHash];
  const slot = Number(/^(\d{1,4})-[a-z0-9]+$/.exec(instance)?.[1] ?? Number.NaN);
  const isBuild = labels[ARTIFACT_LABELS.phase] === "build" && hasOurFinalizer(run);
  if (!isBuild || specHash === undefined || Number.isNaN(slot) || slot > MAX_TOTAL) return false;
  const at = timeAt(site);
  const record: InstanceRecord = {
    ...{ instance, slot, state: "dirty", specHash, createdAt: at, changedAt: at, attempt: 1, run: name },
    ...{ accounts: {}, refs: {} },
    failure: {
      phase: "build",
      reason: "LedgerLost",
      message: `run ${name} was there without a record of its instance`,
      ...{ logTail: [], at, retriable: true },
    },
  };
  const taken = await takeSlot(site, pool, { record, results: {} });
  if (taken === undefined) return false;
  site.warn(
    `the record of ${site.artifact}/${instance} was gone though its build run is there: it is to be cleaned`,
  );
  return true;
}
