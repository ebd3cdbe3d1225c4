import { cgroupProcesses, removeCgroups } from "../../host/cgroups.js";
import { freeLoopDevices } from "../../host/loop-devices.js";
import { markedProcesses } from "../../host/processes.js";
import { stopProcesses } from "../../host/stop.js";
import type { LabFolder } from "../../state/folder.js";
import { sshServerName } from "./machine.js";
import { nodesFolder, nodesMark, type NodeName } from "./paths.js";

const ROUNDS = 10;

/**
 * Ends everything that runs on a node, as a power cut does, and gives back what it had of the host. Its disks stay.
 * Also for a node whose first process is gone already.
 */
export async function cutPower(folder: LabFolder, name: NodeName): Promise<void> {
  const cgroup = `${nodesMark(folder)}/${name}`;
  const daemons: readonly (string | undefined)[] = [name, sshServerName(name)];
  // Started processes may start others while they end, hence the rounds.
  for (let round = 0; round < ROUNDS; round++) {
    const marked = markedProcesses(folder.root).filter(({ daemon }) => daemons.includes(daemon));
    const left = [...marked, ...cgroupProcesses(cgroup)];
    if (left.length === 0) break;
    await stopProcesses(left, 0);
  }
  await freeLoopDevices(nodesFolder(folder, name));
  await removeCgroups(cgroup);
}
