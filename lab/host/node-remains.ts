import type { LabFolder } from "../state/folder.js";
import { cgroupProcesses, removeCgroups } from "./cgroups.js";
import { hostLink, removeLink } from "./links.js";
import { markedProcesses } from "./processes.js";
import { stopProcesses } from "./stop.js";

const ROUNDS = 10;

/**
 * Ends what is left of a node whose namespaces nobody holds any more, so that a new one can begin.
 * @param daemons Names of what runs in the node; their descendants count too.
 */
export async function clearNodeRemains(folder: LabFolder, daemons: readonly string[]): Promise<void> {
  // Started processes may start others while they end, hence the rounds.
  for (let round = 0; round < ROUNDS; round++) {
    const marked = markedProcesses(folder.root).filter(
      ({ daemon }) => daemon !== undefined && daemons.includes(daemon),
    );
    const left = [...marked, ...cgroupProcesses(folder.id)];
    if (left.length === 0) break;
    await stopProcesses(left, 0);
  }
  await removeLink(hostLink(folder.id));
  await removeCgroups(folder.id);
}
