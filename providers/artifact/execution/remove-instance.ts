import { ARTIFACT_LABELS } from "../../../model/artifact/names.js";
import { releaseEntriesOf } from "../ledger/account-leases.js";
import { giveBackReferences, readReferences } from "../ledger/references.js";
import { dropSecretsOf } from "../ledger/run-secrets.js";
import { freeSlot, type Slot } from "../ledger/slot-store.js";
import type { Site } from "../site.js";
import type { Job } from "./job.js";
import { settleRun } from "./settle-run.js";

/**
 * Removes an instance that is cleaned, or was never built, with all that it held. Its record goes first: what it held
 * is then held by nobody, which every later look at the pool finds and ends.
 *
 * @param whatever whether later writes to the record do not matter
 * @returns false when somebody else goes on with the instance
 */
export async function removeInstance(
  job: Job,
  slot: Slot,
  { whatever, runsStay }: { readonly whatever: boolean; readonly runsStay: boolean },
): Promise<boolean> {
  const { site, feed } = job;
  const { record } = slot.entry;
  if (!(await freeSlot(site, slot, whatever))) return false;
  await releaseHoldings(site, slot);
  const runs = feed.runs.filter((run) => run.metadata.labels?.[ARTIFACT_LABELS.instance] === record.instance);
  job.later(dropSecretsOf(site, slot));
  for (const run of runs) job.later(settleRun(job, run, runsStay));
  return true;
}

/** Gives back what an instance held that is gone. */
export async function releaseHoldings(site: Site, slot: Slot): Promise<void> {
  const { instance, refs } = slot.entry.record;
  await releaseEntriesOf(site, slot);
  const artifacts = Object.keys(refs);
  if (artifacts.length === 0) return;
  // Whatever the instance held may be given back, whoever may use it now.
  const references = await readReferences(site, artifacts, "");
  await giveBackReferences(site, Object.values(references), (holder) => holder === instance);
}
