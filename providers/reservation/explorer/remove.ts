import { Unreachable } from "../../runtime/failure.js";
import { deletionIsSigned, isDeleted } from "./answer.js";
import { signDeletion } from "./deletion-signatures.js";
import { silentFor, type Site } from "./site.js";
import { waitFor } from "./wait.js";

/** Seconds that an operation may take when the resource does not say. */
const DEFAULT_SECONDS = 300;
/** Part of an operation's time after which a node counts as silent, so that there is time left to say so. */
const PATIENCE = 0.8;

/**
 * Has a workload deleted: signs with its stored time, and waits until its node is done. May be repeated at every step.
 *
 * @param seconds that the operation may take; default as the runtime has it
 * @throws Unreachable when the node is silent; the deletion is signed then, and is carried out when the node is back
 */
export async function removeWorkload(site: Site, id: string, seconds = DEFAULT_SECONDS): Promise<void> {
  const { client, context } = site;
  const end = context.now() + seconds * 1000 * PATIENCE;
  const workload = await client.workload(id, { signal: context.signal });
  if (workload === undefined || isDeleted(workload)) return;
  if (!deletionIsSigned(workload)) await signDeletion(site, workload);

  const { nodeId } = workload;
  const silent = await silenceOf(site, nodeId);
  if (silent !== undefined) throw notDeleted(site, id, `node ${nodeId} ${silent}`);
  const what = `node ${nodeId} is still deleting workload ${id}`;
  const found = await waitFor(site, id, { what, end, until: isDeleted });
  if (!isDeleted(found)) throw notDeleted(site, id, `node ${nodeId} has not deleted it in time`);
}

/** Why nothing is to be expected of a node, as the end of a sentence. */
async function silenceOf(site: Site, nodeId: string): Promise<string | undefined> {
  const node = await site.client.node(nodeId, { signal: site.context.signal });
  if (node === undefined) return "is in the directory no more";
  const minutes = silentFor(node, site);
  return minutes === undefined ? undefined : `has been silent for ${minutes} minutes`;
}

function notDeleted({ client }: Site, id: string, why: string): Unreachable {
  return new Unreachable({
    what: `${why}; its deletion is signed and waits for the node; until then it draws on its pool`,
    where: `workload ${id} on ${client.where}`,
  });
}
