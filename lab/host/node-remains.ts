import type { LabFolder } from "../state/folder.js";
import { cgroupProcesses, removeCgroups } from "./cgroups.js";
import { hostLink, removeLink } from "./links.js";
import { markedProcesses, mountNamespacePeers, type ProcessIdentity } from "./processes.js";
import { stopProcesses } from "./stop.js";

const ROUNDS = 10;

/** Processes that belong to a lab's node: everything in its cgroups and in its daemons' mount namespaces. */
export function nodeProcesses(folder: LabFolder): readonly ProcessIdentity[] {
  const found = [...cgroupProcesses(folder.id), ...mountNamespacePeers(markedProcesses(folder.root))];
  return [...new Map(found.map((process) => [process.pid, process])).values()];
}

/**
 * Ends what is left of a node whose namespaces nobody holds any more, so that a new one can begin.
 * Started processes may start others while they end, hence the rounds.
 */
export async function clearNodeRemains(folder: LabFolder): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const left = nodeProcesses(folder);
    if (left.length === 0) break;
    await stopProcesses(left, 0);
  }
  await removeLink(hostLink(folder.id));
  await removeCgroups(folder.id);
}
