import { isKubeError } from "../../../clients/kubernetes/errors.js";
import { refOf } from "../../../clients/kubernetes/objects.js";
import type { KubeObject } from "../../../clients/kubernetes/types.js";
import { ARTIFACT_ANNOTATIONS, ARTIFACT_LABELS } from "../../../model/artifact/names.js";
import { Failure } from "../../../model/shared/errors.js";
import { persistently } from "../ledger/persist.js";
import { ARTIFACT_MANAGER } from "../ledger/pool-store.js";
import type { Job } from "./job.js";

/** A run that the cluster did not take, so that nothing has happened. */
export class RunRefused extends Failure {
  override readonly name: string = "RunRefused";
}

/**
 * Creates a run. Its name says whose and which attempt it is, so that a run of the name that was made from the same
 * spec for the same instance is this very run, whoever created it.
 *
 * @throws RunRefused when the cluster refuses it, or when another run has the name
 */
export function startRun({ site, feed }: Job, wanted: KubeObject): Promise<KubeObject> {
  return persistently(site.signal, async () => {
    try {
      const created = await site.client.create(wanted, { fieldManager: ARTIFACT_MANAGER });
      feed.put(created);
      return created;
    } catch (error) {
      if (isKubeError(error, "Invalid", "BadRequest")) {
        throw new RunRefused({ what: site.redactor.clean(error.what), where: site.where, cause: error });
      }
      if (!isKubeError(error, "AlreadyExists")) throw error;
      const found = await site.client.get(refOf(wanted));
      // Gone again: the next round creates it.
      if (found === undefined) throw error;
      if (!isSameRun(found, wanted)) throw foreignRun(site.where, wanted);
      feed.put(found);
      return found;
    }
  });
}

function isSameRun(found: KubeObject, wanted: KubeObject): boolean {
  const labels = [ARTIFACT_LABELS.artifact, ARTIFACT_LABELS.instance, ARTIFACT_LABELS.phase];
  return (
    labels.every((label) => found.metadata.labels?.[label] === wanted.metadata.labels?.[label]) &&
    found.metadata.annotations?.[ARTIFACT_ANNOTATIONS.specHash] ===
      wanted.metadata.annotations?.[ARTIFACT_ANNOTATIONS.specHash]
  );
}

function foreignRun(where: string, { metadata }: KubeObject): RunRefused {
  return new RunRefused({
    what: `PipelineRun ${metadata.name ?? ""} exists already and was made from something else`,
    where,
    next: "Remove it",
  });
}
