import { existsSync } from "node:fs";
import { Failure } from "../../model/shared/errors.js";
import { cgroupProcesses, removeCgroups } from "../host/cgroups.js";
import { hostLink, removeLink } from "../host/links.js";
import { freeLoopDevices } from "../host/loop-devices.js";
import { unmountBelow } from "../host/mounts.js";
import { isRunning, markedProcesses, type ProcessIdentity } from "../host/processes.js";
import { readRecords, removeRecord } from "../host/records.js";
import { stopProcesses } from "../host/stop.js";
import type { Report } from "../report.js";
import type { LabFolder } from "../state/folder.js";
import { nodesLink } from "./nodes/network.js";
import { nodesMark } from "./nodes/paths.js";
import { labLock } from "./up.js";

// The API server would wait a minute for its watchers; nothing that the lab runs loses data by a sudden end.
const GRACE_MS = 1000;
const ROUNDS = 10;

/**
 * Stops everything of a lab and removes what it made outside its state folder: processes, mounts, loop devices,
 * interfaces, cgroups. What it is does not matter, nor whether its starter had time to write it down: processes are known by
 * the mark in their environment and by the lab's cgroups.
 * The state folder stays; the next `up` finds everything as it was.
 * @returns How many processes were stopped.
 * @throws Failure that lists what could not be removed.
 */
export async function down(folder: LabFolder, report: Report): Promise<number> {
  const lock = await labLock(folder, "down", report);
  try {
    report.status("stopping the lab");
    const stopped = await stopEverything(folder);
    await removeLink(hostLink(folder.id));
    await removeLink(nodesLink(folder));
    await unmountBelow(folder.root);
    const devices = await freeLoopDevices(folder.root);
    const cgroups = [...(await removeCgroups(folder.id)), ...(await removeCgroups(nodesMark(folder)))];
    for (const { name } of readRecords(folder)) removeRecord(folder, name);
    const left = [...everything(folder).map(({ pid }) => `process ${pid}`), ...devices, ...cgroups];
    if (left.length > 0) {
      throw new Failure({
        what: `could not remove ${left.join(", ")}`,
        where: folder.root,
        next: "Run it again",
      });
    }
    return stopped;
  } finally {
    report.status("");
    await lock.release();
  }
}

/** In rounds: what is being stopped may start something new until it is gone. */
async function stopEverything(folder: LabFolder): Promise<number> {
  const seen = new Set<number>();
  for (let round = 0; round < ROUNDS; round++) {
    const found = everything(folder);
    if (found.length === 0) break;
    for (const { pid } of found) seen.add(pid);
    // First processes of pods and nodes ignore polite requests, and nothing of theirs is kept anyway.
    const pods = new Set(inCgroups(folder).map(({ pid }) => pid));
    const [impolite, polite] = [
      found.filter(({ pid }) => pods.has(pid)),
      found.filter(({ pid }) => !pods.has(pid)),
    ];
    await Promise.all([stopProcesses(impolite, 0), stopProcesses(polite, round === 0 ? GRACE_MS : 0)]);
  }
  return seen.size;
}

function everything(folder: LabFolder): readonly ProcessIdentity[] {
  if (!existsSync("/proc/self/environ")) return [];
  const found = [
    ...readRecords(folder).filter(isRunning),
    ...markedProcesses(folder.root),
    ...inCgroups(folder),
  ];
  return [...new Map(found.map(({ pid, startTime }) => [pid, { pid, startTime }])).values()];
}

function inCgroups(folder: LabFolder): readonly ProcessIdentity[] {
  return [...cgroupProcesses(folder.id), ...cgroupProcesses(nodesMark(folder))];
}
