import { isKubeError } from "../../../clients/kubernetes/errors.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { runOutcome } from "../../../model/artifact/failure/run-outcome.js";
import { RESULTS_FINALIZER } from "../../../model/artifact/names.js";
import type { PoolSettings } from "../../../model/artifact/settings.js";
import { persistently } from "../ledger/persist.js";
import { ARTIFACT_MANAGER } from "../ledger/pool-store.js";
import type { Site } from "../site.js";
import type { Job } from "./job.js";
import { runRef } from "./run-feed.js";

/** Whether a run that ended is to stay. */
export function staysAfter(
  keepRuns: PoolSettings["keepRuns"],
  run: KubeObject,
  instanceStays: boolean,
): boolean {
  if (keepRuns === "all") return true;
  return keepRuns === "onFailure" && instanceStays && runOutcome(run).state === "failed";
}

export function hasOurFinalizer({ metadata }: KubeObject): boolean {
  return metadata.finalizers?.includes(RESULTS_FINALIZER) === true;
}

/** {@link releaseRun}, and forgets a run that was removed. */
export async function settleRun({ site, feed }: Job, run: KubeObject, stays: boolean): Promise<void> {
  const { name = "" } = run.metadata;
  const isGone = await releaseRun(site, feed.run(name) ?? run, stays);
  if (isGone) feed.forget(name);
}

/**
 * Lets go of a run whose outcome is in the ledger, or does not matter any more, and removes it unless it is to stay.
 *
 * @returns whether it was removed
 */
export async function releaseRun(site: Site, run: KubeObject, stays: boolean): Promise<boolean> {
  const { name = "", uid } = run.metadata;
  await withdrawFinalizer(site, run);
  if (stays) return false;
  try {
    const precondition = uid === undefined ? {} : { uid };
    await site.client.delete(runRef(site, name), { propagation: "Background", ...precondition });
    return true;
  } catch (error) {
    // Another run has the name by now.
    if (isKubeError(error, "Conflict")) return false;
    throw error;
  }
}

async function withdrawFinalizer(site: Site, run: KubeObject): Promise<void> {
  const { name = "", uid } = run.metadata;
  await persistently(site.signal, async (attempt) => {
    const found = attempt === 1 ? run : await site.client.get(runRef(site, name));
    if (found === undefined || found.metadata.uid !== uid || !hasOurFinalizer(found)) return;
    const finalizers = (found.metadata.finalizers ?? []).filter((one) => one !== RESULTS_FINALIZER);
    const { resourceVersion } = found.metadata;
    try {
      await site.client.patch(
        runRef(site, name),
        { metadata: { finalizers, ...(resourceVersion === undefined ? {} : { resourceVersion }) } },
        { type: "merge", fieldManager: ARTIFACT_MANAGER },
      );
    } catch (error) {
      if (!isKubeError(error, "NotFound")) throw error;
    }
  });
}
